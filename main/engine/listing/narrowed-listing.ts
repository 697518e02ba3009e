import { SluiceError } from '../../../shared/errors.ts'
import type { Entry } from './entry.ts'
import { listS3 } from './s3-listing.ts'
import type { S3Listing } from './listed-prefix.ts'

/**
 * Lists only the keys that start with one of some texts, which are in key order, none the start of another: what lies
 * between them is excluded by the filters, so that nothing can come of it. Each is a listing with its own proof.
 *
 * Whoever may list the prefix may not be allowed to list a part of it (a condition on `s3:prefix`): where the first of
 * them is refused, everything is listed.
 *
 * @param mustTellEmpty where no such key is there, one entry of the whole listing is given, if it has any: whether a
 * source is empty is judged before filters (D-2).
 */
export async function* listNarrowed(
  listing: S3Listing,
  starts: readonly string[],
  mustTellEmpty: boolean,
  signal: AbortSignal,
): AsyncGenerator<Entry[], void> {
  let isFirst = true
  let isEmpty = true
  for (const start of starts) {
    try {
      for await (const page of listS3({ ...listing, start }, signal)) {
        isFirst = false
        isEmpty = false
        yield page
      }
    } catch (error) {
      if (!isFirst || !(error instanceof SluiceError) || error.code !== 'access-denied') throw error
      yield* listS3(listing, signal)
      return
    }
    isFirst = false
  }
  if (!isEmpty || !mustTellEmpty) return
  for await (const page of listS3(listing, signal)) {
    yield page.slice(0, 1)
    return
  }
}
