import fc from 'fast-check'
import type { Entry, Scene } from '../case.ts'
import { patterns, segments } from './alphabet.ts'

const name = fc
  .array(fc.constantFrom(...segments), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('/'))

/** Sizes that differ by one and that are zero; now and then one that is sent in parts. */
const size = fc.oneof(
  { arbitrary: fc.constantFrom(0, 10, 10, 10, 11), weight: 40 },
  { arbitrary: fc.constantFrom(8_388_608, 8_388_609), weight: 1 },
)

/** A local file's time beside the object's: older, the same, newer by less than a second, newer. */
const offset = fc.constantFrom(-2, 0, 0.25, 2)

/** One name, and what each side has of it. */
const pair = fc.record({
  name,
  on: fc.constantFrom('both', 'both', 'source', 'destination'),
  sizes: fc.tuple(size, size),
  sameBytes: fc.boolean(),
  offset,
})
type Pair = typeof pair extends fc.Arbitrary<infer T> ? T : never

/** A link in the local tree: to a file, to a folder, or to nothing. */
const link = fc.record({ name, target: fc.constantFrom('real/file', 'real', 'nowhere') })

const args = fc
  .record({
    flags: fc.subarray(['--delete', '--dryrun', '--size-only', '--exact-timestamps', '--no-follow-symlinks']),
    says: fc.constantFrom([], [], ['--only-show-errors'], ['--quiet'], ['--no-progress']),
    filters: fc.array(fc.tuple(fc.constantFrom('--exclude', '--include'), fc.constantFrom(...patterns)), {
      maxLength: 3,
    }),
  })
  .map(({ flags, says, filters }) => [...flags, ...says, ...filters.flat()])

/** A random scene in the scope of the flags there are: names that collide and sort badly, on both sides. */
export const scene: fc.Arbitrary<Scene> = fc
  .record({
    direction: fc.constantFrom('upload', 'download', 'copy'),
    pairs: fc.uniqueArray(pair, { selector: (each) => each.name, minLength: 1, maxLength: 8 }),
    links: fc.array(link, { maxLength: 2 }),
    prefixes: fc.tuple(fc.constantFrom('', 'p', 'p/'), fc.constantFrom('', 'q')),
    args,
  })
  .map(({ direction, pairs, links, prefixes: [a, b], args: given }) => {
    const below = (prefix: string) => (prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`)
    const roots = {
      upload: { source: '', destination: below(b) },
      download: { source: below(a), destination: '' },
      copy: { source: below(a), destination: below(b) },
    }[direction]
    const trees = {
      sourceTree: treeOf('source', direction, pairs, roots.source),
      destinationTree: treeOf('destination', direction, pairs, roots.destination),
    }
    const local = direction === 'upload' ? 'sourceTree' : direction === 'download' ? 'destinationTree' : null
    return {
      direction,
      sourcePath: direction === 'upload' ? 'src' : `s3://{A}/${a}`,
      destinationPath: direction === 'download' ? 'dst' : `s3://{B}/${b}`,
      ...trees,
      ...(local !== null && { [local]: asFolder(trees[local], links) }),
      args: given,
      dropDac: false,
    }
  })

type Side = 'source' | 'destination'

function treeOf(side: Side, direction: Scene['direction'], pairs: readonly Pair[], root: string): Entry[] {
  return pairs
    .filter(({ on }) => on === 'both' || on === side)
    .map((each) => ({
      path: root + each.name,
      kind: 'file',
      size: each.sizes[side === 'source' ? 0 : 1],
      mtimeOffsetSeconds: direction === 'copy' ? orderOf(side, each) : each.offset,
      ...(each.sameBytes && { seed: each.name }),
    }))
}

/** Of two objects one must clearly be the older, or chance decides: the destination's are made in the middle. */
function orderOf(side: Side, { offset: after }: Pair): number {
  return side === 'destination' ? 1 : after > 0 ? 2 : 0
}

/** What of a tree and some links a folder can hold: no name twice, none below a file or a link. */
function asFolder(entries: readonly Entry[], links: readonly { name: string; target: string }[]): Entry[] {
  const real: Entry[] = links.length === 0 ? [] : [{ path: 'real/file', kind: 'file', size: 10 }]
  const linked = links.map(({ name: path, target }): Entry => {
    const up = '../'.repeat(path.split('/').length - 1)
    return { path, kind: 'symlink', size: 0, target: up + target }
  })
  const held: Entry[] = []
  for (const entry of [...real, ...linked, ...entries]) {
    const clashes = held.some(
      ({ path }) =>
        path === entry.path || path.startsWith(`${entry.path}/`) || entry.path.startsWith(`${path}/`),
    )
    if (!clashes) held.push(entry)
  }
  return held
}
