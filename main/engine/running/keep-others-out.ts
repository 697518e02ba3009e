import { SluiceError } from '../../../shared/errors.ts'
import { formatLocation } from '../../../shared/location.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import { isNoPlace, type Side, type Source } from '../side.ts'

/** A side as it is typed; nothing is empty. */
export function rootOf(side: Source): string {
  if (isNoPlace(side)) return ''
  return side.kind === 's3' ? formatLocation(side) : side.root
}

/**
 * Runs that delete, of the same pair and filters, exclude each other (D-22): one would delete what the other is about
 * to write.
 *
 * @param takeAlone takes a name that only one run holds and returns its end; null where another has it.
 * @returns lets others in again.
 * @throws SluiceError `locked`
 */
export function keepOthersOut(
  takeAlone: (name: string) => (() => void) | null,
  source: Source,
  destination: Side,
  { filters, ignore }: Pick<SyncRules, 'filters' | 'ignore'>,
): () => void {
  const pair = [rootOf(source), rootOf(destination)]
  const endpoints = [source, destination].map((side) =>
    side.kind === 's3' ? side.store.endpoint.label : null,
  )
  const end = takeAlone(
    JSON.stringify([pair, endpoints, filters, ...(ignore === null ? [] : [ignore.rules])]),
  )
  if (end !== null) return end
  const where = pair[0] === '' ? `in ${rootOf(destination)}` : `from ${pair.join(' to ')}`
  throw new SluiceError({
    code: 'locked',
    message: `Another run that deletes is under way ${where}.`,
    subject: pair.filter((root) => root !== '').join(' to '),
    advice: 'Nothing was done. Wait until it has ended, then try again.',
  })
}
