import type { ListingProblem } from '../../../shared/job.ts'
import type { ContentVerdict } from './compare-pair.ts'
import type { PropertyVerdict } from './property-verdict.ts'

/** Said of a key whose contents, or properties, were to be compared and could not be: whether it is up to date is not known. */
export function unverifiedProblem(
  key: string,
  address: string,
  verdict: ContentVerdict | PropertyVerdict | undefined,
  kind: 'unverified' | 'properties-unknown' = 'unverified',
): ListingProblem {
  const why =
    verdict?.kind === 'unverified'
      ? verdict.why
      : verdict?.kind === 'differ' && kind === 'properties-unknown'
        ? 'What is at the destination is archived: its properties differ, and can not be mended before it is restored.'
        : 'Its contents were not looked at.'
  return { side: 'source', key, path: address, kind, message: why }
}
