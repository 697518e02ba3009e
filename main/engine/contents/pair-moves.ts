import { join } from 'node:path'
import type { Tally } from '../../../shared/job.ts'
import type { PlanRow, Seen } from '../../../shared/plan-row.ts'
import { foldName } from '../local/fold-name.ts'
import { keyToPath } from '../local/key-to-path.ts'
import type { LookedUp } from '../planning/move-rows.ts'
import type { RunStore } from '../planning/run-store.ts'
import { sourceName } from '../side.ts'
import { etagShape } from '../transfer/digest.ts'
import { judged, objectOf, type ComparedSides } from './compare-contents.ts'
import { compareFileWithObject } from './file-against-object.ts'
import { FileDigests } from './file-digests.ts'

/** Rows that are looked at together. */
const pageSize = 200

/** Of so many at most it is asked whether they have the content of one, where no ETag says it at once. */
const mostAsked = 16

/** A row that asks, and what it is known by: the digests of its file, or the ETag of its object. */
interface Asking {
  readonly row: PlanRow
  readonly size: number
  readonly file: FileDigests | null
  /** Of all bytes; null where it is not known. */
  md5: string | null
}

/**
 * Pairs rows that delete with rows of new names that have the same content, each once. Names and sizes prove nothing:
 *
 * | source → destination | proof                                                                                        |
 * |----------------------|----------------------------------------------------------------------------------------------|
 * | file → object        | the file is read: its digests are those of the object that is to go, as contents are compared |
 * | object → file        | the same, of the file that is to go and the new object                                       |
 * | object → object      | one ETag, which is a digest, and one size                                                    |
 *
 * Those that have kept their last names are paired first; of several that fit, the first in the order of keys. What is empty, what can't be
 * proved, and what differs by the case of its name on a disk stays two rows; so does all of it under a key of SSE-C.
 *
 * @returns what moves. @throws SluiceError for credentials; the signal's reason.
 */
export async function pairMoves(
  sides: ComparedSides,
  store: Pick<RunStore, 'moves' | 'endMoves'>,
  signal: AbortSignal,
): Promise<Tally> {
  const lookedUp: LookedUp = sides.destination.kind === 's3' ? 'old' : 'new'
  store.moves.gather(lookedUp)
  for (const named of [true, false]) await pairAll({ sides, moves: store.moves, lookedUp, named }, signal)
  return store.endMoves()
}

/** One look at all rows: at first only at those that have kept their last names. */
interface Look {
  readonly sides: ComparedSides
  readonly moves: RunStore['moves']
  readonly lookedUp: LookedUp
  readonly named: boolean
}

async function pairAll(look: Look, signal: AbortSignal): Promise<void> {
  const { moves, lookedUp, named } = look
  let seq = 0
  for (;;) {
    signal.throwIfAborted()
    const rows = moves.asking(lookedUp, named, seq, pageSize)
    const last = rows.at(-1)
    if (last === undefined) return
    seq = last.seq
    const asking = await Promise.all(rows.map((row) => readAsking(look, row, signal)))
    // Rows of one size ask for the same, one after the other; those of different sizes are nothing to each other.
    const groups = Map.groupBy(asking, ({ size }) => size)
    await Promise.all([...groups.values()].map((group) => pairGroup(look, group, signal)))
    moves.flush()
  }
}

/** Its MD5 is read where that may be looked up. */
async function readAsking(
  { sides, moves, lookedUp }: Look,
  row: PlanRow,
  signal: AbortSignal,
): Promise<Asking> {
  const { world, source, destination, digests, slots } = sides
  const seen = seenOf(row, lookedUp === 'old' ? 'new' : 'old')
  const path =
    lookedUp === 'new'
      ? destination.kind === 'local' && landingOf(destination.root, row.key, world.platform)
      : source.kind === 'local' && join(source.root, sourceName(source, row.key))
  if (path === false) return { row, size: seen.size, file: null, md5: seen.etag ?? null }
  const file = new FileDigests(world, { path, seen }, digests)
  const asking: Asking = { row, size: seen.size, file, md5: null }
  if (!moves.hasWhole(seen.size)) return asking
  await judged(
    slots,
    async () => {
      asking.md5 = await file.md5(signal)
      return { kind: 'same' }
    },
    signal,
  )
  return asking
}

async function pairGroup(look: Look, group: readonly Asking[], signal: AbortSignal): Promise<void> {
  const { moves, lookedUp } = look
  for (const asking of group) {
    const found = await findFor(look, asking, signal)
    if (found === null) continue
    if (lookedUp === 'old') moves.pair(asking.row, found)
    else moves.pair(found, asking.row)
  }
}

async function findFor(
  { sides, moves, lookedUp, named }: Look,
  { row, size, file, md5 }: Asking,
  signal: AbortSignal,
): Promise<PlanRow | null> {
  const sought = { size, key: row.key, named }
  const fits = (other: PlanRow): boolean =>
    sides.destination.kind === 's3' || foldName(row.key, 'darwin') !== foldName(other.key, 'darwin')
  const isDigest = md5 !== null && etagShape(md5).kind !== 'opaque'
  const known = isDigest ? moves.withEtag(sought, md5) : null
  if (known !== null && fits(known)) return known
  if (file === null) return null
  for (const other of moves.others(sought, mostAsked)) {
    if (!fits(other)) continue
    const object = objectFor(sides, other, lookedUp)
    if (object === null) return null
    const ask = () => compareFileWithObject(file, object, sides, signal)
    if ((await judged(sides.slots, ask, signal)).kind === 'same') return other
  }
  return null
}

function objectFor({ source, destination }: ComparedSides, row: PlanRow, lookedUp: LookedUp) {
  const seen = seenOf(row, lookedUp)
  if (lookedUp === 'old') return destination.kind === 's3' ? objectOf(destination, row.key, seen) : null
  return source.kind === 's3' ? objectOf(source, sourceName(source, row.key), seen) : null
}

/** A row of a new name has been seen at the source, one that deletes at the destination. */
function seenOf({ source, destination }: PlanRow, which: LookedUp): Seen {
  const seen = which === 'new' ? source : destination
  if (seen === null) throw new Error('A row that was looked up has not been seen.')
  return seen
}

function landingOf(root: string, key: string, platform: Parameters<typeof keyToPath>[2]): string | false {
  const landing = keyToPath(root, key, platform)
  return landing.ok && landing.path
}
