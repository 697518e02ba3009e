import type { Facts, MadeLink, ObjectFacts, ObjectVersions } from '../../../shared/bridge/properties.ts'
import { SluiceError } from '../../../shared/errors.ts'
import {
  makeNewFolder,
  newestVersions,
  putFolderMarker,
  type ObjectStore,
  type Retry,
  type World,
} from '../../engine/index.ts'
import type { Located, Places } from '../places/places.ts'
import { bucketFacts } from './bucket-facts.ts'
import { fileFacts } from './file-facts.ts'
import { objectFacts } from './object-facts.ts'

/** Versions that are shown of one object. */
const mostVersions = 200

/** What is at a name of a place, besides its bytes; each of it is asked for when a person asks. */
export class PropertiesAt {
  readonly #world: Pick<World, 'fs' | 'platform'>
  readonly #retry: Retry
  readonly #places: Pick<Places, 'locate'>
  readonly #store: (connectionId: string) => Promise<ObjectStore>

  constructor(parts: {
    world: Pick<World, 'fs' | 'platform'>
    retry: Retry
    places: Pick<Places, 'locate'>
    store: (connectionId: string) => Promise<ObjectStore>
  }) {
    this.#world = parts.world
    this.#retry = parts.retry
    this.#places = parts.places
    this.#store = parts.store
  }

  /** Of a file or folder of a disk. @throws SluiceError `usage` for another place, or what the disk says */
  file(token: string, name: string): Promise<Facts> {
    const { address } = this.#places.locate(token)
    if (address.kind !== 'local' || name.includes('/')) throw notThere(name)
    return fileFacts(this.#world, address.path, name)
  }

  async object(token: string, name: string, signal: AbortSignal): Promise<ObjectFacts> {
    const { means, object } = await this.#objectAt(token, name)
    return objectFacts(means, object, signal)
  }

  /** @param name of a bucket in a list of them; null for the one that the place is in */
  async bucket(token: string, name: string | null, signal: AbortSignal): Promise<Facts> {
    const located = this.#places.locate(token)
    const { address } = located
    const bucket = address.kind === 's3' && name === null ? address.bucket : name
    if (address.kind === 'local' || bucket === null) throw notThere(name ?? 'it')
    return bucketFacts(await this.#meansOf(located), bucket, signal)
  }

  async versions(token: string, name: string, signal: AbortSignal): Promise<ObjectVersions> {
    const { means, object } = await this.#objectAt(token, name)
    const { store, retry } = means
    const [versioning, { versions, more }] = await Promise.all([
      retry('versioning', (s) => store.versioning(object.bucket, s), signal),
      newestVersions({ ...means, bucket: object.bucket, prefix: '' }, object.key, mostVersions, signal),
    ])
    return {
      versioning,
      versions: versions.map(({ versionId, modified, latest, object: stored }) => ({
        versionId,
        modified,
        size: stored?.size ?? null,
        storageClass: stored === null ? '' : (stored.storageClass ?? 'STANDARD'),
        current: latest,
      })),
      more,
    }
  }

  async link(token: string, name: string, expiresIn: number, signal: AbortSignal): Promise<MadeLink> {
    const { means, object } = await this.#objectAt(token, name)
    const { url, until, endsBy } = await means.store.presign({ ...object, expiresIn }, signal)
    return { url, until, endsBy }
  }

  /** Makes a folder; in a bucket an empty object that stands for one. @throws SluiceError */
  async makeFolder(token: string, name: string, signal: AbortSignal): Promise<void> {
    const located = this.#places.locate(token)
    const { address } = located
    if (address.kind === 'local') await makeNewFolder(this.#world, address.path, name)
    else if (address.kind === 's3') await putFolderMarker(await this.#meansOf(located), address, name, signal)
    else {
      throw new SluiceError({
        code: 'usage',
        message: 'A bucket is not made here.',
        advice: 'Make it with the tools of the store; then open it with Ctrl+L.',
      })
    }
  }

  async #objectAt(
    token: string,
    name: string,
  ): Promise<{
    readonly means: { readonly store: ObjectStore; readonly retry: Retry }
    readonly object: { readonly bucket: string; readonly key: string }
  }> {
    const located = this.#places.locate(token)
    const { address } = located
    if (address.kind !== 's3') throw notThere(name)
    return {
      means: await this.#meansOf(located),
      object: { bucket: address.bucket, key: address.prefix + name },
    }
  }

  async #meansOf({ connectionId }: Located): Promise<{ readonly store: ObjectStore; readonly retry: Retry }> {
    return { store: await this.#store(connectionId), retry: this.#retry }
  }
}

const notThere = (name: string): SluiceError =>
  new SluiceError({ code: 'usage', message: `${name} has nothing of the kind here.`, subject: name })
