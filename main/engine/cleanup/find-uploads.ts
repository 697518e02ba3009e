import { SluiceError } from '../../../shared/errors.ts'
import type { EndedRuns } from '../running/ended-runs.ts'
import type { Retry } from '../running/retry.ts'
import type { ListedUpload, ObjectStore, UploadsMarker, UploadsPage } from '../s3/object-store.ts'

/** An upload in parts that was begun and neither finished nor aborted: its parts are billed, and no listing shows them. */
export interface FoundUpload extends ListedUpload {
  readonly bucket: string
  /** Bytes of the parts that are there. */
  readonly bytes: number
  /** Who began it, as the records of our runs have it. */
  readonly whose: 'an ended run' | 'a run that goes on' | 'somebody else'
}

/** What the search is made with. */
export interface UploadSearch {
  readonly store: ObjectStore
  readonly runs: EndedRuns
  readonly retry: Retry
}

/**
 * The unfinished uploads below a prefix, whoever began them, in the order of the server.
 * @throws SluiceError what the server says, `listing-not-proved` for pages that lead round in a circle
 */
export async function* findUploads(
  { store, runs, retry }: UploadSearch,
  below: { readonly bucket: string; readonly prefix: string },
  signal: AbortSignal,
): AsyncGenerator<FoundUpload> {
  const ours = new Set((await runs.uploads()).map(({ uploadId }) => uploadId))
  let after: UploadsMarker | null = null
  do {
    const query = { ...below, after }
    const page: UploadsPage = await retry('list-uploads', (s) => store.listUploads(query, s), signal)
    for (const listed of page.uploads) {
      const upload = { bucket: below.bucket, key: listed.key, uploadId: listed.uploadId }
      const parts = await retry('list-parts', (s) => store.listParts(upload, s), signal)
      // It has come to its end meanwhile.
      if (parts === null) continue
      yield {
        ...listed,
        bucket: below.bucket,
        bytes: parts.reduce((sum, { size }) => sum + size, 0),
        whose: ours.has(listed.uploadId)
          ? 'an ended run'
          : (await runs.isInUse(listed.uploadId))
            ? 'a run that goes on'
            : 'somebody else',
      }
    }
    if (page.next !== null && page.next.key === after?.key && page.next.uploadId === after.uploadId)
      throw inCircles(below)
    after = page.next
  } while (after !== null)
}

/** Aborts one, and takes it out of the record of its run. */
export async function abortUpload(
  { store, runs, retry }: UploadSearch,
  { bucket, key, uploadId }: FoundUpload,
  signal: AbortSignal,
): Promise<void> {
  await retry('abort-multipart', (s) => store.abortMultipart({ bucket, key, uploadId }, s), signal)
  for (const left of await runs.uploads()) if (left.uploadId === uploadId) runs.dropUpload(left)
}

const inCircles = ({ bucket, prefix }: { bucket: string; prefix: string }): SluiceError =>
  new SluiceError({
    code: 'listing-not-proved',
    message: 'The server gave the same page of unfinished uploads twice.',
    subject: `s3://${bucket}/${prefix}`,
    advice: 'A proxy may have answered in place of the server.',
  })
