import type { BrowseEntry } from '../../../shared/bridge/places.ts'
import { SluiceError } from '../../../shared/errors.ts'
import {
  readFolder,
  type BrowsePage,
  type ListQuery,
  type ObjectStore,
  type Retry,
  type World,
} from '../../engine/index.ts'
import type { Address } from '../places/typed-address.ts'

/** A name as a listing brings it: its mark depends on the other pane, and what is in it is counted later. */
export type Listed = Omit<BrowseEntry, 'mark' | 'counted'>

/**
 * The names of one place, page by page: of a folder, of a prefix as if it were a folder, or the buckets.
 * @throws SluiceError as the disk or the server says.
 */
export async function* listNames(
  address: Address,
  from: { readonly fs: World['fs']; readonly retry: Retry; store(): Promise<ObjectStore> },
  signal: AbortSignal,
): AsyncGenerator<Listed[], void> {
  if (address.kind === 'local') {
    try {
      for await (const page of readFolder(from.fs, address.path, signal)) {
        yield page.map((entry) => ({ ...entry, storageClass: '' }))
      }
    } catch (error) {
      throw error instanceof SluiceError && error.code === 'gone' ? folderGone(error) : error
    }
    return
  }
  const store = await from.store()
  if (address.kind === 'buckets') {
    const names = await from.retry('ListBuckets', (s) => store.listBuckets(s), signal)
    yield names.map((name) => folder(name, 'bucket'))
    return
  }
  const { bucket, prefix } = address
  let token: string | null = null
  do {
    const query: ListQuery = { bucket, prefix, delimiter: '/', ...(token === null ? {} : { token }) }
    const page: BrowsePage = await from.retry('ListObjectsV2', (s) => store.browse(query, s), signal)
    yield [
      ...page.folders.map((path) => folder(path.slice(prefix.length, -1), 'folder')),
      // An object of the prefix's own name is the mark of an empty folder.
      ...page.entries
        .filter(({ key }) => key !== prefix)
        .map((entry): Listed => ({
          name: entry.key.slice(prefix.length),
          kind: 'file',
          size: entry.size,
          modified: entry.modified,
          storageClass: entry.storageClass ?? 'STANDARD',
          problem: null,
        })),
    ]
    token = page.next
  } while (token !== null)
}

/** The words of a run, which can be run again, are of no use to a pane. */
const folderGone = (error: SluiceError): SluiceError =>
  new SluiceError(
    {
      ...error.toData(),
      advice: 'Bring it back or mount it and try again, or go up to what is there.',
    },
    { cause: error },
  )

const folder = (name: string, kind: 'folder' | 'bucket'): Listed => ({
  name,
  kind,
  size: null,
  modified: null,
  storageClass: '',
  problem: null,
})
