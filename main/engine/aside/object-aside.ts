import type { KeptObject } from '../../../shared/aside.ts'
import type { Seen } from '../../../shared/plan-row.ts'
import { formatLocation } from '../../../shared/location.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { ObjectHead, ObjectName } from '../s3/object-store.ts'
import type { S3Side } from '../side.ts'
import { copyAsItIs } from '../transfer/copy-as-it-is.ts'
import type { TransferTools } from '../transfer/transfer.ts'

/** A prefix for the objects of one run: `<prefix><run id>/<key>`, at the destination's server. */
export class ObjectAside {
  readonly kind = 'prefix'
  /** For people. */
  readonly where: string
  /** Requests so far, those that were made again too. */
  requests = 0
  /** Of copies whose ETags are not those of their objects, which were made of parts. */
  readonly #otherEtags = new Map<string, string>()
  readonly #bucket: string
  readonly #prefix: string

  constructor(place: { readonly bucket: string; readonly prefix: string }, runId: string) {
    this.#bucket = place.bucket
    this.#prefix = `${place.prefix}${runId}/`
    this.where = formatLocation({ kind: 's3', bucket: this.#bucket, prefix: this.#prefix })
  }

  /**
   * Copies an object there as it was seen, by the server, and proves the copy: by its ETag, or where that is another (an
   * object made of parts) by its size. Nothing that is there is ever replaced.
   *
   * | there already                            | the object now  | what is done            |
   * |------------------------------------------|-----------------|-------------------------|
   * | what was seen, kept by an earlier try    | –               | nothing: it is kept     |
   * | anything else                            | –               | `conflict`              |
   * | nothing                                  | as it was seen  | copied, if still nothing|
   * | nothing                                  | another         | `changed`               |
   * | nothing                                  | gone            | `no-such-key`           |
   */
  async keep(
    { store, bucket, prefix }: Pick<S3Side, 'store' | 'bucket' | 'prefix'>,
    key: string,
    seen: Seen,
    tools: TransferTools,
    signal: AbortSignal,
  ): Promise<KeptObject> {
    const target = { bucket: this.#bucket, key: this.#prefix + key }
    const { size, modified, etag = '' } = seen
    const object = { bucket, key: prefix + key, ...seen, etag }
    const counting = this.#counting(tools)
    const head = (name: ObjectName): Promise<ObjectHead | null> =>
      counting.retry('head', (s) => store.head(name, s), signal)
    const there = await head(target)
    if (there !== null) {
      if (there.size !== size || there.etag !== (this.#otherEtags.get(key) ?? etag)) throw taken(target)
      return { kind: 'object', ...target, etag: there.etag, size, modified }
    }
    // Not every server holds a copy to its source's ETag.
    const now = await head(object)
    if (now === null) throw gone(object)
    if (now.etag !== etag || now.size !== size) throw changed(object)
    const done = await copyAsItIs(store, { object, target, expected: { kind: 'absent' } }, counting, signal)
    if (done.etag !== undefined && done.etag !== etag) this.#otherEtags.set(key, done.etag)
    const lost = done.lost === undefined ? {} : { lost: done.lost }
    return { kind: 'object', ...target, etag: done.etag ?? '', size, modified, ...lost }
  }

  /** Its bytes are not those of the row: they count as requests alone. */
  #counting(tools: TransferTools): TransferTools {
    const nothing = (): void => undefined
    return {
      ...tools,
      retry: (what, act, signal) =>
        tools.retry(
          what,
          (s, attempt) => {
            this.requests++
            return act(s, attempt)
          },
          signal,
        ),
      onBytes: nothing,
      onKept: nothing,
      onTakeBack: nothing,
    }
  }
}

const addressOf = ({ bucket, key }: ObjectName): string => formatLocation({ kind: 's3', bucket, prefix: key })

const taken = (target: ObjectName): SluiceError =>
  new SluiceError({
    code: 'conflict',
    message: `${addressOf(target)} is there already, and is not what is to be kept there.`,
    subject: addressOf(target),
    advice:
      'Nothing was replaced or deleted. Run the sync again: each run keeps what it replaces in a place of its own.',
  })

const changed = (object: ObjectName): SluiceError =>
  new SluiceError({
    code: 'changed',
    message: `${addressOf(object)} was replaced since it was listed.`,
    subject: addressOf(object),
    advice: 'It was left as it is. Run the sync again to see it as it is now.',
  })

const gone = (object: ObjectName): SluiceError =>
  new SluiceError({
    code: 'no-such-key',
    message: `${addressOf(object)} is not there any more.`,
    subject: addressOf(object),
    advice: 'Run the sync again to see what is there now.',
  })
