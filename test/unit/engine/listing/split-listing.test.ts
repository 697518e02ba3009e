import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareKeys } from '../../../../main/engine/listing/key-order.ts'
import { listS3 } from '../../../../main/engine/listing/s3-listing.ts'
import type { ListPage, ListQuery, ObjectStore } from '../../../../main/engine/s3/object-store.ts'
import { SluiceError } from '../../../../shared/errors.ts'

const never = new AbortController().signal
const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

interface ServerOptions {
  readonly keys: readonly string[]
  readonly pageSize?: number
  /** Milliseconds a page takes. */
  readonly latency?: number
  readonly ignoresStartAfter?: boolean
  /** What it makes of a `start-after` that it has no key of: nothing comes, or the next key is left out. */
  readonly unknownStartAfter?: 'nothing' | 'skips one'
  /** Not Amazon's own. */
  readonly isOther?: boolean
  /** It answers one after the other. */
  readonly isBusy?: boolean
  /** Called before each page; may throw. */
  readonly before?: (query: ListQuery, count: number) => void
}

/** A server that lists the keys it has at the moment; a token is the key it goes on after. */
class Server {
  readonly keys: Set<string>
  readonly queries: ListQuery[] = []
  inFlight = 0
  mostInFlight = 0
  time = 0
  readonly #options: ServerOptions

  constructor(options: ServerOptions) {
    this.#options = options
    this.keys = new Set(options.keys)
  }

  async listPage(query: ListQuery, signal: AbortSignal): Promise<ListPage> {
    this.queries.push(query)
    const begun = this.#options.isBusy ? this.time + 50 * this.inFlight : this.time
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight)
    try {
      await later()
      signal.throwIfAborted()
      this.time = Math.max(this.time, begun + (this.#options.latency ?? 50))
      this.#options.before?.(query, this.queries.length)
      return this.#page(query)
    } finally {
      this.inFlight--
    }
  }

  #page({ token, startAfter, prefix }: ListQuery): ListPage {
    const after = token?.slice(1) ?? (this.#options.ignoresStartAfter ? undefined : startAfter)
    const { pageSize = 5, unknownStartAfter } = this.#options
    const isUnknown = token === undefined && startAfter !== undefined && !this.keys.has(startAfter)
    if (isUnknown && unknownStartAfter === 'nothing') return { entries: [], next: null }
    const all = [...this.keys]
      .filter((key) => key.startsWith(prefix) && (after === undefined || compareKeys(key, after) > 0))
      .sort(compareKeys)
    const left = isUnknown && unknownStartAfter === 'skips one' ? all.slice(1) : all
    const entries = left.slice(0, pageSize).map((key) => ({ key, size: 1, modified: 5, etag: 'e' }))
    const next = left.length > pageSize ? `t${entries.at(-1)?.key ?? ''}` : null
    // What `proveListing` finds in a reply to `start-after`.
    if (
      startAfter !== undefined &&
      entries[0] !== undefined &&
      compareKeys(entries[0].key, startAfter) <= 0
    ) {
      throw new SluiceError({ code: 'listing-not-proved', message: 'it starts with a key that is not after' })
    }
    return { entries, next }
  }

  async list(
    onPage: (keys: string[]) => void | Promise<void> = () => undefined,
    signal = never,
  ): Promise<string[]> {
    const listed: string[] = []
    const listing = {
      store: {
        listPage: this.listPage.bind(this),
        endpoint: { label: 'http://h', aws: this.#options.isOther !== true },
      } as Partial<ObjectStore> as ObjectStore,
      bucket: 'b',
      prefix: 'p/',
      retry: <T>(_: string, attempt: (one: AbortSignal) => Promise<T>, one: AbortSignal) => attempt(one),
      now: () => this.time,
    }
    for await (const page of listS3(listing, signal)) {
      const keys = page.map(({ key }) => `p/${key}`)
      listed.push(...keys)
      await onPage(keys)
    }
    return listed
  }

  get split(): boolean {
    return this.queries.some(({ startAfter }) => startAfter !== undefined)
  }
}

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `p/file-${String(i).padStart(6, '0')}.bin`)

const name = fc.oneof(
  { weight: 5, arbitrary: fc.nat(99_999).map((n) => `data/${String(n).padStart(5, '0')}`) },
  { weight: 5, arbitrary: fc.nat(0xffff).map((n) => n.toString(16).padStart(4, '0')) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.constantFrom('a', 'B', '/', '-', '0', '~', ' ', 'é', '\uff5e', '😀'),
      minLength: 1,
      maxLength: 6,
    }),
  },
)
const keySet = fc
  .uniqueArray(name, { minLength: 30, maxLength: 250, size: 'max' })
  .map((names) => names.map((each) => `p/${each}`))

describe('a listing whose pages are waited for', () => {
  test('has ranges of keys listed side by side, in a bounded number', async () => {
    const server = new Server({ keys: numbered(1000) })
    expect(await server.list()).toEqual(numbered(1000))
    expect(server.mostInFlight).toBeGreaterThan(4)
    expect(server.mostInFlight).toBeLessThanOrEqual(6)
    // Of 200 pages; what is more is what guesses cost.
    expect(server.queries.length).toBeLessThan(300)
  })

  test('holds back where its reader is slow: at most four pages of each range are held', async () => {
    const server = new Server({ keys: numbered(2000) })
    let pages = 0
    const held: number[] = []
    await server.list(async () => {
      if (++pages % 50 !== 0) return
      const before = server.queries.length
      for (let i = 0; i < 200; i++) await later()
      expect(server.inFlight).toBe(0)
      held.push(server.queries.length - before)
    })
    expect(server.split).toBe(true)
    expect(Math.max(...held)).toBeLessThanOrEqual(5 * 4 + 1)
  })

  test('is split again where a range is much longer than was guessed', async () => {
    const sparse = Array.from({ length: 100 }, (_, i) => i * 100)
    const dense = Array.from({ length: 2000 }, (_, i) => 10_000 + i)
    const keys = [...sparse, ...dense].map((number) => `p/${String(number).padStart(6, '0')}`)
    const server = new Server({ keys })
    expect(await server.list()).toEqual(keys)
    expect(server.queries.filter(({ startAfter }) => startAfter !== undefined).length).toBeGreaterThan(20)
    expect(server.queries.length).toBeLessThan(600)
  })

  test('is the listing of one page after the other, whatever its keys are', async () => {
    let split = 0
    await fc.assert(
      fc.asyncProperty(keySet, fc.integer({ min: 1, max: 6 }), async (keys, pageSize) => {
        const server = new Server({ keys, pageSize })
        expect(await server.list()).toEqual([...keys].sort(compareKeys))
        if (server.split) split++
      }),
      { numRuns: 150 },
    )
    expect(split).toBeGreaterThan(50)
  })

  test('gives a key once that is itself where a range ends', async () => {
    let ends = 0
    for (let zeros = 0; zeros < 8; zeros++) {
      const keys = Array.from(
        { length: 800 },
        (_, i) => `p/${String(i).padStart(6, '0')}${'0'.repeat(zeros)}`,
      )
      const server = new Server({ keys, pageSize: 10 })
      expect(await server.list()).toEqual(keys)
      ends += server.queries.filter(({ startAfter }) => keys.includes(startAfter ?? '')).length
    }
    expect(ends).toBeGreaterThan(3)
  })

  test('has what was there all the time once, and nothing twice, while keys come and go', async () => {
    await fc.assert(
      fc.asyncProperty(keySet, keySet, fc.infiniteStream(fc.nat()), async (stays, changing, choices) => {
        const moving = changing.filter((key) => !stays.includes(key))
        const server = new Server({
          keys: stays,
          pageSize: 3,
          before: () => {
            const key = moving[(choices.next().value ?? 0) % Math.max(1, moving.length)]
            if (key !== undefined && !server.keys.delete(key)) server.keys.add(key)
          },
        })
        const listed = await server.list()
        for (let i = 1; i < listed.length; i++)
          expect(compareKeys(listed[i - 1] ?? '', listed[i] ?? '')).toBeLessThan(0)
        expect(listed.filter((key) => stays.includes(key))).toEqual([...stays].sort(compareKeys))
      }),
      { numRuns: 60 },
    )
  })

  test.each(['nothing', 'skips one'] as const)(
    'goes on page by page where a start-after that is no key gives %s: what was seen beyond a border must come',
    async (unknownStartAfter) => {
      const server = new Server({ keys: numbered(300), unknownStartAfter })
      expect(await server.list()).toEqual(numbered(300))
      expect(server.split).toBe(true)
    },
  )

  test('is not split where the server is not known to begin right after any key', async () => {
    const server = new Server({ keys: numbered(300), isOther: true })
    expect(await server.list()).toEqual(numbered(300))
    expect(server.split).toBe(false)
    expect(server.queries).toHaveLength(60)
  })

  test('goes on page by page on a server that takes no start-after', async () => {
    const server = new Server({ keys: numbered(300), ignoresStartAfter: true })
    expect(await server.list()).toEqual(numbered(300))
    const asked = server.queries.filter(({ startAfter }) => startAfter !== undefined)
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.length).toBeLessThanOrEqual(7)
  })

  test('goes on page by page where a range fails with its first page', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), async (nth) => {
        let ranges = 0
        const server = new Server({
          keys: numbered(300),
          before: ({ startAfter }) => {
            if (startAfter !== undefined && ++ranges === nth)
              throw new SluiceError({ code: 'server-failed', message: 'no' })
          },
        })
        expect(await server.list()).toEqual(numbered(300))
      }),
    )
  })

  test('is not proved where a page of any range fails, and gives nothing from there on', async () => {
    const keys = numbered(300)
    let failed = 0
    for (let nth = 1; nth <= 60; nth++) {
      let pages = 0
      const failure = new SluiceError({ code: 'unreachable', message: `page ${String(nth)}` })
      const server = new Server({
        keys,
        before: ({ token }) => {
          if (token !== undefined && ++pages === nth) throw failure
        },
      })
      const given: string[] = []
      const outcome = await server.list((page) => void given.push(...page)).catch((error: unknown) => error)
      expect(given).toEqual(keys.slice(0, given.length))
      // A guess may have been for nothing: then what failed is nothing that the listing is made of.
      if (outcome === failure) failed++
      else expect(outcome).toEqual(keys)
      expect(server.inFlight).toBe(0)
    }
    expect(failed).toBeGreaterThan(50)
  })

  test('is given up in all its ranges when its reader leaves', async () => {
    const server = new Server({ keys: numbered(1000) })
    let pages = 0
    const stop = new AbortController()
    const reason = new Error('enough')
    const listed = server.list(() => {
      if (++pages === 20) stop.abort(reason)
    }, stop.signal)
    await expect(listed).rejects.toBe(reason)
    expect(server.inFlight).toBe(0)
    const asked = server.queries.length
    for (let i = 0; i < 10; i++) await later()
    expect(server.queries).toHaveLength(asked)
  })
})

describe('a listing is not split', () => {
  test('any more when that has made it no faster: its server answers no more at once', async () => {
    const server = new Server({ keys: numbered(2000), isBusy: true })
    expect(await server.list()).toEqual(numbered(2000))
    const splits = server.queries.map(({ startAfter }) => startAfter !== undefined)
    expect(splits.slice(0, 80)).toContain(true)
    expect(splits.slice(80)).not.toContain(true)
  })

  test('that is short, however slow it is', async () => {
    const server = new Server({ keys: numbered(40), latency: 10_000 })
    expect(await server.list()).toHaveLength(40)
    expect(server.queries).toHaveLength(8)
    expect(server.split).toBe(false)
  })

  test('whose pages are hardly waited for', async () => {
    const server = new Server({ keys: numbered(500), latency: 10 })
    expect(await server.list()).toHaveLength(500)
    expect(server.queries).toHaveLength(100)
    expect(server.split).toBe(false)
  })
})
