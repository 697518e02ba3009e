import fc from 'fast-check'
import type { S3Op } from '../fakes/memory-s3.ts'
import type { FsOp } from '../fakes/memory-fs.ts'

/**
 * Names chosen to collide: by case, by Unicode form, by UTF-16 against UTF-8, by what looks encoded, by being a folder of
 * another. Shrinks to the first.
 */
export const names = [
  'a',
  'b',
  'a/x',
  'A',
  'a.',
  'd/e/f',
  '\u00e9',
  'e\u0301',
  '\uff5e',
  '\u{1f600}',
  'a%2Fb',
  'n\nl',
  `${'l'.repeat(250)}.long`,
] as const

/** Keys that are no plain path, for buckets alone (D-3). */
export const unplainNames = ['../esc', '..', 'a//b', './a', '/abs', 'd/'] as const

/** Lengths around a part's, which is 8 bytes. */
const lengths = [0, 1, 7, 8, 9, 24] as const

export type Direction = 'upload' | 'download' | 'copy'

/** What another program does to one of the two sides. */
export interface Edit {
  readonly side: 'source' | 'destination'
  readonly name: string
  /** Bytes of a new version; null takes it away. */
  readonly length: number | null
  /** Its time is long past. */
  readonly oldTime: boolean
  /** Of a file: its bytes change under whoever has it open, and it is not another file of the same name. */
  readonly inPlace: boolean
}

/** What goes wrong with the nth call of a kind, and with the next few. */
export interface Fault {
  readonly op: S3Op | FsOp
  readonly nth: number
  readonly count: number
  readonly kind:
    | 'error'
    | 'slow'
    | 'lost-reply'
    | 'denied'
    | 'expired'
    | 'not-proved'
    | 'flip'
    | 'short'
    | 'io-error'
    | 'disk-full'
    | 'no-access'
}

/** Someone who changes the very file or object that the nth call of a kind is about, right before it. */
export interface Interloper {
  /** What it changes is of the same name on the other side. */
  readonly across: boolean
  readonly op: S3Op | FsOp
  readonly nth: number
  /** Bytes of a new version; null takes it away. */
  readonly length: number | null
  readonly inPlace: boolean
}

export interface SyncCommand {
  readonly kind: 'sync'
  readonly delete: boolean
  readonly dryRun: boolean
  readonly exclude: string | null
  readonly maxDelete: number | null
  readonly allowEmptySource: boolean
  readonly compare: 'default' | 'size-only' | 'exact-timestamps' | 'no-overwrite'
  readonly faults: readonly Fault[]
  /** Killed at this step; null for not at all. */
  readonly killAt: number | null
  /** Asked to finish, or to stop, at this step. */
  readonly cancel: { readonly how: 'finish' | 'stop'; readonly at: number } | null
  /** Edits at steps of the run. */
  readonly edits: readonly { readonly at: number; readonly edit: Edit }[]
  readonly interlopers: readonly Interloper[]
  /** Whoever is asked for new credentials has them. */
  readonly renews?: boolean
}

/** Two runs of the pair at once. */
export interface TwoSyncs {
  readonly kind: 'two'
  readonly first: SyncCommand
  readonly second: SyncCommand
  /** The step of the first at which the second begins. */
  readonly startAt: number
}

export type Command = SyncCommand | TwoSyncs | { readonly kind: 'edit'; readonly edit: Edit }

export interface Scenario {
  readonly direction: Direction
  readonly quirks: 'aws' | 'radosgw'
  readonly versioned: boolean
  /** Of copies: the destination's identity may not read the source. */
  readonly twoIdentities: boolean
  readonly tree: readonly {
    readonly name: string
    readonly source: number | null
    readonly destination: number | null
    /** Both have the same bytes. */
    readonly same: boolean
  }[]
  /** A link of this name at a local side that leads out of it; an unreadable folder of this name at a local source. */
  readonly link: string | null
  readonly unreadable: string | null
  readonly commands: readonly Command[]
  /** Bytes of a part; what is longer goes in parts. */
  readonly part: number
  /** Requests at once. */
  readonly lanes: number
  /** Most milliseconds of a call. */
  readonly latency: number
  /** Of latencies and jitter. */
  readonly seed: number
}

const length = fc.constantFrom(...lengths)
const step = fc.oneof({ arbitrary: fc.nat(40), weight: 2 }, { arbitrary: fc.nat(150), weight: 2 })
/** A value in so many cases of a hundred, and else null. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>, chance: number): fc.Arbitrary<T | null> =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 100 - chance }, { arbitrary, weight: chance })

/** Some more often than others, so that a name meets itself. */
const name = fc.oneof(
  { arbitrary: fc.constantFrom<string[]>(...names.slice(0, 4)), weight: 2 },
  { arbitrary: fc.constantFrom<string[]>(...names), weight: 1 },
)

const edit: fc.Arbitrary<Edit> = fc.record({
  side: fc.constantFrom('source', 'destination'),
  name,
  length: maybe(length, 65),
  oldTime: fc.boolean(),
  inPlace: fc.boolean(),
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
  allowEmptySource: fc.boolean(),
  compare: fc.constantFrom('default', 'default', 'size-only', 'exact-timestamps', 'no-overwrite'),
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

/** A run that is killed, most likely while it moves three parts of `a`, and what becomes of `a` before the next. */
const cutOff: fc.Arbitrary<readonly Command[]> = fc
  .tuple(syncCommand, fc.nat(70), maybe(fc.constantFrom(9, 24), 60), edit)
  .map(([drawn, at, length, after]) => [
    {
      ...drawn,
      faults: [],
      interlopers: [],
      cancel: null,
      dryRun: false,
      exclude: null,
      maxDelete: null,
      edits: [],
      killAt: at + 30,
    },
    ...(length === null
      ? []
      : [{ kind: 'edit' as const, edit: { ...after, side: 'source' as const, name: 'a', length } }]),
  ])
const threeParts = { name: 'a', source: 24, destination: null, same: false } as const
const extra = { name: 'b', source: null, destination: 7, same: false } as const

export const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    direction: fc.constantFrom<Direction[]>('upload', 'download', 'copy'),
    quirks: fc.constantFrom('aws', 'radosgw'),
    versioned: fc.boolean(),
    twoIdentities: fc.boolean(),
    tree: fc.uniqueArray(
      fc.record({
        name,
        source: maybe(length, 80),
        destination: maybe(length, 60),
        same: fc.boolean(),
      }),
      { selector: ({ name }) => name, maxLength: 8 },
    ),
    unplain: fc.subarray([...unplainNames], { maxLength: 2 }),
    link: maybe(fc.constantFrom('d', 'b', 'link'), 30),
    unreadable: maybe(fc.constantFrom('d', 'shut'), 40),
    commands: fc.array(
      fc.oneof(
        { arbitrary: syncCommand, weight: 12 },
        { arbitrary: twoSyncs, weight: 1 },
        { arbitrary: fc.record({ kind: fc.constant('edit' as const), edit }), weight: 4 },
      ),
      { minLength: 1, maxLength: 4 },
    ),
    cutOff: maybe(cutOff, 25),
    latency: fc.constantFrom(0, 5, 50),
    seed: fc.nat(1000),
  })
  .map(({ unplain, cutOff, ...drawn }) => ({
    ...drawn,
    commands: [...(cutOff ?? []), ...drawn.commands],
    part: 8,
    lanes: 4,
    tree: [
      ...drawn.tree.filter(
        ({ name }) => cutOff === null || (name !== threeParts.name && name !== extra.name),
      ),
      ...(cutOff === null ? [] : [threeParts, extra]),
      // Only where a bucket holds the side.
      ...(drawn.direction === 'upload'
        ? []
        : unplain.map((name) => ({ name, source: 7, destination: null, same: false }))),
    ],
  }))
