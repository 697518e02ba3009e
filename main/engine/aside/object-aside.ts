import type { KeptObject } from '../../../shared/aside.ts'
import type { Seen } from '../../../shared/plan-row.ts'
import { formatLocation } from '../../../shared/location.ts'
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
  readonly #bucket: string
  readonly #prefix: string

  constructor(place: { readonly bucket: string; readonly prefix: string }, runId: string) {
    this.#bucket = place.bucket
    this.#prefix = `${place.prefix}${runId}/`
    this.where = formatLocation({ kind: 's3', bucket: this.#bucket, prefix: this.#prefix })
  }

  /**
   * Copies an object there as it was seen, by the server, and proves the copy: by its ETag, or where that is another (an
   * object made of parts) by its size. What an earlier try of this run has left there is replaced.
   *
   * @throws SluiceError `changed` where it is not what was seen, `no-such-key` where there is none.
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
    const done = await copyAsItIs(
      store,
      { object, target, expected: { kind: 'any' } },
      this.#counting(tools),
      signal,
    )
    return { kind: 'object', ...target, etag: done.etag ?? '', size, modified }
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
