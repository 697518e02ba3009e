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
 * Of several that fit, one with the same last name, and else the first in the order of keys. What is empty, what can't be
 * proved, and what differs by the case of its name on a disk stays two rows; so does all of it under a key of SSE-C.
 *
 * @returns what moves. @throws SluiceError for credentials; the signal's reason.
 */
export async function pairMoves(
  sides: ComparedSides,
  store: Pick<RunStore, 'moves' | 'endMoves'>,
  signal: AbortSignal,
): Promise<Tally> {
  const { moves } = store
  const lookedUp: LookedUp = sides.destination.kind === 's3' ? 'old' : 'new'
  moves.gather(lookedUp)
  let seq = 0
  for (;;) {
    signal.throwIfAborted()
    const rows = moves.asking(lookedUp, seq, pageSize)
    const last = rows.at(-1)
    if (last === undefined) return store.endMoves()
    seq = last.seq
    const asking = await Promise.all(rows.map((row) => readAsking(sides, store, row, lookedUp, signal)))
    // Rows of one size ask for the same, one after the other; those of different sizes are nothing to each other.
    const groups = Map.groupBy(asking, ({ size }) => size)
    await Promise.all([...groups.values()].map((group) => pairGroup(sides, store, group, lookedUp, signal)))
    moves.flush()
  }
}

/** Its MD5 is read where that may be looked up. */
async function readAsking(
  { world, source, destination, digests, slots }: ComparedSides,
  { moves }: Pick<RunStore, 'moves'>,
  row: PlanRow,
  lookedUp: LookedUp,
  signal: AbortSignal,
): Promise<Asking> {
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

async function pairGroup(
  sides: ComparedSides,
  { moves }: Pick<RunStore, 'moves'>,
  group: readonly Asking[],
  lookedUp: LookedUp,
  signal: AbortSignal,
): Promise<void> {
  for (const asking of group) {
    const found = await findFor(sides, moves, asking, lookedUp, signal)
    if (found === null) continue
    if (lookedUp === 'old') moves.pair(asking.row, found)
    else moves.pair(found, asking.row)
  }
}

async function findFor(
  sides: ComparedSides,
  moves: RunStore['moves'],
  { row, size, file, md5 }: Asking,
  lookedUp: LookedUp,
  signal: AbortSignal,
): Promise<PlanRow | null> {
  const fits = (other: PlanRow): boolean =>
    sides.destination.kind === 's3' || foldName(row.key, 'darwin') !== foldName(other.key, 'darwin')
  const isDigest = md5 !== null && etagShape(md5).kind !== 'opaque'
  const known = isDigest ? moves.withEtag({ size, key: row.key }, md5) : null
  if (known !== null && fits(known)) return known
  if (file === null) return null
  for (const other of moves.others({ size, key: row.key }, mostAsked)) {
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
