#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import * as module from 'node:module'
import { join } from 'node:path'
import process from 'node:process'
import { setFlagsFromString } from 'node:v8'

// Only what every Node understands stands here; the rest is loaded when it is known to run.
const args = process.argv.slice(2)
const [major = '0'] = process.versions.node.split('.')

if (Number(major) < 24) {
  process.stderr.write(
    `sluice needs Node 24 or later; this is ${process.version}.\n` +
      `  In the project's folder, npm ci brings one along: node_modules/.bin/node out/cli/sluice.js\n`,
  )
  process.exitCode = 1
} else if (args[0] === '--version' || args[0] === '-V') {
  process.stdout.write(`${version()}\n`)
} else {
  module.enableCompileCache()
  // V8 else lets the garbage of listings pile up to some 130 MB before it looks, which is most of what a plan takes.
  setFlagsFromString('--minor-gc-task-trigger=20')
  const [{ runCommandLine }, { createNodeHost }, { parts }] = await Promise.all([
    import('./command-line.ts'),
    import('../host/node-host.ts'),
    import('./wiring.ts'),
  ])
  process.exitCode = await runCommandLine(args, createNodeHost(senderEntry()), parts)
}

/** Beside the source and beside the bundle. */
function senderEntry(): string {
  const isSource = import.meta.filename.endsWith('.ts')
  return join(import.meta.dirname, '..', isSource ? 'engine/s3/sender-thread.ts' : 'main/sender-thread.js')
}

/** From package.json, which is two folders up from the source and from the bundle. */
function version(): string {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
