import { createHash } from 'node:crypto'
import { SluiceError } from '../../../shared/errors.ts'
import { checkNewName, nameTaken } from '../../../shared/new-name.ts'
import type { Retry } from '../running/retry.ts'
import type { ObjectStore } from '../s3/object-store.ts'

const nothing = new Uint8Array(0)

/**
 * Makes a folder where there are none: an empty object whose key ends in a slash, as Amazon's console does, so that the
 * name is listed before anything is in it.
 * @throws SluiceError `conflict` where something is below that name, or the marker is there
 */
export async function putFolderMarker(
  { store, retry }: { readonly store: ObjectStore; readonly retry: Retry },
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  name: string,
  signal: AbortSignal,
): Promise<void> {
  checkNewName(name)
  const key = `${prefix}${name}/`
  const address = `s3://${bucket}/${key}`
  const { entries, folders } = await retry(
    'list',
    (s) => store.browse({ bucket, prefix: key, pageSize: 1 }, s),
    signal,
  )
  if (entries.length + folders.length > 0) throw nameTaken(address, 'new-folder')
  const md5 = createHash('md5').update(nothing).digest()
  await retry(
    'put',
    async (s, attempt) => {
      try {
        await store.put({ bucket, key, body: nothing, md5, ifAbsent: true }, s)
      } catch (error) {
        if (!(error instanceof SluiceError) || error.code !== 'precondition-failed') throw error
        // The reply to the try before may have been lost: then the folder is there, and as it was wanted.
        const head = attempt > 1 ? await store.head({ bucket, key }, s) : null
        if (head?.size !== 0) throw nameTaken(address, 'new-folder')
      }
    },
    signal,
  )
}
