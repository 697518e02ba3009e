import { describe, expect, test } from 'vitest'
import { needs } from '../servers/needs.ts'
import { radosgw } from '../servers/radosgw.ts'
import { playReal } from './play.ts'
import { part, type RealCommand, type RealScenario } from './scenario.ts'

/* Worlds that show a planted bug to whoever looks from outside: the tests of the tests. */

const command: RealCommand = {
  kind: 'sync',
  delete: true,
  dryRun: false,
  exclude: null,
  maxDelete: null,
  allowEmptySource: false,
  compare: 'default',
  faults: [],
  kill: null,
  cancel: null,
  edits: [],
  interlopers: [],
  debug: false,
}

interface Bug {
  readonly planted: string
  readonly breaks: string
  readonly direction: RealScenario['direction']
  /** Bytes of the source and of the destination, by name. */
  readonly tree: Readonly<Record<string, readonly [source: number | null, destination: number | null]>>
  readonly command: Partial<RealCommand>
}

const bugs: readonly Bug[] = [
  {
    planted: 'deletes are done though transfers failed',
    breaks: 'D-12',
    direction: 'upload',
    tree: { a: [1, null], b: [null, 1] },
    command: { faults: [{ op: 'put', nth: 1, count: 100, mode: 'denied' }] },
  },
  {
    planted: 'an empty source empties the destination',
    breaks: 'I19',
    direction: 'copy',
    tree: { a: [null, 1] },
    command: {},
  },
  {
    planted: 'bytes that do not verify are kept',
    breaks: 'I7, I8',
    direction: 'download',
    tree: { a: [700, null] },
    command: { faults: [{ op: 'get', nth: 1, count: 100, mode: 'bitflip' }] },
  },
  {
    planted: 'temp files stay',
    breaks: 'I16',
    direction: 'download',
    tree: { a: [700, null] },
    command: { faults: [{ op: 'get', nth: 1, count: 100, mode: 'bitflip' }] },
  },
  {
    planted: 'uploads that come to nothing are not aborted',
    breaks: 'I16',
    direction: 'upload',
    tree: { a: [part + 1, null] },
    command: { faults: [{ op: 'finishMultipart', nth: 1, count: 100, mode: 'always500' }] },
  },
  {
    planted: 'victims are not looked at before they go',
    breaks: 'I6',
    direction: 'upload',
    tree: { a: [1, null], b: [null, 1] },
    command: { interlopers: [{ op: 'head', nth: 1, across: false, length: 700 }] },
  },
]

const worldOf = (bug: Bug): RealScenario => ({
  direction: bug.direction,
  quirks: 'radosgw',
  lanes: 4,
  twoIdentities: false,
  tree: Object.entries(bug.tree).map(([name, [source, destination]]) => ({
    name,
    source,
    destination,
    same: false,
  })),
  link: null,
  commands: [{ ...command, ...bug.command }],
})

describe('a planted bug shows', needs('radosgw', 'unix'), () => {
  test.each(bugs)('$planted: breaks $breaks', { timeout: 120_000 }, async (bug) => {
    expect((await playReal(radosgw(), worldOf(bug))).wrong).toEqual([])
    const { wrong } = await playReal(radosgw(), worldOf(bug), bug.planted)
    expect(wrong.join('\n')).toContain(bug.breaks)
  })
})
