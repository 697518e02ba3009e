/** @import { IConfiguration, IForbiddenRuleType } from 'dependency-cruiser' */

/** Code of this project, as against Node's and packages. */
const ours = '^(shared|main|preload|renderer|build|test)/'

/** A package, wherever it is found; one that isn't installed keeps its name. */
const npm = (/** @type {string} */ name) => `^(node_modules/)?${name}($|/)`

/**
 * Who may import what (docs/architecture.md). `may` is the whole list: `closed` layers import no package outside it
 * either, and `node: true` adds Node's own modules.
 */
const layers = [
  {
    name: 'shared',
    from: '^shared/',
    may: ['^shared/', npm('zod')],
    closed: true,
    why: 'plain values that the page and the main process both read: no runtime, no layer',
  },
  {
    name: 'engine',
    from: '^main/engine/',
    may: ['^main/engine/', '^shared/', npm('@aws-sdk/[^/]+'), npm('@smithy/[^/]+')],
    closed: true,
    node: true,
    why: 'a library of its own: its world comes in as parameters',
  },
  {
    name: 'practice',
    from: '^main/practice/',
    may: ['^main/practice/'],
    closed: true,
    node: true,
    why: 'a server that knows nothing of the client it tests',
  },
  {
    name: 'services',
    from: '^main/services/',
    may: [
      '^main/services/',
      '^shared/',
      '^main/engine/index\\.ts$',
      '^main/practice/',
      '^main/host/(host|window-host)\\.ts$',
    ],
    why: 'the app on any host: it sees the contract of a host, never one host',
  },
  {
    name: 'host',
    from: '^main/host/',
    may: ['^main/host/', '^shared/'],
    why: 'what a platform can do, and nothing of what the app does with it',
  },
  {
    name: 'cli',
    from: '^main/cli/',
    may: [
      '^main/cli/',
      '^shared/',
      '^main/engine/index\\.ts$',
      '^main/practice/',
      '^main/host/(host|node-host)\\.ts$',
    ],
    why: 'the same engine by the same door as the window',
  },
  {
    name: 'start',
    from: '^main/start-[^/]+\\.ts$',
    may: ['^shared/', '^main/services/', '^main/host/'],
    why: 'an entry joins a host and the services',
  },
  {
    name: 'preload',
    from: '^preload/',
    may: ['^preload/', '^shared/', npm('electron')],
    closed: true,
    why: 'a bridge between two processes',
  },
  {
    name: 'renderer',
    from: '^renderer/',
    may: ['^renderer/', '^shared/'],
    why: 'a page: it reaches everything else through the bridge',
  },
]

/** @returns {IForbiddenRuleType} */
const onlyImports = ({ name, from, may, closed, node, why }) => ({
  name: `${name}-imports`,
  comment: `${why}. Allowed: ${may.join(' ')}`,
  severity: 'error',
  from: { path: from },
  to: {
    ...(closed ? {} : { path: ours }),
    ...(closed && node ? { dependencyTypesNot: ['core'] } : {}),
    pathNot: may,
  },
})

/** @type {IConfiguration} */
export default {
  forbidden: [
    ...layers.map(onlyImports),
    {
      name: 'page-without-node',
      comment: 'The page runs in a sandbox.',
      severity: 'error',
      from: { path: '^(renderer|preload)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'electron-at-its-seam',
      comment: 'Everything else runs where Electron is not.',
      severity: 'error',
      from: {
        pathNot: ['^main/start-electron\\.ts$', '^main/host/electron/', '^preload/electron-preload\\.ts$'],
      },
      to: { path: npm('electron') },
    },
    {
      name: 'playwright-at-its-seam',
      comment: 'Only one host drives a browser.',
      severity: 'error',
      from: { path: ours, pathNot: ['^main/host/chromium/', '^build/draw-icons\\.ts$', '^test/'] },
      to: { path: npm('playwright-core') },
    },
    {
      name: 'no-cycles',
      comment: 'Two modules that need each other are one, or want a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-junk-drawers',
      comment: 'A module is called by what it knows.',
      severity: 'error',
      from: {},
      to: { path: '/(utils?|helpers?|common|misc|managers?)(/|\\.[a-z]+$)', pathNot: 'node_modules/' },
    },
    {
      name: 'declared-packages',
      comment: 'A package that is imported stands in package.json.',
      severity: 'error',
      from: { path: ours },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'nothing-missing',
      comment: 'What is imported exists.',
      severity: 'error',
      from: { path: ours },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'default'],
      mainFields: ['svelte', 'module', 'main', 'types'],
    },
  },
}
