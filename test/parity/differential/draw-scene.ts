import fc from 'fast-check'
import type { Scene } from '../case.ts'
import { prefixes } from './alphabet.ts'
import { config, flagsFor } from './draw-flags.ts'
import { content, folder, objects } from './draw-trees.ts'

type Direction = Scene['direction']

/** Ways to write the same folder, and where to stand (PTH-5, FMT-1). */
const localRoots = (side: 'src' | 'dst') =>
  fc.constantFrom(
    { typed: side },
    { typed: side },
    { typed: `./${side}/` },
    { typed: `${side}/../${side}//` },
    { typed: `{CWD}/${side}` },
    { typed: `{CWD}/${side}`, cwd: side },
    { typed: `{CWD}/${side}`, cwd: side === 'src' ? 'dst' : 'src' },
  )

const direction: fc.Arbitrary<Direction> = fc.constantFrom('upload', 'upload', 'download', 'download', 'copy')

/** A random scene: names that collide and sort badly on both sides, and flags and settings of all kinds. */
export const scene: fc.Arbitrary<Scene> = fc
  .record({
    direction,
    content,
    prefixes: fc.tuple(fc.constantFrom(...prefixes), fc.constantFrom(...prefixes)),
    roots: fc.record({ upload: localRoots('src'), download: localRoots('dst') }),
    flags: fc.record(flagsFor),
    config,
  })
  .map(({ direction, content: drawn, prefixes: [a, b], roots, flags, config: settings }) => {
    const args = flags[direction]
    const root = direction === 'copy' ? null : roots[direction]
    const [from, to] = [below(a), below(b)]
    const sourceTree =
      direction === 'upload' ? folder('source', drawn) : objects('source', direction, drawn, from)
    const destinationTree =
      direction === 'download' ? folder('destination', drawn) : objects('destination', direction, drawn, to)
    const local = direction === 'upload' ? sourceTree : direction === 'download' ? destinationTree : []
    return {
      direction,
      sourcePath: direction === 'upload' ? roots.upload.typed : `s3://{A}/${a}`,
      destinationPath: direction === 'download' ? roots.download.typed : `s3://{B}/${b}`,
      sourceTree,
      destinationTree,
      args,
      ...(settings !== undefined && { config: settings }),
      ...(root !== null && 'cwd' in root && { cwd: root.cwd }),
      dropDac: local.some(({ mode }) => mode !== undefined),
    }
  })
  .map((each) => (copiesInParts(each) ? withoutTraps(each) : each))

const below = (prefix: string): string => (prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`)

const copiesInParts = (each: Scene): boolean =>
  each.direction === 'copy' &&
  (each.config?.includes('threshold') === true || each.sourceTree.some(({ size }) => size >= 8_388_608))

/**
 * Without what radosgw can't do in parts: it decodes the source's key twice, and copies another object or ends
 * (docs/decisions/0005); and it forgets the tags of a header, which aws leaves at that.
 */
const withoutTraps = (each: Scene): Scene => ({
  ...each,
  sourcePath: each.sourcePath.replaceAll(encoded, 'x'),
  sourceTree: each.sourceTree.map(({ Tagging: _, ...entry }) => ({
    ...entry,
    path: entry.path.replaceAll(encoded, 'x'),
  })),
})

const encoded = /[%+]/g
