import type { CallEnd, WatchedCall, Watcher } from '../fakes/fault-proxy.ts'
import type { Operation, S3Request } from '../fakes/fault-proxy-request.ts'
import type { S3Effect, S3Op } from '../fakes/memory-s3.ts'

/** The engine's own names of the calls that the promises are about; the others are not recorded. */
export const opOf: Readonly<Partial<Record<Operation, S3Op>>> = {
  ListObjectsV2: 'listPage',
  HeadObject: 'head',
  GetObject: 'get',
  PutObject: 'put',
  CopyObject: 'copy',
  CreateMultipartUpload: 'startMultipart',
  UploadPart: 'putPart',
  UploadPartCopy: 'copyPart',
  CompleteMultipartUpload: 'finishMultipart',
  AbortMultipartUpload: 'abortMultipart',
  ListParts: 'listParts',
  DeleteObject: 'remove',
  DeleteObjects: 'removeMany',
}

/** A call as it comes in. */
export interface CallSeen {
  /** Its place among all calls, from 1. */
  readonly number: number
  readonly op: S3Op
  /** Its place among the calls of its kind, from 1. */
  readonly nth: number
  readonly bucket: 'from' | 'to'
  readonly keys: readonly string[]
}

/** What is done about a call before it goes on. */
export type Reaction = Partial<Pick<WatchedCall, 'drop' | 'answered'>>

/**
 * Writes down the calls that come by a proxy, in the order in which they come, and lets one at a time do something about
 * itself first: what happens there happens between two calls.
 */
export class Recorder {
  readonly effects: S3Effect[] = []
  readonly #buckets: ReadonlyMap<string, 'from' | 'to'>
  readonly #react: (call: CallSeen) => Promise<Reaction>
  readonly #seen = new Map<S3Op, number>()
  readonly #listed = new Map<'from' | 'to', number>()
  #turn: Promise<unknown> = Promise.resolve()
  #number = 0
  #open = 0

  constructor(buckets: ReadonlyMap<string, 'from' | 'to'>, react: (call: CallSeen) => Promise<Reaction>) {
    this.#buckets = buckets
    this.#react = react
  }

  readonly watcher: Watcher = (request, keys) => {
    this.#open++
    const turn = this.#turn.then(() => this.#take(request, keys))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** How many calls had come when both of these had first been listed to their ends; null where one was not. */
  listedBy(...buckets: ('from' | 'to')[]): number | null {
    const at = buckets.map((bucket) => this.#listed.get(bucket))
    return at.includes(undefined) ? null : Math.max(0, ...at.map(Number))
  }

  /** Whether nothing is on its way. */
  get idle(): boolean {
    return this.#open === 0
  }

  async #take(request: S3Request, keys: readonly string[]): Promise<WatchedCall> {
    const op = opOf[request.operation]
    const bucket = this.#buckets.get(request.bucket)
    const number = ++this.#number
    if (op === undefined || bucket === undefined) {
      return { drop: false, answered: () => Promise.resolve(), ended: () => this.#open-- }
    }
    const nth = (this.#seen.get(op) ?? 0) + 1
    this.#seen.set(op, nth)
    const about = op === 'listPage' ? [] : keys
    const reaction = await this.#react({ number, op, nth, bucket, keys: about })
    const at = this.effects.push({ op, identity: '', bucket, keys: about, done: false, failed: 'no end' }) - 1
    return {
      drop: reaction.drop ?? false,
      answered: reaction.answered ?? (() => Promise.resolve()),
      ended: (end) => {
        this.#open--
        this.#end(at, { op, identity: '', bucket, keys: about }, end)
      },
    }
  }

  #end(at: number, effect: Omit<S3Effect, 'done'>, { status, struck, listing }: CallEnd): void {
    const done = status !== null && status < 300
    const failed = done && struck === null ? {} : { failed: struck ?? String(status) }
    this.effects[at] = { ...effect, done, ...failed }
    const isEnd = listing?.includes('<IsTruncated>false</IsTruncated>') === true && struck === null
    const bucket = effect.bucket as 'from' | 'to'
    if (isEnd && !this.#listed.has(bucket)) this.#listed.set(bucket, this.effects.length)
  }
}
