import { SluiceError } from '../../../shared/errors.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { removeKeys, type Removal, type Removed } from '../transfer/remove-objects.ts'
import { versionsOf } from './key-versions.ts'
import { writtenSinceError } from './undo-errors.ts'

/**
 * Removes one batch of objects that a run has made, in key order, at most 1,000: each gets a delete marker, and no version
 * is removed. The versions of all of them are listed right before: what is not the run's own is left alone.
 *
 * | current               | outcome                       |
 * |-----------------------|-------------------------------|
 * | the run's own version | deleted, or the server's error|
 * | anything else         | `changed`                     |
 */
export async function removeCreated(
  removal: Removal,
  rows: readonly PlanRow[],
  signal: AbortSignal,
): Promise<Removed[]> {
  const keys = rows.map(({ key }) => key)
  const now = await versionsOf(removal, keys, signal)
  const results: Removed[] = []
  const victims = new Map<string, PlanRow>()
  for (const row of rows) {
    const undo = row.outcome?.undo
    if (undo?.how === 'remove' && now.get(row.key)?.[0]?.versionId === undo.current)
      victims.set(removal.prefix + row.key, row)
    else {
      const error = new SluiceError(writtenSinceError({ kind: 's3', ...removal }, row.key))
      results.push({ row, error })
    }
  }
  return [...results, ...(await removeKeys(removal, victims, signal))]
}
