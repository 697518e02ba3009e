import { chmod, symlink } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { listBucket, putEntry } from './bucket.ts'
import type { Entry, Scene } from './case.ts'
import { makeLocalTree } from './local-tree.ts'
import { counterpart, type Place, type Places } from './places.ts'
import type { Scratch } from './scratch.ts'

/** Between two groups of PUTs, so that even a server that lists whole seconds tells them apart. */
const betweenGroups = 1150

/** Sets up both trees of a scene: objects first, since local times are set relative to theirs. */
export async function setUp(scene: Scene, places: Places, scratch: Scratch): Promise<void> {
  const sides = [
    { place: places.source, other: places.destination, entries: scene.sourceTree },
    { place: places.destination, other: places.source, entries: scene.destinationTree },
  ]
  await putInOrder(sides, scratch)
  for (const { place, other, entries } of sides) {
    if (place.tree.kind !== 'local') continue
    const times = await objectTimes(other, scratch)
    await makeLocalTree(place.tree.folder, place.side, entries, (entry) =>
      timeOf(entry, times.get(counterpart(place, other, entry.path) ?? '')),
    )
  }
  if (scene.rootSymlink !== undefined) {
    const [link, target] = scene.rootSymlink
    await symlink(target, path.join(scratch.cwd, link))
  }
}

async function putInOrder(
  sides: readonly { place: Place; entries: readonly Entry[] }[],
  scratch: Scratch,
): Promise<void> {
  const groups = new Map<number, (() => Promise<void>)[]>()
  for (const { place, entries } of sides) {
    const { tree, side } = place
    if (tree.kind !== 's3') continue
    for (const entry of entries) {
      const order = entry.mtimeOffsetSeconds ?? 0
      const put = () => putEntry(scratch.s3, tree.bucket, side, entry)
      groups.set(order, [...(groups.get(order) ?? []), put])
    }
  }
  let first = true
  for (const [, puts] of [...groups].sort(([a], [b]) => a - b)) {
    if (!first) await sleep(betweenGroups)
    first = false
    await Promise.all(puts.map((put) => put()))
  }
}

async function objectTimes(place: Place, scratch: Scratch): Promise<ReadonlyMap<string, number>> {
  if (place.tree.kind !== 's3') return new Map()
  const listed = await listBucket(scratch.s3, place.tree.bucket)
  return new Map(listed.map(({ key, modified }) => [key, modified]))
}

/** A file that has an object beside it and no time of its own gets the object's, which is "not newer" both ways. */
function timeOf(entry: Entry, objectTime: number | undefined): number | null {
  if (entry.mtimeAbsolute !== undefined) return entry.mtimeAbsolute * 1000
  if (entry.kind === 'dir' || entry.kind === 'symlink') return null
  if (entry.mtimeOffsetSeconds === undefined) return objectTime ?? null
  return (objectTime ?? Date.now()) + entry.mtimeOffsetSeconds * 1000
}

/** Gives folders back the mode it takes to look into them and to remove them, for whoever is not root. */
export async function openFolders(
  { sourceTree, destinationTree }: Scene,
  { source, destination }: Places,
): Promise<void> {
  for (const [{ tree }, entries] of [
    [source, sourceTree],
    [destination, destinationTree],
  ] as const) {
    if (tree.kind !== 'local') continue
    for (const { path: name, kind, mode } of entries) {
      if (kind === 'dir' && mode !== undefined) await chmod(path.join(tree.folder, name), 0o755)
    }
  }
}
