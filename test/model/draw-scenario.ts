import fc from 'fast-check'
import type { FsOp } from '../fakes/memory-fs.ts'
import type { S3Op } from '../fakes/memory-s3.ts'
import {
  names,
  unplainNames,
  type Command,
  type Direction,
  type Edit,
  type Fault,
  type Interloper,
  type Rename,
  type Scenario,
  type SyncCommand,
  type TwoSyncs,
} from './scenario.ts'

/** Lengths around a part's, which is 8 bytes. */
const lengths = [0, 1, 7, 8, 9, 24] as const

const length = fc.constantFrom(...lengths)
const step = fc.oneof({ arbitrary: fc.nat(40), weight: 2 }, { arbitrary: fc.nat(150), weight: 2 })
/** A value in so many cases of a hundred, and else null. */
export const maybe = <T>(arbitrary: fc.Arbitrary<T>, chance: number): fc.Arbitrary<T | null> =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 100 - chance }, { arbitrary, weight: chance })

/** Some more often than others, so that a name meets itself. */
export const drawnName = fc.oneof(
  { arbitrary: fc.constantFrom<string[]>(...names.slice(0, 4)), weight: 2 },
  { arbitrary: fc.constantFrom<string[]>(...names), weight: 1 },
)

/** With lengths of new versions as they are drawn here. */
export const editOf = (length: fc.Arbitrary<number>): fc.Arbitrary<Edit> =>
  fc.record({
    side: fc.constantFrom('source', 'destination'),
    name: drawnName,
    length: maybe(length, 65),
    oldTime: fc.boolean(),
    inPlace: fc.boolean(),
    quiet: fc.oneof(
      { arbitrary: fc.constant(false), weight: 3 },
      { arbitrary: fc.constant(true), weight: 1 },
    ),
  })

/** Names of both sides, with the lengths of what has them. */
export const treeOf = (length: fc.Arbitrary<number>, maxLength: number): fc.Arbitrary<Entry[]> =>
  fc.uniqueArray(
    fc.record({
      name: drawnName,
      source: maybe(length, 80),
      destination: maybe(length, 60),
      same: fc.boolean(),
      oldName: maybe(drawnName, 20),
    }),
    { selector: ({ name }) => name, maxLength },
  )
type Entry = Scenario['tree'][number]

const edit = editOf(length)

const rename: fc.Arbitrary<Rename> = fc.record({
  kind: fc.constant('rename'),
  from: drawnName,
  to: drawnName,
})

const s3Fault = fc.record({
  op: fc.constantFrom<S3Op[]>(
    'listPage',
    'head',
    'get',
    'put',
    'remove',
    'removeMany',
    'copy',
    'startMultipart',
    'putPart',
    'copyPart',
    'finishMultipart',
    'abortMultipart',
  ),
  nth: fc.nat(2),
  count: fc.oneof(fc.constant(1), fc.constant(3), fc.constant(100)),
  kind: fc.constantFrom<Fault['kind'][]>('error', 'slow', 'lost-reply', 'denied', 'expired'),
})
const listingFault = fc.record({
  op: fc.constant<S3Op>('listPage'),
  nth: fc.nat(2),
  count: fc.constantFrom(1, 100),
  kind: fc.constant<Fault['kind']>('not-proved'),
})
const bodyFault = fc.record({
  op: fc.constant<S3Op>('get'),
  nth: fc.nat(4),
  count: fc.constantFrom(1, 2, 100),
  kind: fc.constantFrom<Fault['kind'][]>('flip', 'short'),
})
/** Some keys of a batch may not be deleted. */
const keyFault = fc.record({
  op: fc.constant<S3Op>('remove'),
  nth: fc.nat(2),
  count: fc.constantFrom(1, 100),
  kind: fc.constant<Fault['kind']>('denied'),
})
const fsFault = fc.record({
  op: fc.constantFrom<FsOp[]>(
    'readFolder',
    'stat',
    'lstat',
    'openToRead',
    'read',
    'create',
    'write',
    'rename',
    'unlink',
    'makeFolder',
    'setTimes',
    'sync',
    'syncFolder',
  ),
  nth: fc.nat(2),
  count: fc.constantFrom(1, 100),
  kind: fc.constantFrom<Fault['kind'][]>('io-error', 'disk-full', 'no-access'),
})

const interloper: fc.Arbitrary<Interloper> = fc.record({
  across: fc.boolean(),
  op: fc.oneof(
    { arbitrary: fc.constantFrom<(S3Op | FsOp)[]>('head', 'head', 'get', 'read'), weight: 4 },
    {
      arbitrary: fc.constantFrom<(S3Op | FsOp)[]>(
        'put',
        'putPart',
        'finishMultipart',
        'copy',
        'copyPart',
        'removeMany',
        'openToRead',
        'stat',
        'lstat',
        'rename',
        'unlink',
      ),
      weight: 2,
    },
  ),
  nth: fc.nat(3),
  length: maybe(length, 80),
  inPlace: fc.boolean(),
})

const syncCommand: fc.Arbitrary<SyncCommand> = fc.record({
  kind: fc.constant('sync'),
  delete: fc.oneof({ arbitrary: fc.constant(true), weight: 2 }, { arbitrary: fc.constant(false), weight: 1 }),
  dryRun: fc.oneof({ arbitrary: fc.constant(false), weight: 9 }, { arbitrary: fc.constant(true), weight: 1 }),
  exclude: maybe(fc.constantFrom('a*', '*/x', 'd/*'), 25),
  maxDelete: maybe(fc.constantFrom(0, 1), 15),
  moves: fc.boolean(),
  allowEmptySource: fc.boolean(),
  compare: fc.constantFrom(
    'default',
    'default',
    'content',
    'content',
    'size-only',
    'exact-timestamps',
    'no-overwrite',
  ),
  faults: fc.oneof(
    { arbitrary: fc.constant<Fault[]>([]), weight: 1 },
    {
      arbitrary: fc.array(fc.oneof(s3Fault, s3Fault, listingFault, bodyFault, keyFault, fsFault, fsFault), {
        minLength: 1,
        maxLength: 3,
      }),
      weight: 2,
    },
  ),
  killAt: maybe(
    step.map((at) => at + 1),
    30,
  ),
  cancel: maybe(fc.record({ how: fc.constantFrom('finish', 'stop'), at: step.map((at) => at + 1) }), 25),
  edits: fc.oneof(
    { arbitrary: fc.constant([]), weight: 1 },
    {
      arbitrary: fc.array(fc.record({ at: step.map((at) => at + 1), edit }), { minLength: 1, maxLength: 4 }),
      weight: 1,
    },
  ),
  interlopers: fc.oneof(
    { arbitrary: fc.constant<Interloper[]>([]), weight: 1 },
    { arbitrary: fc.array(interloper, { minLength: 1, maxLength: 3 }), weight: 2 },
  ),
  renews: fc.boolean(),
})

/** Without faults: what is looked for is what two runs do to each other. */
const oneOfTwo = fc.tuple(syncCommand, maybe(step, 25)).map(([drawn, killAt]) => ({
  ...drawn,
  faults: [],
  interlopers: [],
  edits: [],
  cancel: null,
  dryRun: false,
  killAt: killAt === null ? null : killAt + 1,
}))
const twoSyncs: fc.Arbitrary<TwoSyncs> = fc.record({
  kind: fc.constant('two'),
  first: oneOfTwo,
  second: oneOfTwo,
  startAt: step.map((at) => at + 1),
})

const undisturbed = {
  faults: [],
  interlopers: [],
  cancel: null,
  dryRun: false,
  exclude: null,
  maxDelete: null,
  edits: [],
}

/** A run that is killed, most likely while it moves three parts of `a`, and what becomes of `a` before the next. */
const cutOff: fc.Arbitrary<readonly Command[]> = fc
  .tuple(syncCommand, fc.nat(70), maybe(fc.constantFrom(9, 24), 60), edit)
  .map(([drawn, at, length, after]) => [
    {
      ...drawn,
      ...undisturbed,
      killAt: at + 30,
    },
    ...(length === null
      ? []
      : [{ kind: 'edit' as const, edit: { ...after, side: 'source' as const, name: 'a', length } }]),
  ])
/** At the end: a look at all contents, then an edit that keeps size and time, most likely of `a`, and another look. */
const lookedAt: fc.Arbitrary<readonly Command[]> = fc
  .tuple(syncCommand, editOf(fc.constant(7)))
  .map(([drawn, edit]) => {
    const look = { ...drawn, ...undisturbed, killAt: null, compare: 'content' as const }
    return [look, { kind: 'edit' as const, edit: { ...edit, length: 7, quiet: true } }, look]
  })
/** A run with two names that were given to what the destination has under others. */
const moved: fc.Arbitrary<readonly Command[]> = syncCommand.map((drawn) => [
  { ...drawn, delete: true, moves: true, dryRun: false, exclude: null, compare: 'default' as const },
])
const renamed = [
  { name: 'd/e/f', source: 7, destination: null, same: false, oldName: 'a.' },
  { name: 'A', source: 24, destination: null, same: false, oldName: 'b' },
] as const
const threeParts = { name: 'a', source: 24, destination: null, same: false } as const
const extra = { name: 'b', source: null, destination: 7, same: false } as const

export const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    direction: fc.constantFrom<Direction[]>('upload', 'download', 'copy'),
    quirks: fc.constantFrom('aws', 'radosgw'),
    versioned: fc.boolean(),
    twoIdentities: fc.boolean(),
    tree: treeOf(length, 8),
    unplain: fc.subarray([...unplainNames], { maxLength: 2 }),
    link: maybe(fc.constantFrom('d', 'b', 'link'), 30),
    unreadable: maybe(fc.constantFrom('d', 'shut'), 40),
    commands: fc.array(
      fc.oneof(
        { arbitrary: syncCommand, weight: 12 },
        { arbitrary: twoSyncs, weight: 1 },
        { arbitrary: fc.record({ kind: fc.constant('edit' as const), edit }), weight: 4 },
        { arbitrary: rename, weight: 2 },
      ),
      { minLength: 1, maxLength: 4 },
    ),
    moved: maybe(moved, 20),
    cutOff: maybe(cutOff, 25),
    lookedAt: maybe(lookedAt, 12),
    latency: fc.constantFrom(0, 5, 50),
    seed: fc.nat(1000),
  })
  .map(({ unplain, moved, cutOff, lookedAt, ...drawn }) => ({
    ...drawn,
    commands: [...(moved ?? []), ...(cutOff ?? []), ...drawn.commands, ...(lookedAt ?? [])],
    part: 8,
    lanes: 4,
    tree: [
      ...drawn.tree.filter(
        ({ name }) =>
          (cutOff === null || (name !== threeParts.name && name !== extra.name)) &&
          (moved === null || renamed.every((each) => name !== each.name && name !== each.oldName)),
      ),
      ...(moved === null ? [] : renamed),
      ...(cutOff === null ? [] : [threeParts, extra]),
      // Only where a bucket holds the side.
      ...(drawn.direction === 'upload'
        ? []
        : unplain.map((name) => ({ name, source: 7, destination: null, same: false }))),
    ],
  }))
