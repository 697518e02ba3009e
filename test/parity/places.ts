import path from 'node:path'
import type { Scene } from './case.ts'
import type { Scratch } from './scratch.ts'

/** A tree of a scene: a folder of the scratch folder, or one of its two buckets. */
export type Tree =
  { readonly kind: 'local'; readonly folder: string } | { readonly kind: 's3'; readonly bucket: string }

/** One side of a scene: the tree that is set up and looked at, and the root inside it that is synced. */
export interface Place {
  readonly side: 'src' | 'dst'
  readonly tree: Tree
  /** The root as the command gets it. */
  readonly typed: string
  /** The root below the tree: empty, or ending in `/`. */
  readonly root: string
}

export interface Places {
  readonly source: Place
  readonly destination: Place
}

/** The two sides of a scene in a scratch world. */
export function placesOf(scene: Scene, scratch: Scratch): Places {
  return {
    source: placeOf('src', scene.sourcePath, scratch, scene.sourceBase),
    destination: placeOf('dst', scene.destinationPath, scratch),
  }
}

/** Text of a scene with the two buckets and the scratch folder filled in. */
export function fillIn(text: string, scratch: Scratch): string {
  return text
    .replaceAll('{A}', scratch.buckets.A)
    .replaceAll('{B}', scratch.buckets.B)
    .replaceAll('{CWD}', scratch.cwd)
}

function placeOf(side: 'src' | 'dst', given: string, scratch: Scratch, base: string = side): Place {
  const typed = fillIn(given, scratch)
  if (!given.startsWith('s3://')) {
    const folder = path.join(scratch.cwd, base)
    const root = path.relative(folder, path.resolve(scratch.cwd, typed))
    return { side, typed, tree: { kind: 'local', folder }, root: isBelow(root) ? `${root}/` : '' }
  }
  const named = /^s3:\/\/\{([AB])\}(?:\/(.*))?$/s.exec(given)
  const letter = named?.[1] === 'A' || (named === null && side === 'src') ? 'A' : 'B'
  const prefix = named?.[2] ?? ''
  const root = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
  return { side, typed, tree: { kind: 's3', bucket: scratch.buckets[letter] }, root }
}

const isBelow = (relative: string): boolean => relative !== '' && !relative.startsWith('..')

/** The same entry seen from the other side: its path below one root, put below the other; null if it is not below. */
export function counterpart(from: Place, to: Place, entry: string): string | null {
  return entry.startsWith(from.root) ? to.root + entry.slice(from.root.length) : null
}

/** A path below the destination's tree, for an address or path as the command prints it. */
export function pathInTree(tree: Tree, shown: string, ranIn: string): string {
  if (tree.kind === 's3') {
    const start = `s3://${tree.bucket}/`
    return shown.startsWith(start) ? shown.slice(start.length) : shown
  }
  return path.relative(tree.folder, path.resolve(ranIn, shown))
}
