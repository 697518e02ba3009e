import type { ListingProblem } from '../../../shared/job.ts'

/** What S3 takes at most: 10,000 parts of 5 GiB. */
export const largestObject = 10_000 * 5 * 1024 ** 3

/** The warning of SKP-7; the file is tried all the same, since another server may take it. */
export function tooLargeProblem(key: string, path: string): ListingProblem {
  return {
    side: 'source',
    key,
    path,
    kind: 'too-large',
    message: 'exceeds s3 upload limit of 48.8 TiB.',
  }
}
