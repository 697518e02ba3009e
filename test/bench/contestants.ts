import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { rcloneSettings, versionOf } from '../faults/peers/tools.ts'
import type { Place } from '../faults/peers/tools.ts'
import { sluice } from '../faults/run-cli.ts'
import { findCommands } from '../servers/tools.ts'

export const kinds = ['sluice', 'aws', 's5cmd', 'rclone', 'sdk', 'hand'] as const
export type Kind = (typeof kinds)[number]

export interface Work {
  readonly from: Place
  readonly to: Place
  readonly endpoint: string
  /** Plan only. */
  readonly dryRun?: boolean
  /** The far end keeps nothing that could be asked for afterwards. */
  readonly keepsNothing?: boolean
}

/** One that runs in a row: Sluice, a tool of this machine, or a loop of the project's own that shows what is possible. */
export interface Contestant {
  readonly kind: Kind
  readonly name: string
  /** Null for a loop, which does nothing else and has none. */
  readonly version: readonly string[] | null
  sync(work: Work): string[]
  env(endpoint: string): Record<string, string>
  /** A line it prints of something that it would do in a dry run. */
  readonly planned: RegExp
}

const address = (place: Place) => ('folder' in place ? place.folder : `s3://${place.bucket}/${place.prefix}`)
const withSlash = (place: Place) => `${address(place).replace(/\/$/, '')}/`

/** All that are on this machine, Sluice first. Of a tool that is there in several versions, each. */
export function installedContestants(): Contestant[] {
  return [
    ourselves(),
    ...distinct('aws', '--version').map(({ program, version }) => ({
      ...likeAws([program, 's3'], [program, '--version']),
      kind: 'aws' as const,
      name: `aws ${version}`,
    })),
    ...distinct('s5cmd', 'version').map(({ program, version }) => s5cmd(program, version)),
    ...distinct('rclone', 'version').map(({ program, version }) => rclone(program, version)),
    loop('sdk', 'plain loop over the JS SDK', 'sdk-loop.ts'),
    loop('hand', 'by hand', 'by-hand.ts'),
  ]
}

/** The programs of a name on PATH, one for each version that they say. */
function distinct(name: string, ...args: string[]): { program: string; version: string }[] {
  const found = new Map<string, string>()
  for (const command of findCommands(name)) {
    const program = behindShim(command)
    const version = versionOf(program, ...args)
    if (!found.has(version)) found.set(version, program)
  }
  return [...found].map(([version, program]) => ({ version, program }))
}

/** What a shim of pyenv would run: a shell script of its own would be measured with it. */
function behindShim(command: string): string {
  const isShim = readFileSync(command).subarray(0, 1000).includes('pyenv" exec')
  if (!isShim) return command
  return execFileSync('pyenv', ['which', path.basename(command)], { encoding: 'utf8' }).trim()
}

/** With the flags and the lines of `aws s3 sync`. */
const likeAws = (command: readonly string[], version: readonly string[]) => ({
  version,
  sync: ({ from, to, endpoint, dryRun }: Work) => [
    ...[...command, 'sync', address(from), address(to), '--endpoint-url', endpoint],
    ...(dryRun === true ? ['--dryrun'] : []),
  ],
  env: () => ({}),
  planned: /^\(dryrun\) /m,
})

function ourselves(): Contestant {
  if (!existsSync(sluice[1])) throw new Error(`${sluice[1]} is not there: run \`npm run build\` first`)
  return {
    ...likeAws(sluice, [...sluice, '--version']),
    kind: 'sluice',
    name: `Sluice ${versionOf(...sluice, '--version')}${ofCommit()}`,
  }
}

/** Of the working copy; nothing where this is none. */
function ofCommit(): string {
  const git = spawnSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  })
  return git.status === 0 ? ` (${git.stdout.trim()})` : ''
}

const s5cmd = (program: string, version: string): Contestant => ({
  kind: 's5cmd',
  name: `s5cmd ${version}`,
  version: [program, 'version'],
  sync: ({ from, to, endpoint, dryRun }) => [
    ...[program, '--endpoint-url', endpoint, ...(dryRun === true ? ['--dry-run'] : []), 'sync'],
    ...['folder' in from ? withSlash(from) : `${withSlash(from)}*`, withSlash(to)],
  ],
  env: () => ({}),
  planned: /^(cp|rm) /m,
})

const rclone = (program: string, version: string): Contestant => ({
  kind: 'rclone',
  name: `rclone ${version}`,
  version: [program, 'version'],
  sync({ from, to, dryRun, keepsNothing }) {
    const place = (side: Place) => ('folder' in side ? side.folder : `:s3:${side.bucket}/${side.prefix}`)
    // By time it would ask for each object of a bucket: aws and s5cmd take the time of the listing.
    return [
      ...[program, 'copy', place(from), place(to), '--size-only'],
      ...(dryRun === true ? ['--dry-run'] : []),
      ...(keepsNothing === true ? ['--s3-no-head'] : []),
    ]
  },
  env: rcloneSettings,
  planned: /Skipped \w+/,
})

const loop = (kind: Kind, name: string, script: string): Contestant => ({
  kind,
  name,
  version: null,
  sync: ({ from, to, endpoint }) => {
    const program = path.resolve(import.meta.dirname, 'loops', script)
    return [sluice[0], program, address(from), address(to), endpoint]
  },
  env: () => ({}),
  planned: /(?!)/,
})
