import type { ListingProblem } from '../../../shared/job.ts'
import type { ContentVerdict } from './compare-pair.ts'

/** Said of a key whose contents were to be compared and could not be: whether it is up to date is not known. */
export function unverifiedProblem(
  key: string,
  address: string,
  contents: ContentVerdict | undefined,
): ListingProblem {
  const why = contents?.kind === 'unverified' ? contents.why : 'Its contents were not looked at.'
  return { side: 'source', key, path: address, kind: 'unverified', message: why }
}
