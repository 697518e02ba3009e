import { SluiceError } from '../../../shared/errors.ts'
import { formatLocation } from '../../../shared/location.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import type { Side } from '../side.ts'

/** A side as it is typed. */
export const rootOf = (side: Side): string => (side.kind === 's3' ? formatLocation(side) : side.root)

/**
 * Runs that delete, of the same pair and filters, exclude each other (D-22): one would delete what the other is about
 * to write.
 *
 * @param takeAlone takes a name that only one process holds; false where another has it.
 * @throws SluiceError `locked`
 */
export function keepOthersOut(
  takeAlone: (name: string) => boolean,
  source: Side,
  destination: Side,
  { filters }: Pick<SyncRules, 'filters'>,
): void {
  const pair = [rootOf(source), rootOf(destination)]
  const endpoints = [source, destination].map((side) =>
    side.kind === 's3' ? side.store.endpoint.label : null,
  )
  if (takeAlone(JSON.stringify([pair, endpoints, filters]))) return
  throw new SluiceError({
    code: 'locked',
    message: `Another run that deletes is under way from ${pair.join(' to ')}.`,
    subject: pair.join(' to '),
    advice: 'Nothing was done. Wait until it has ended, then try again.',
  })
}
