import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findCommand, hasTool, howToGet, tools } from './tools.ts'
import type { Tool } from './tools.ts'

/** What a machine must be or allow, apart from having a program. */
const permissions = {
  /** Links, permission bits, FIFOs, names of any bytes. */
  unix: { how: 'run the tests on Linux or macOS', here: () => process.platform !== 'win32' },
  /** The test reads `/proc`. */
  linux: { how: 'run the tests on Linux', here: () => process.platform === 'linux' },
  /** The test gives a command line a terminal of its own. */
  terminal: {
    how: 'run the tests on Linux, with script (util-linux) on PATH',
    here: () => process.platform === 'linux' && findCommand('script') !== null,
  },
  /** The test ends some privileges of its own, to meet a file it may not read. */
  'another-user': {
    how: 'run the tests as root on Linux, with setpriv (util-linux) on PATH',
    here: () => process.getuid?.() === 0 && findCommand('setpriv') !== null,
  },
  /** The test mounts a disk of a few MiB and fills it. */
  'small-disk': {
    how: 'run the tests as root on Linux, where mounting a tmpfs is allowed',
    here: mayMount,
  },
} as const

export type Need = Tool | keyof typeof permissions

declare module 'vitest' {
  interface TaskMeta {
    /** The needs of a test that this machine doesn't meet; that is why it was skipped. */
    missing?: readonly Need[]
  }
}

/**
 * The options of a `describe` or `test` that can only run where all the needs are met. Elsewhere it is skipped, and
 * the runner says by name what was missing and how to get it.
 *
 *     describe('a bucket on radosgw', needs('radosgw'), () => { … })
 */
export function needs(...wanted: Need[]): { skip?: true; meta?: { missing: readonly Need[] } } {
  const missing = wanted.filter((need) => !isMet(need))
  return missing.length === 0 ? {} : { skip: true, meta: { missing } }
}

/** How to meet a need, in one line. */
export function howToMeet(need: Need): string {
  return isTool(need) ? howToGet(need) : permissions[need].how
}

export function isTool(need: Need): need is Tool {
  return need in tools
}

function isMet(need: Need): boolean {
  return isTool(need) ? hasTool(need) : permissions[need].here()
}

function mayMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = mkdtempSync(join(tmpdir(), 'sluice-mount-'))
  try {
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status !== 0) return false
    return spawnSync('umount', [folder]).status === 0
  } finally {
    rmdirSync(folder)
  }
}
