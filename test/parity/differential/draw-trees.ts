import fc from 'fast-check'
import type { Entry, Scene } from '../case.ts'
import { segments, strays } from './alphabet.ts'

type Direction = Scene['direction']
type Side = 'source' | 'destination'

const name = fc
  .array(fc.constantFrom(...segments), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('/'))

/** Sizes that differ by one and that are zero; now and then one that is sent in parts. */
const size = fc.oneof(
  { arbitrary: fc.constantFrom(0, 10, 10, 10, 11), weight: 60 },
  { arbitrary: fc.constantFrom(8_388_608, 8_388_609), weight: 1 },
)

/** A local file's time beside the object's: older, the same, newer by less than a second, newer. */
const offset = fc.constantFrom(-2, 0, 0.25, 2)

/** What an object has beside its bytes. */
const attributes = fc.record(
  {
    ContentType: fc.constantFrom('text/plain', 'application/x-own; charset=utf-8'),
    CacheControl: fc.constantFrom('max-age=1', 'no-store'),
    Metadata: fc.constantFrom({ own: 'yes' }, { a: '1', b: 'two words' }),
    Tagging: fc.constantFrom('t=1', 'color=red&size=a%20b'),
  },
  { requiredKeys: [] },
)

const pairNamed = (name: fc.Arbitrary<string>) =>
  fc.record({
    name,
    on: fc.constantFrom('both', 'both', 'source', 'destination'),
    sizes: fc.tuple(size, size),
    sameBytes: fc.boolean(),
    offset,
    attributes: fc.oneof({ arbitrary: fc.constant({}), weight: 2 }, { arbitrary: attributes, weight: 1 }),
  })

/** One name, and what each side has of it. */
type Pair = ReturnType<typeof pairNamed> extends fc.Arbitrary<infer T> ? T : never

/** What a folder holds beside files: links to a file, to a folder, to nothing and to themselves; what is no file. */
const oddity = fc.record({
  name,
  kind: fc.oneof(
    { arbitrary: fc.constantFrom('to file', 'to folder', 'to nothing', 'to itself'), weight: 8 },
    {
      arbitrary: fc.constantFrom('fifo', 'socket', 'unreadable file', 'unreadable folder', 'folder'),
      weight: 3,
    },
  ),
})
type Oddity = typeof oddity extends fc.Arbitrary<infer T> ? T : never

/** Pairs of other names; none in three scenes of four. */
const someOf = (names: fc.Arbitrary<string>): fc.Arbitrary<Pair[]> =>
  fc.oneof(
    { arbitrary: fc.constant<Pair[]>([]), weight: 3 },
    {
      arbitrary: fc.uniqueArray(pairNamed(names), {
        selector: (each) => each.name,
        minLength: 1,
        maxLength: 2,
      }),
      weight: 1,
    },
  )

/** All that two trees are made of. */
export const content = fc.record({
  pairs: fc.uniqueArray(pairNamed(name), { selector: (each) => each.name, minLength: 1, maxLength: 8 }),
  oddities: fc.oneof(
    { arbitrary: fc.constant<Oddity[]>([]), weight: 2 },
    {
      arbitrary: fc.uniqueArray(oddity, { selector: (each) => each.name, minLength: 1, maxLength: 2 }),
      weight: 3,
    },
  ),
  /** Keys that end in a slash, with bytes or without (LST-10, LST-12). */
  markers: someOf(name.map((each) => `${each}/`)),
  /** Keys that no folder can hold (KEY-2 to KEY-5). */
  unplain: someOf(fc.constantFrom('a//b', '//a', './a', 'a/../b', '..', 'a/./a')),
  strays: fc.subarray([...strays], { maxLength: 2 }),
})
type Content = typeof content extends fc.Arbitrary<infer T> ? T : never

/** The objects of one side below its root, and some beside it. */
export function objects(side: Side, direction: Direction, drawn: Content, root: string): Entry[] {
  const pairs = [
    ...drawn.pairs,
    // A download has no place for a marker with bytes, and says so (LST-12, D-3).
    ...drawn.markers.filter(({ sizes: [source] }) => direction !== 'download' || source === 0),
    ...(direction === 'copy' ? drawn.unplain : []),
  ]
  const below = onSide(side, pairs).map((each): Entry => ({
    ...fileOf(side, each),
    path: root + each.name,
    mtimeOffsetSeconds: direction === 'copy' ? orderOf(side, each) : 0,
    ...each.attributes,
  }))
  const beside = root === 'p/' ? drawn.strays.map((path): Entry => ({ path, kind: 'file', size: 10 })) : []
  return [...below, ...beside]
}

/** What of a tree a folder can hold: no name twice, none below a file or a link. */
export function folder(side: Side, drawn: Content): Entry[] {
  const files = onSide(side, drawn.pairs).map((each): Entry => ({
    ...fileOf(side, each),
    path: each.name,
    mtimeOffsetSeconds: each.offset,
  }))
  const linked = drawn.oddities.some(({ kind }) => kind === 'to file' || kind === 'to folder')
  const real: Entry[] = linked ? [{ path: 'real/file', kind: 'file', size: 10 }] : []
  const held: Entry[] = []
  for (const entry of [...real, ...drawn.oddities.map(entryOfOddity), ...files]) {
    if (!held.some((other) => clash(other.path, entry.path))) held.push(entry)
  }
  return held
}

const onSide = (side: Side, pairs: readonly Pair[]): readonly Pair[] =>
  pairs.filter(({ on }) => on === 'both' || on === side)

const fileOf = (side: Side, each: Pair): Pick<Entry, 'kind' | 'size' | 'seed'> => ({
  kind: 'file',
  size: each.sizes[side === 'source' ? 0 : 1],
  ...(each.sameBytes && { seed: each.name }),
})

/** Of two objects one must clearly be the older, or chance decides: the destination's are made in the middle. */
function orderOf(side: Side, { offset: after }: Pair): number {
  return side === 'destination' ? 1 : after > 0 ? 2 : 0
}

function entryOfOddity({ name: path, kind }: Oddity): Entry {
  const up = '../'.repeat(path.split('/').length - 1)
  const link = (target: string): Entry => ({ path, kind: 'symlink', size: 0, target })
  switch (kind) {
    case 'to file':
      return link(`${up}real/file`)
    case 'to folder':
      return link(`${up}real`)
    case 'to nothing':
      return link(`${up}nowhere`)
    case 'to itself':
      return link(path.split('/').at(-1) ?? path)
    case 'unreadable file':
      return { path, kind: 'file', size: 10, mode: '000' }
    case 'unreadable folder':
      return { path, kind: 'dir', size: 0, mode: '000' }
    case 'folder':
      return { path, kind: 'dir', size: 0 }
    default:
      return { path, kind, size: 0 }
  }
}

const clash = (a: string, b: string): boolean => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`)
