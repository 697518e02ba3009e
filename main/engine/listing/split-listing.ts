import type { ListedObject } from '../s3/object-store.ts'
import { guessBorder } from './guess-border.ts'
import { compareKeys } from './key-order.ts'
import { KeyRange } from './key-range.ts'
import { ownText } from './own-text.ts'
import type { S3Listing } from './listed-prefix.ts'

/** Pages that come one after the other before a listing is split: a short one never is. */
const pagesBefore = 8

/** Milliseconds waited for each of them, on average, from which on it pays. */
const slowPage = 40

/** So many pages after it was split a listing must be faster by an eighth than before, or it is not split any more. */
const trial = 32

/** About so many pages a range has, and so many of it may be held before its turn. */
const pagesEach = 4

/** At most so many ranges are listed beside the first. */
const mostAhead = 5

/**
 * The objects of a prefix, in key order. A listing whose pages are waited for is split: what comes next is guessed from
 * the keys so far (`guessBorder`), and the ranges between the guesses are listed side by side and given in their order.
 * Each range goes from where the one before ends, so that no key is left out or comes twice, wherever the borders are;
 * the whole is proved when the last range has come to the end of the listing.
 *
 * | the next range                              | then                                                          |
 * |---------------------------------------------|---------------------------------------------------------------|
 * | has keys                                    | one more is listed ahead from now on                          |
 * | has none                                    | half as many, yet two: the guesses are bad                    |
 * | has no first page to rely on, such as one of a server that takes no `start-after`, or lacks what was seen beyond its border | it and all after it are given up; the current one goes on to the end, by its tokens, and nothing is split again |
 */
export class SplitListing {
  readonly #listing: S3Listing
  readonly #signal: AbortSignal
  /** In their order; the last has no end, and each begins where the one before ends. */
  #ranges: KeyRange[]
  /** Given up, and not over yet. */
  readonly #leaving: Promise<void>[] = []
  /** The last keys of pages that were given last. */
  readonly #borders: string[] = []
  #page: readonly ListedObject[] = []
  #mayAhead = 2
  #pages = 0
  #waited = 0
  #pagesOfCurrent = 0
  #maySplit = true
  readonly #begun: number
  /** When it was split first, and with which pages. */
  #firstSplit: { readonly at: number; readonly pages: number } | null = null

  constructor(listing: S3Listing, signal: AbortSignal) {
    this.#listing = listing
    this.#signal = signal
    this.#begun = listing.now()
    this.#ranges = [new KeyRange(listing, { after: null, until: null, room: 1 }, signal)]
  }

  /** The next page, which has entries; null at the end. @throws what a range failed with: then nothing is proved. */
  async next(): Promise<readonly ListedObject[] | null> {
    for (let current = this.#ranges[0]; current !== undefined; current = this.#ranges[0]) {
      this.#signal.throwIfAborted()
      const page = await this.#nextOf(current)
      if (page !== null) {
        this.#pagesOfCurrent++
        this.#note(page)
        this.#split()
        return page
      }
      const following = this.#ranges[1]
      if (following === undefined) return null
      if (await following.continues(current)) this.#goOver(following)
      else this.#goOnWith(current)
    }
    return null
  }

  /** Gives up what is waited for. */
  async close(): Promise<void> {
    await Promise.all([...this.#ranges.map((range) => range.close()), ...this.#leaving])
  }

  async #nextOf(range: KeyRange): Promise<readonly ListedObject[] | null> {
    const asked = this.#listing.now()
    const page = await range.next()
    this.#waited += this.#listing.now() - asked
    return page
  }

  #note(page: readonly ListedObject[]): void {
    this.#pages++
    this.#page = page
    this.#borders.push(ownText(page.at(-1)?.key ?? ''))
    if (this.#borders.length > pagesEach + 1) this.#borders.shift()
  }

  #goOver(to: KeyRange): void {
    this.#mayAhead =
      this.#pagesOfCurrent === 0 ? Math.max(2, this.#mayAhead >> 1) : Math.min(mostAhead, this.#mayAhead + 1)
    this.#pagesOfCurrent = 0
    this.#ranges.shift()
    to.allow(1)
  }

  #goOnWith(current: KeyRange): void {
    this.#maySplit = false
    for (const range of this.#ranges.slice(1)) this.#leaving.push(range.close())
    this.#ranges = [current]
    current.goOn()
  }

  /**
   * Ends a range at a guess, and begins another behind it, as often as may be: the last, or the current one where it is
   * much longer than was guessed.
   */
  #split(): void {
    if (!this.#maySplit || this.#pages < pagesBefore) return
    // Only Amazon's own servers are known to begin right after any key: others leave some out (MinIO, versitygw and
    // gofakes3 did, by their issue trackers), and what is left out would be deleted.
    if (!this.#listing.store.endpoint.aws) return
    if (this.#firstSplit === null && this.#waited < this.#pages * slowPage) return
    this.#firstSplit ??= { at: this.#listing.now(), pages: this.#pages }
    if (this.#pages === this.#firstSplit.pages + trial && !this.#isFaster(this.#firstSplit)) {
      this.#maySplit = false
      return
    }
    let at = this.#pagesOfCurrent > 2 * pagesEach ? 0 : this.#ranges.length - 1
    while (this.#ranges.length <= this.#mayAhead && this.#splitAt(at)) at++
  }

  /** Where a server or this machine is busy, and not far away, to ask it for more at once makes nothing faster. */
  #isFaster({ at, pages }: { readonly at: number; readonly pages: number }): boolean {
    const before = (at - this.#begun) / pages
    const since = (this.#listing.now() - at) / trial
    return since * 1.15 < before
  }

  #splitAt(at: number): boolean {
    const range = this.#ranges[at]
    const [from, to] = [this.#borders[0], this.#borders.at(-1)]
    const base = range?.reached
    if (range === undefined || range.hasEnded || base == null || from === undefined || to === undefined)
      return false
    const { until } = range
    const share = Math.max(1, pagesEach - range.held) / pagesEach
    const border = guessBorder([from, to], this.#page, base, share)
    if (border === null || (until !== null && compareKeys(border, until) >= 0)) return false
    range.endAt(border)
    const behind = new KeyRange(this.#listing, { after: border, until, room: pagesEach }, this.#signal)
    this.#ranges.splice(at + 1, 0, behind)
    return true
  }
}
