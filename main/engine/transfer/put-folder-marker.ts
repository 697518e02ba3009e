import { createHash } from 'node:crypto'
import { SluiceError } from '../../../shared/errors.ts'
import { checkNewName, nameTaken } from '../../../shared/new-name.ts'
import type { Retry } from '../running/retry.ts'
import { mayRefuseHeader } from '../s3/header-refusal.ts'
import type { ObjectHead, ObjectStore } from '../s3/object-store.ts'

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
  const marker = { bucket, key, body: nothing, md5 }
  const { habits } = store.endpoint
  // The reply to a try before may have been lost: then the folder is there, and as it was wanted.
  const isOurs = (head: ObjectHead | null, attempt: number): boolean => attempt > 1 && head?.size === 0
  /** @returns whether it was put; a try before may have done so. */
  const putAfterLook = async (s: AbortSignal, attempt: number): Promise<boolean> => {
    const head = await store.head({ bucket, key }, s)
    if (isOurs(head, attempt)) return false
    if (head !== null) throw nameTaken(address, 'new-folder')
    await store.put(marker, s)
    return true
  }
  await retry(
    'put',
    async (s, attempt) => {
      if (habits.find('create') === 'refused') {
        await putAfterLook(s, attempt)
        return
      }
      try {
        await store.put({ ...marker, ifAbsent: true }, s)
      } catch (error) {
        if (mayRefuseHeader(store.endpoint, error)) {
          if (await putAfterLook(s, attempt)) habits.learn('create', 'refused')
          return
        }
        if (!(error instanceof SluiceError) || error.code !== 'precondition-failed') throw error
        const head = attempt > 1 ? await store.head({ bucket, key }, s) : null
        if (!isOurs(head, attempt)) throw nameTaken(address, 'new-folder')
      }
    },
    signal,
  )
}
