import fc from 'fast-check'
import type { FaultMode } from '../fakes/fault-proxy-modes.ts'
import type { S3Op } from '../fakes/memory-s3.ts'
import type { Asked } from '../model/run-seen.ts'
import { editOf, maybe, treeOf } from '../model/draw-scenario.ts'
import { unplainNames, type Direction, type Edit, type Scenario } from '../model/scenario.ts'

/** Bytes of a part: the least that a real server takes. */
export const part = 5 * 1024 * 1024

/** Lengths as they are drawn; the world adds a byte or a few, so that no two versions have the same, but for none. */
const small = fc.constantFrom(0, 1, 700, 70_000)
const large = fc.constantFrom(part - 40, part, 2 * part + 1)
const length = fc.oneof({ arbitrary: small, weight: 9 }, { arbitrary: large, weight: 1 })

/** What strikes the nth call of a kind, and the next few. */
export interface RealFault {
  readonly op: S3Op
  /** Counted from 1. */
  readonly nth: number
  readonly count: number
  readonly mode: FaultMode
}

/** Requests are counted from 1, over the whole run, as the server sees them. */
export interface RealCommand extends Asked {
  readonly kind: 'sync'
  readonly faults: readonly RealFault[]
  /** SIGKILL at a request, before the server sees it or when it has answered; or so many milliseconds after the start. */
  readonly kill: { readonly request: number; readonly answered: boolean } | { readonly ms: number } | null
  /** SIGINT once, or twice. */
  readonly cancel: { readonly how: 'finish' | 'stop'; readonly at: number } | null
  readonly edits: readonly { readonly at: number; readonly edit: Edit }[]
  /** Someone who changes what the nth call of a kind is about, right before it, here or on the other side. */
  readonly interlopers: readonly {
    readonly op: S3Op
    readonly nth: number
    readonly across: boolean
    readonly length: number | null
  }[]
  /** With a trace on stderr, which must not say secrets either. */
  readonly debug: boolean
}

export type RealStep = RealCommand | { readonly kind: 'edit'; readonly edit: Edit }

/** A scenario for a real server, a real disk and the built command line. */
export interface RealScenario extends Pick<Scenario, 'direction' | 'tree' | 'link' | 'lanes'> {
  readonly quirks: 'radosgw'
  /** Of copies: the destination's identity may not read the source, so the bytes go through this machine. */
  readonly twoIdentities: boolean
  readonly commands: readonly RealStep[]
}

/** What may strike each kind of call. */
const strikes: Readonly<Partial<Record<S3Op, readonly FaultMode[]>>> = {
  listPage: [
    'list500',
    'list403',
    'listempty',
    'listhtml',
    'listcut',
    'listcutclean',
    'listloop',
    'listname',
    'listcount',
    'reset',
    'trunc',
    'requesttimeout',
    'always503',
  ],
  get: [
    'bitflip',
    'short',
    'wronglen',
    'trunc',
    'stall',
    'html200',
    'error200',
    'reset',
    'always500',
    'denied',
  ],
  head: ['reset', 'always500', 'denied', 'always503'],
  put: ['flipup', 'dropreply', 'reset', 'always500', 'requesttimeout', 'conflict409', 'denied', 'always503'],
  putPart: ['flipup', 'dropreply', 'reset', 'always500', 'requesttimeout', 'denied'],
  copy: ['copy200err', 'dropreply', 'reset', 'always500', 'denied'],
  startMultipart: ['dropreply', 'reset', 'always500', 'denied'],
  copyPart: ['copy200err', 'dropreply', 'reset', 'always500'],
  finishMultipart: ['complete200err', 'dropreply', 'reset', 'always500', 'conflict409'],
  abortMultipart: ['always500', 'dropreply'],
  removeMany: ['always500', 'dropreply', 'deleteshort', 'reset', 'denied', 'requesttimeout'],
}
/** Those that cost seconds each time. */
const slow: ReadonlySet<FaultMode> = new Set(['stall', 'always503'])

const request = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 12 }), weight: 3 },
  fc.integer({ min: 1, max: 40 }),
)

const edit = editOf(length)

/** The calls that each direction makes, those of files in one piece more often. */
const calls: Readonly<Record<Direction, readonly S3Op[]>> = {
  upload: ['listPage', 'put', 'put', 'head', 'removeMany', 'startMultipart', 'putPart', 'finishMultipart'],
  download: ['listPage', 'get', 'get'],
  copy: [
    'listPage',
    'copy',
    'copy',
    'get',
    'put',
    'head',
    'removeMany',
    'startMultipart',
    'copyPart',
    'finishMultipart',
  ],
}

const faultOf = (direction: Direction): fc.Arbitrary<RealFault> =>
  fc
    .constantFrom(...calls[direction])
    .chain((op) =>
      fc.record({
        op: fc.constant(op),
        nth: fc.constantFrom(1, 1, 2, 3),
        mode: fc.constantFrom(...(strikes[op] ?? [])),
        count: fc.constantFrom(1, 2, 100),
      }),
    )
    .map((drawn) => (slow.has(drawn.mode) ? { ...drawn, count: 1 } : drawn))

const interloperOf = (direction: Direction) =>
  fc.record({
    op: fc.constantFrom(...calls[direction].filter((op) => op !== 'listPage')),
    nth: fc.constantFrom(1, 1, 2, 3),
    across: fc.boolean(),
    length: maybe(length, 80),
  })

const commandOf = (direction: Direction): fc.Arbitrary<RealCommand> =>
  fc.record({
    kind: fc.constant('sync'),
    delete: fc.oneof(
      { arbitrary: fc.constant(true), weight: 2 },
      { arbitrary: fc.constant(false), weight: 1 },
    ),
    dryRun: fc.oneof(
      { arbitrary: fc.constant(false), weight: 9 },
      { arbitrary: fc.constant(true), weight: 1 },
    ),
    exclude: maybe(fc.constantFrom('a*', '*/x', 'd/*'), 25),
    maxDelete: maybe(fc.constantFrom(0, 1), 15),
    allowEmptySource: fc.boolean(),
    compare: fc.constantFrom('default', 'default', 'default', 'size-only', 'exact-timestamps'),
    faults: fc.oneof(
      { arbitrary: fc.constant<RealFault[]>([]), weight: 1 },
      { arbitrary: fc.array(faultOf(direction), { minLength: 1, maxLength: 3 }), weight: 2 },
    ),
    kill: fc.oneof(
      { arbitrary: fc.constant(null), weight: 60 },
      { arbitrary: fc.record({ request, answered: fc.boolean() }), weight: 30 },
      { arbitrary: fc.record({ ms: fc.integer({ min: 150, max: 700 }) }), weight: 10 },
    ),
    cancel: maybe(fc.record({ how: fc.constantFrom('finish', 'stop'), at: request }), 20),
    edits: fc.array(fc.record({ at: request, edit }), { maxLength: 3 }),
    interlopers: fc.array(interloperOf(direction), { maxLength: 2 }),
    debug: fc.boolean(),
  })

/** Steps, the last of them a run. */
const commandsOf = (direction: Direction): fc.Arbitrary<RealStep[]> =>
  fc
    .tuple(
      fc.array(
        fc.oneof(
          { arbitrary: commandOf(direction), weight: 2 },
          { arbitrary: fc.record({ kind: fc.constant('edit' as const), edit }), weight: 1 },
        ),
        { maxLength: 2 },
      ),
      commandOf(direction),
    )
    .map(([steps, last]) => [...steps, last])

const scenarioOf = (direction: Direction): fc.Arbitrary<RealScenario> =>
  fc
    .record({
      direction: fc.constant(direction),
      quirks: fc.constant('radosgw'),
      lanes: fc.constant(4),
      twoIdentities: fc.boolean(),
      tree: treeOf(length, 10),
      unplain: fc.subarray([...unplainNames], { maxLength: direction === 'upload' ? 0 : 2 }),
      link: maybe(fc.constantFrom('d', 'b', 'link'), 30),
      commands: commandsOf(direction),
    })
    .map(({ unplain, ...drawn }) => ({
      ...drawn,
      tree: [
        ...drawn.tree,
        ...unplain.map((each) => ({ name: each, source: 7, destination: null, same: false })),
      ],
    }))

export const realScenario: fc.Arbitrary<RealScenario> = fc
  .constantFrom<Direction[]>('upload', 'download', 'copy')
  .chain(scenarioOf)
