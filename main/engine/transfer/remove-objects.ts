import { SluiceError } from '../../../shared/errors.ts'
import type { Outcome, PlanRow } from '../../../shared/plan-row.ts'
import { compareKeys } from '../listing/key-order.ts'
import type { Retry } from '../running/retry.ts'
import type { ListPage, ListQuery, ObjectName, ObjectStore } from '../s3/object-store.ts'

/** What a batch of victims is removed from, and how. */
export interface Removal {
  readonly store: ObjectStore
  readonly bucket: string
  readonly prefix: string
  readonly retry: Retry
}

export interface Removed {
  readonly row: PlanRow
  /** Null when it is gone. */
  readonly error: SluiceError | null
  /** Of one that is gone. */
  readonly outcome?: Pick<Outcome, 'deleteMarker' | 'untouched' | 'aside'>
}

/** What is at a key right now; null when nothing is, and an error where that can't be told. */
type Current = { readonly size: number; readonly etag: string } | SluiceError | null

/** A HEAD each is cheaper than listing what lies between a few victims. */
const fewVictims = 16

/** Pages to read for one batch before falling back on a HEAD each. */
const mostPages = 4

/**
 * Removes one batch of objects, in key order, at most 1,000. Each victim is looked at right before: what is not what
 * the plan has seen is left alone.
 *
 * | now                  | outcome                       |
 * |----------------------|-------------------------------|
 * | as the plan saw it   | deleted, or the server's error|
 * | another ETag or size | `changed`                     |
 * | nothing there        | gone already: done            |
 * | can't be told        | left alone: that error        |
 */
export async function removeObjects(
  removal: Removal,
  rows: readonly PlanRow[],
  signal: AbortSignal,
): Promise<Removed[]> {
  const { bucket, prefix } = removal
  const now = await currentState(removal, rows, signal)
  const results: Removed[] = []
  const victims = new Map<string, PlanRow>()
  for (const row of rows) {
    const current = now.get(row.key)
    if (current === undefined || current === null)
      results.push({ row, error: null, outcome: { untouched: true } })
    else if (current instanceof SluiceError) results.push({ row, error: current })
    else if (current.etag !== row.destination?.etag || current.size !== row.destination.size) {
      results.push({ row, error: victimChanged(`s3://${bucket}/${prefix}${row.key}`) })
    } else victims.set(prefix + row.key, row)
  }
  return [...results, ...(await removeKeys(removal, victims, signal))]
}

/** Removes what was looked at right before. @param victims rows by their whole keys */
export async function removeKeys(
  { store, bucket, retry }: Removal,
  victims: ReadonlyMap<string, PlanRow>,
  signal: AbortSignal,
): Promise<Removed[]> {
  if (victims.size === 0) return []
  const removed = await retry('delete', (s) => store.removeMany(bucket, [...victims.keys()], s), signal)
  return removed.flatMap(({ key, error, deleteMarker }) => {
    const row = victims.get(key)
    if (row === undefined) return []
    return [{ row, error, ...(deleteMarker === undefined ? {} : { outcome: { deleteMarker } }) }]
  })
}

async function currentState(
  removal: Removal,
  rows: readonly PlanRow[],
  signal: AbortSignal,
): Promise<Map<string, Current>> {
  const listed = rows.length > fewVictims ? await listRange(removal, rows, signal) : null
  if (listed !== null) return listed
  const found = new Map<string, Current>()
  const queue = rows.values()
  const lane = async (): Promise<void> => {
    for (const row of queue) {
      const name = { bucket: removal.bucket, key: removal.prefix + row.key }
      found.set(row.key, await lookAt(removal, name, signal))
    }
  }
  await Promise.all(Array.from({ length: 8 }, lane))
  return found
}

async function lookAt({ store, retry }: Removal, name: ObjectName, signal: AbortSignal): Promise<Current> {
  try {
    return await retry('head', (s) => store.head(name, s), signal)
  } catch (error) {
    if (signal.aborted || !(error instanceof SluiceError)) throw error
    return error
  }
}

/** Lists from the first victim to the last; null where too much lies between them. */
async function listRange(
  removal: Removal,
  rows: readonly PlanRow[],
  signal: AbortSignal,
): Promise<Map<string, Current> | null> {
  const { store, bucket, prefix, retry } = removal
  const wanted = new Set(rows.map((row) => row.key))
  const first = rows[0]?.key ?? ''
  const last = rows.at(-1)?.key ?? ''
  const found = new Map<string, Current>()
  let token: string | null = null
  for (let page = 0; page < mostPages; page++) {
    const start: { startAfter: string } | { token: string } =
      token === null ? { startAfter: justBefore(prefix + first) } : { token }
    const query: ListQuery = { bucket, prefix, ...start }
    const { entries, next }: ListPage = await retry('list', (s) => store.listPage(query, s), signal)
    for (const entry of entries) {
      const key = entry.key.slice(prefix.length)
      if (wanted.has(key)) found.set(key, entry)
      if (compareKeys(key, last) >= 0) return found
    }
    if (next === null) return found
    token = next
  }
  return null
}

/** A string that sorts before a key and after few others: the key without its last character. */
const justBefore = (key: string): string => Array.from(key).slice(0, -1).join('')

function victimChanged(address: string): SluiceError {
  return new SluiceError({
    code: 'changed',
    message: `${address} was replaced since it was listed.`,
    subject: address,
    advice: 'It was left as it is. Run the sync again to see it as it is now.',
  })
}
