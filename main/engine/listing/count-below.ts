import type { FileSystem } from '../local/file-system.ts'
import type { Entry } from './entry.ts'
import type { S3Listing } from './listed-prefix.ts'
import { listLocal } from './local-walk.ts'
import { listS3 } from './s3-listing.ts'

/** What has been found so far below a folder or a prefix. */
export interface CountedBelow {
  readonly files: number
  readonly bytes: number
  /** Listing requests that it took; null on a disk, where none are made. */
  readonly requests: number | null
  /** Names that no sync could take: unreadable, not UTF-8, a pipe. */
  readonly problems: number
}

/** What is counted: a folder by its path, or a prefix, which is empty or ends in `/`. */
export type Countable =
  | { readonly kind: 'local'; readonly fs: FileSystem; readonly root: string }
  | ({ readonly kind: 's3' } & Pick<S3Listing, 'store' | 'bucket' | 'prefix' | 'retry' | 'now'>)

/**
 * Counts the files below a folder or a prefix as a sync would list them: links are followed, and folder markers are
 * nothing. Yields after each page of a listing, and the last time at its end.
 * @throws SluiceError as the listing does; the signal's reason when it aborts.
 */
export async function* countBelow(what: Countable, signal: AbortSignal): AsyncGenerator<CountedBelow, void> {
  let requests = 0
  let problems = 0
  let files = 0
  let bytes = 0
  const counted = (): CountedBelow => ({
    files,
    bytes,
    requests: what.kind === 's3' ? requests : null,
    problems,
  })
  const pages: AsyncIterable<Entry[]> =
    what.kind === 'local'
      ? listLocal(
          {
            fs: what.fs,
            root: what.root,
            followLinks: true,
            asDestination: false,
            mayBeMissing: false,
            onProblem: () => problems++,
            onUnknown: () => undefined,
          },
          signal,
        )
      : listS3(
          {
            ...what,
            retry: (name, attempt, until) =>
              what.retry(
                name,
                (of) => {
                  requests++
                  return attempt(of)
                },
                until,
              ),
          },
          signal,
        )
  for await (const page of pages) {
    files += page.length
    for (const { size } of page) bytes += size
    yield counted()
  }
  yield counted()
}
