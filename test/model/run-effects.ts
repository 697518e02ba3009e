import { runOfTempName } from '../../main/engine/local/temp-file.ts'
import type { FsEffect } from '../fakes/memory-fs.ts'
import type { S3Effect } from '../fakes/memory-s3.ts'
import type { EditSeen, RunSeen, WorldSeen } from './run-seen.ts'
import type { Edit } from './scenario.ts'

export const same = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && Buffer.compare(a, b) === 0)

export const isTemp = (name: string): boolean => runOfTempName(name.split('/').at(-1) ?? '') !== null

/** Names of the destination whose contents are not what they were. */
export function changed({ before, after }: RunSeen): string[] {
  const names = new Set([...before.destination.keys(), ...after.destination.keys()])
  return [...names].filter(
    (name) => !isTemp(name) && !same(before.destination.get(name), after.destination.get(name)),
  )
}

/** Whether others had a hand in a name of a side, or in a folder or file above or below it. */
export const othersTouched = (
  { edits }: Pick<RunSeen, 'edits'>,
  side: 'source' | 'destination',
  name: string,
): boolean =>
  edits.some(
    ({ edit }) =>
      edit.side === side &&
      (edit.name === name || edit.name.startsWith(`${name}/`) || name.startsWith(`${edit.name}/`)),
  )

/** Whether a name was at the source when the run began, or came there while it went on. */
export const isAtSource = (ran: RunSeen, name: string): boolean =>
  ran.before.source.has(name) || othersTouched(ran, 'source', name)

/** The names that a request takes away, below the prefix. */
function removedBy(world: WorldSeen, { op, bucket, keys, done }: S3Effect): string[] {
  if (!done || bucket !== 'to' || (op !== 'remove' && op !== 'removeMany')) return []
  return keys.map((key) => key.slice(world.prefix.length))
}

const localName = (world: WorldSeen, { real }: FsEffect): string | null =>
  real?.startsWith(`${world.root}/`) === true ? real.slice(world.root.length + 1) : null

/** Whether a run has given a file this very name before: where the old one stays, it takes the new one back. */
function isOurs(world: WorldSeen, ran: RunSeen, name: string, at: number): boolean {
  const made = ran.fs.findLastIndex(
    (effect, i) =>
      i < at && effect.op === 'link' && effect.failed === undefined && localName(world, effect) === name,
  )
  return made >= 0 && !ran.before.destination.has(name)
}

/** Deletes of final names at the destination, with their places in the trace. */
export function deletes(world: WorldSeen, ran: RunSeen): { name: string; at: number }[] {
  if (!world.isLocal('destination')) {
    return ran.s3.flatMap((effect, at) => removedBy(world, effect).map((name) => ({ name, at })))
  }
  return ran.fs.flatMap((effect, at) => {
    const name = localName(world, effect)
    const isDelete = effect.op === 'unlink' && effect.failed === undefined
    return isDelete && name !== null && !isTemp(name) && !isOurs(world, ran, name, at) ? [{ name, at }] : []
  })
}

/** A folder's marker is no entry (LST-10). */
export const isMarker = (contents: ReadonlyMap<string, Uint8Array>, name: string): boolean =>
  name.endsWith('/') && contents.get(name)?.length === 0

/** Enough of a version to know it by. */
export const said = (bytes: Uint8Array): string =>
  `${bytes.length} bytes from ${bytes.subarray(0, 4).join(',')}`

const writes = ({ op, done }: S3Effect): boolean => done && ['put', 'copy', 'finishMultipart'].includes(op)

const lastListed = (trace: readonly { readonly op: string }[], op: string): number =>
  trace.findLastIndex((effect) => effect.op === op)

/**
 * A new version that can be told from the old one before it is replaced or deleted: of nothing there is only one, and of
 * a file the size and the time are looked at (`isAsSeen`).
 */
export const isNews = ({ length, quiet }: Edit): boolean => length !== null && length > 0 && quiet !== true

/** Nobody has changed it once more. */
export const isLast = ({ edits }: RunSeen, edited: EditSeen): boolean =>
  edits.findLast(({ edit }) => edit.side === edited.edit.side && edit.name === edited.edit.name) === edited

/** A file is looked at once more when its bytes are on the disk; no disk closes the moment between that and the rename. */
export function replacesFile(
  world: WorldSeen,
  { fs, planned, command }: RunSeen,
  { edit: { name }, fs: at }: EditSeen,
): boolean {
  const written = fs.findIndex(
    (effect, i) => i >= at && effect.op === 'rename' && localName(world, effect) === name,
  )
  // What stands at a name that could not be read is not known, so it can't be told from news.
  const looks = ['lstat', 'stat', 'readFolder', 'checkReadable']
  const unread = world.scenario.link === name || command.faults.some(({ op }) => looks.includes(op))
  if (written < 0 || planned === null || planned.fs > at || unread) return false
  return fs.slice(at, written).some(({ op, path }) => op === 'sync' && path === fs[written]?.path)
}

/** Amazon's conditions close the moment between the last look and the write; elsewhere it stays open. */
export function replacesObject(
  world: WorldSeen,
  { s3 }: RunSeen,
  { edit: { name }, s3: at }: EditSeen,
): boolean {
  const isOn = ({ keys }: S3Effect): boolean => keys[0] === world.prefix + name
  const written = s3.findIndex((effect, i) => i >= at && writes(effect) && isOn(effect))
  if (written < 0 || lastListed(s3, 'listPage') >= at) return false
  const look = s3.findLastIndex((effect, i) => i < written && effect.op === 'head' && isOn(effect))
  return world.scenario.quirks === 'aws' || look >= at
}

/** Every whole version that a destination's name may have: its own, and the source's. */
export const mayHold = (world: WorldSeen, name: string): readonly Uint8Array[] => [
  ...(world.history.destination.get(name) ?? []),
  ...(world.history.source.get(name) ?? []),
]
