// Plain JavaScript that any Node can read, preloaded by the scripts of package.json: older ones can't read the sources.
if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(
    `Sluice needs Node 24, and this is Node ${process.versions.node}. ` +
      'Run `npm ci` without --ignore-scripts: it brings Node 24 along, and `npm start` and `npm test` use it.\n',
  )
  process.exit(1)
}
