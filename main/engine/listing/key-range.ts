import { SluiceError } from '../../../shared/errors.ts'
import type { ListedObject, ListPage } from '../s3/object-store.ts'
import { compareKeys } from './key-order.ts'
import { ownText } from './own-text.ts'
import type { S3Listing } from './listed-prefix.ts'

type Objects = readonly ListedObject[]

/**
 * The keys after one and up to another, listed by pages of their own, each asked for with the token of the one before.
 * It ends, proved, when a key beyond its end has come, or with the listing. The store proves each page by itself; what
 * only shows across pages is checked here: keys go up, and no token comes twice.
 */
export class KeyRange {
  readonly #listing: S3Listing
  readonly #leaving = new AbortController()
  readonly #signal: AbortSignal
  readonly #after: string | null
  readonly #tokens = new Set<string>()
  #until: string | null
  /** Pages that may be asked for before they are taken. */
  #room: number
  #ready: Objects[] = []
  /** What came with its last page and lies beyond its end. */
  #beyond: Objects = []
  #token: string | null = null
  #begun = false
  #hasEnded = false
  /** Of what came first, be it beyond its end. */
  #firstKey: string | null = null
  #lastKey: string | null = null
  #failure: { readonly error: unknown } | null = null
  #coming: Promise<void> | null = null

  /**
   * @param after only keys after this; null for the first of all.
   * @param until only keys up to this, itself included; null to the last of all.
   */
  constructor(
    listing: S3Listing,
    {
      after,
      until,
      room,
    }: { readonly after: string | null; readonly until: string | null; readonly room: number },
    signal: AbortSignal,
  ) {
    this.#listing = listing
    this.#after = after
    this.#until = until
    this.#room = room
    this.#signal = AbortSignal.any([signal, this.#leaving.signal])
    this.#ask()
  }

  /** Up to here its keys are known; null where nothing is. */
  get reached(): string | null {
    return this.#lastKey ?? this.#after
  }

  /** Where it ends; null where that is with the last key of all. */
  get until(): string | null {
    return this.#until
  }

  /** Pages that have come and were not taken. */
  get held(): number {
    return this.#ready.length
  }

  /** There is nothing more to come. */
  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** The next page; null at the end. @throws what made it fail, after the pages before. */
  async next(): Promise<Objects | null> {
    for (;;) {
      const page = this.#ready.shift()
      if (page !== undefined) {
        this.#ask()
        return page
      }
      if (this.#failure !== null) throw this.#failure.error
      if (this.#hasEnded) return null
      await this.#coming
    }
  }

  /**
   * Waits for its first key, or its end, and says whether it can be relied on to go on where the range before it ended:
   * what that one has seen beyond its end must not be missing here. There are servers that leave out keys after a
   * `start-after` that they do not have.
   */
  async continues(before: KeyRange): Promise<boolean> {
    while (this.#firstKey === null && !this.#hasEnded && this.#failure === null) await this.#coming
    if (!this.#begun) return false
    const seen = before.#beyond[0]?.key
    return seen === undefined || (this.#firstKey !== null && compareKeys(this.#firstKey, seen) <= 0)
  }

  /** Lets it be asked for so many pages before they are taken. */
  allow(room: number): void {
    this.#room = room
    this.#ask()
  }

  /** Ends it earlier: after what it has reached, and before what is beyond. */
  endAt(until: string): void {
    this.#until = until
  }

  /** Lets it go on to the last key of all. */
  goOn(): void {
    const beyond = this.#beyond
    this.#until = null
    this.#beyond = []
    if (beyond.length > 0) {
      this.#ready.push(beyond)
      this.#lastKey = beyond.at(-1)?.key ?? this.#lastKey
    }
    this.#hasEnded = this.#begun && this.#token === null
    this.#ask()
  }

  /** Gives up what it waits for. */
  async close(): Promise<void> {
    this.#leaving.abort()
    await this.#coming
  }

  #ask(): void {
    const isFull = this.#ready.length >= this.#room
    if (isFull || this.#coming !== null || this.#hasEnded || this.#failure !== null) return
    this.#coming = this.#request().then(
      (page) => {
        this.#take(page)
        this.#coming = null
        this.#ask()
      },
      (error: unknown) => {
        this.#failure = { error }
        this.#coming = null
      },
    )
  }

  async #request(): Promise<ListPage> {
    const { store, bucket, prefix, start = '', pageSize, retry } = this.#listing
    const query = {
      bucket,
      prefix: prefix + start,
      ...(this.#token !== null
        ? { token: this.#token }
        : this.#after !== null
          ? { startAfter: this.#after }
          : {}),
      ...(pageSize === undefined ? {} : { pageSize }),
    }
    const page = await retry('list', (attemptSignal) => store.listPage(query, attemptSignal), this.#signal)
    this.#signal.throwIfAborted()
    this.#prove(page)
    return page
  }

  #prove({ entries, next }: ListPage): void {
    const first = entries[0]
    const before = this.#lastKey ?? this.#after
    if (first !== undefined && before !== null && compareKeys(first.key, before) <= 0) {
      const what = this.#begun ? 'a page begins with' : 'it begins with'
      throw this.#notProved(
        `${what} ${JSON.stringify(first.key)}, but the one before ended with ${JSON.stringify(before)}`,
      )
    }
    if (next === null) return
    if (this.#tokens.has(next)) throw this.#notProved('the server sent the same continuation token again')
    this.#tokens.add(ownText(next))
  }

  #take({ entries, next }: ListPage): void {
    this.#begun = true
    this.#token = next
    this.#firstKey ??= entries[0]?.key ?? null
    const cut = this.#until === null ? entries.length : lengthUpTo(entries, this.#until)
    this.#beyond = entries.slice(cut)
    const within = cut === entries.length ? entries : entries.slice(0, cut)
    this.#lastKey = within.at(-1)?.key ?? this.#lastKey
    this.#hasEnded = next === null || cut < entries.length
    if (within.length > 0) this.#ready.push(within)
  }

  #notProved(why: string): SluiceError {
    const { bucket, prefix, start = '' } = this.#listing
    const address = `s3://${bucket}/${prefix}${start}`
    return new SluiceError({
      code: 'listing-not-proved',
      message: `The listing of ${address} can't be trusted: ${why}.`,
      subject: address,
      advice: 'Nothing was deleted. Try again; if it stays so, the server or a proxy before it is at fault.',
    })
  }
}

/** How many of them come up to a key, itself included. */
function lengthUpTo(entries: Objects, until: string): number {
  let length = entries.length
  while (length > 0 && compareKeys(entries[length - 1]?.key ?? '', until) > 0) length--
  return length
}
