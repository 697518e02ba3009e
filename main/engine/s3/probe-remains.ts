import { SluiceError, type ErrorCode } from '../../../shared/errors.ts'
import type { ObjectName, ObjectStore, UploadName, VersionName } from './object-store.ts'

/** Given to what is cleared away, also where a person has stopped the rest. */
const unstopped = new AbortController().signal

/** Something that could not be taken away, or not all of it. */
export interface Left {
  readonly name: ObjectName
  readonly error: Error
}

/** Why versions could not be listed, and whether it is known that there are some. */
interface Unlisted {
  readonly error: unknown
  readonly areKept: boolean
}

/** What a probe has written, or may have. Nobody else has objects or uploads of these names. */
export class ProbeRemains {
  readonly #store: ObjectStore
  readonly #objects = new Set<ObjectName>()
  readonly #uploads = new Set<UploadName>()
  /** An upload of each may have been begun whose id never came. */
  readonly #begun = new Set<ObjectName>()

  constructor(store: ObjectStore) {
    this.#store = store
  }

  /** @param send writes an object of that name */
  async write<T>(name: ObjectName, send: () => Promise<T>): Promise<T> {
    const written = await orUncertain(send, () => this.#objects.add(name))
    this.#objects.add(name)
    return written
  }

  /** @param send begins an upload of that name */
  async begin(name: ObjectName, send: () => Promise<{ readonly uploadId: string }>): Promise<UploadName> {
    const upload = { ...name, ...(await orUncertain(send, () => this.#begun.add(name))) }
    this.#uploads.add(upload)
    return upload
  }

  /** Takes all of it away, each version where they are kept; what fails stops none of the rest. */
  async clear(): Promise<Left[]> {
    const left: Left[] = []
    const trying = async (name: ObjectName, act: () => Promise<unknown>): Promise<void> => {
      try {
        await act()
      } catch (error) {
        left.push({ name, error: error instanceof Error ? error : new Error(String(error)) })
      }
    }
    for (const name of this.#begun)
      await trying(name, async () => {
        for (const upload of await this.#uploadsOf(name)) this.#uploads.add(upload)
      })
    for (const upload of this.#uploads)
      await trying(upload, () => this.#store.abortMultipart(upload, unstopped))
    for (const name of this.#objects) {
      const { versions, unlisted } = await this.#versionsOf(name)
      for (const version of versions)
        await trying(version, async () => {
          const { deleteMarker } = await this.#store.remove(version, unstopped)
          if (unlisted !== null && (unlisted.areKept || deleteMarker !== undefined))
            throw versionsStay(name, unlisted.error)
        })
    }
    return left
  }

  async #uploadsOf({ bucket, key }: ObjectName): Promise<UploadName[]> {
    const { uploads } = await this.#store.listUploads({ bucket, prefix: key, after: null }, unstopped)
    return uploads.filter((upload) => upload.key === key).map(({ uploadId }) => ({ bucket, key, uploadId }))
  }

  /**
   * What is to be removed.
   *
   * | versions are    | listing them | removed    | versions stay                           |
   * |-----------------|--------------|------------|-----------------------------------------|
   * | not kept        | –            | the object | no                                      |
   * | kept, suspended | succeeds     | each       | no                                      |
   * | unknown         | succeeds     | each       | no                                      |
   * | kept, suspended | fails        | the object | yes                                     |
   * | unknown         | fails        | the object | if the delete leaves a marker over them |
   */
  async #versionsOf(name: ObjectName): Promise<{ versions: VersionName[]; unlisted: Unlisted | null }> {
    const { bucket, key } = name
    const versioning = await this.#versioning(bucket)
    if (versioning === 'gone') return { versions: [name], unlisted: null }
    try {
      const { versions } = await this.#store.listVersions({ bucket, prefix: key }, unstopped)
      const own = versions.filter((version) => version.key === key)
      return { versions: own.map(({ versionId }) => ({ ...name, versionId })), unlisted: null }
    } catch (error) {
      return { versions: [name], unlisted: { error, areKept: versioning !== 'unknown' } }
    }
  }

  /** Unknown also where the question fails: the listing then tells. */
  async #versioning(bucket: string): ReturnType<ObjectStore['versioning']> {
    try {
      return await this.#store.versioning(bucket, unstopped)
    } catch {
      return 'unknown'
    }
  }
}

const addressOf = ({ bucket, key }: ObjectName): string => `s3://${bucket}/${key}`

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const versionsStay = (name: ObjectName, error: unknown): Error =>
  new SluiceError(
    {
      code: error instanceof SluiceError ? error.code : 'internal',
      message: `Its versions stay, for they could not be listed: ${wordsOf(error)}`,
      subject: addressOf(name),
    },
    { cause: error },
  )

/** With these it is not known what the server has done. */
const uncertain: ReadonlySet<ErrorCode> = new Set([
  'unreachable',
  'stalled',
  'server-failed',
  'slow-down',
  'internal',
])

async function orUncertain<T>(send: () => Promise<T>, onUncertain: () => void): Promise<T> {
  try {
    return await send()
  } catch (error) {
    if (!(error instanceof SluiceError) || uncertain.has(error.code)) onUncertain()
    throw error
  }
}

/** What has stayed in a bucket, as an error; null for nothing. */
export function leftError(left: readonly Left[]): SluiceError | null {
  const [first] = left
  if (first === undefined) return null
  const { error, name } = first
  return new SluiceError(
    {
      code: error instanceof SluiceError ? error.code : 'internal',
      message: `What the test has written into ${name.bucket} could not all be removed: ${error.message}`,
      subject: [...new Set(left.map(({ name: one }) => addressOf(one)))].join(', '),
      advice: 'Delete it by hand, with all its versions; it is a few bytes.',
    },
    { cause: error },
  )
}

/** What a probe has failed with, which also says what has stayed. */
export function alsoLeft(error: unknown, stayed: SluiceError | null): unknown {
  if (stayed === null || !(error instanceof SluiceError)) return error
  const { advice = '', ...data } = error.toData()
  const { message, subject = '', advice: what = '' } = stayed
  return new SluiceError(
    { ...data, advice: `${advice} ${message} Left there may be ${subject}. ${what}`.trim() },
    { cause: error },
  )
}
