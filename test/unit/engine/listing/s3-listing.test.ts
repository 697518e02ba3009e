import { describe, expect, it } from 'vitest'
import type { Entry } from '../../../../main/engine/listing/entry.ts'
import { listS3 } from '../../../../main/engine/listing/s3-listing.ts'
import type { Retry, S3Listing } from '../../../../main/engine/listing/listed-prefix.ts'
import type {
  ListedObject,
  ListPage,
  ListQuery,
  ObjectStore,
} from '../../../../main/engine/s3/object-store.ts'
import { SluiceError } from '../../../../shared/errors.ts'

const once: Retry = (_, attempt, signal) => attempt(signal)
const never = new AbortController().signal

const object = (key: string, more: Partial<ListedObject> = {}): ListedObject => ({
  key,
  size: 1,
  modified: 5,
  etag: 'e',
  ...more,
})

/** Pages of whole keys; the token of page n is `tn`. */
const pagesOf = (...pages: string[][]): ListPage[] =>
  pages.map((keys, i) => ({
    entries: keys.map((key) => object(key)),
    next: i + 1 < pages.length ? `t${i + 1}` : null,
  }))

type Answer = (query: ListQuery, signal: AbortSignal) => Promise<ListPage>

/** A store that only lists, by an answer of the test's own. */
function listing(
  answer: Answer,
  more: Partial<S3Listing> = {},
): S3Listing & { readonly queries: ListQuery[] } {
  const queries: ListQuery[] = []
  const listPage: Answer = (query, signal) => {
    queries.push(query)
    return answer(query, signal)
  }
  const store = { listPage } as Partial<ObjectStore> as ObjectStore
  return { store, bucket: 'b', prefix: 'p/', retry: once, now: () => 0, queries, ...more }
}

const answering = (pages: readonly ListPage[]): Answer => {
  return ({ token }) => {
    const page = pages[token === undefined ? 0 : Number(token.slice(1))]
    return page ? Promise.resolve(page) : Promise.reject(new Error('no such page'))
  }
}

async function collect(what: S3Listing, signal = never): Promise<Entry[][]> {
  const pages: Entry[][] = []
  for await (const page of listS3(what, signal)) pages.push(page)
  return pages
}

const keysOf = async (what: S3Listing): Promise<string[]> =>
  (await collect(what)).flat().map((entry) => entry.key)

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('listS3', () => {
  it('lists page by page, with keys relative to the prefix', async () => {
    const what = listing(answering(pagesOf(['p/a', 'p/b/c'], ['p/d'])), { pageSize: 2 })
    expect(await collect(what)).toEqual([
      [
        { key: 'a', size: 1, modified: 5, etag: 'e' },
        { key: 'b/c', size: 1, modified: 5, etag: 'e' },
      ],
      [{ key: 'd', size: 1, modified: 5, etag: 'e' }],
    ])
    expect(what.queries).toEqual([
      { bucket: 'b', prefix: 'p/', pageSize: 2 },
      { bucket: 'b', prefix: 'p/', pageSize: 2, token: 't1' },
    ])
  })

  it('gives storage class and restore state only where an object is not simply STANDARD', async () => {
    const entries = [
      object('p/a', { storageClass: 'STANDARD', restored: false }),
      object('p/b', { storageClass: 'GLACIER' }),
      object('p/c', { storageClass: 'GLACIER', restored: true }),
    ]
    const [page = []] = await collect(listing(answering([{ entries, next: null }])))
    expect(page).toEqual([
      { key: 'a', size: 1, modified: 5, etag: 'e' },
      { key: 'b', size: 1, modified: 5, etag: 'e', storageClass: 'GLACIER' },
      { key: 'c', size: 1, modified: 5, etag: 'e', storageClass: 'GLACIER', restored: true },
    ])
  })

  it('leaves folder markers out, counts them, and keeps keys of a size that end in a slash (LST-10, LST-12)', async () => {
    const entries = [
      object('p/', { size: 0 }),
      object('p/d/', { size: 0 }),
      object('p/e/', { size: 4 }),
      object('p/f', { size: 0 }),
    ]
    let markers = 0
    const what = listing(answering([{ entries, next: null }]), {
      onFolderMarkers: (count) => (markers += count),
    })
    expect(await keysOf(what)).toEqual(['e/', 'f'])
    expect(markers).toBe(2)
  })

  it('takes an object of the very name of the prefix, if it has a size, for the empty key', async () => {
    expect(await keysOf(listing(answering([{ entries: [object('p/')], next: null }])))).toEqual([''])
  })

  it('lists nothing where there is nothing, and goes on after an empty page', async () => {
    expect(await collect(listing(answering(pagesOf([]))))).toEqual([])
    expect(await keysOf(listing(answering(pagesOf([], ['p/a'], [], ['p/b']))))).toEqual(['a', 'b'])
  })

  it('asks through the retry it is given, page by page', async () => {
    let failures = 2
    const what = listing(
      (query, signal) =>
        failures-- > 0 ? Promise.reject(new Error('busy')) : answering(pagesOf(['p/a']))(query, signal),
      {
        retry: async (_, attempt, signal) => {
          for (;;) {
            try {
              return await attempt(signal)
            } catch {
              continue
            }
          }
        },
      },
    )
    expect(await keysOf(what)).toEqual(['a'])
    expect(what.queries).toHaveLength(3)
  })

  describe('is not proved', () => {
    const token = (next: string | null, ...keys: string[]): ListPage => ({
      entries: keys.map((key) => object(key)),
      next,
    })

    it.each<[string, ListPage[]]>([
      ['when a page repeats the last key of the one before (F29)', pagesOf(['p/a'], ['p/a', 'p/b'])],
      ['when keys go backwards across pages (F30)', pagesOf(['p/b'], ['p/a'])],
      ['when keys go backwards across an empty page', pagesOf(['p/b'], [], ['p/a'])],
      ['when a page in UTF-16 order follows (F20)', pagesOf(['p/\u{1f600}'], ['p/\uff5e'])],
      ['when a token comes again at once (F28)', [token('t1', 'p/a'), token('t1')]],
      ['when a token comes again later', [token('t1', 'p/a'), token('t2'), token('t1')]],
    ])('%s', async (_, pages) => {
      await expect(collect(listing(answering(pages)))).rejects.toMatchObject({
        code: 'listing-not-proved',
        subject: 's3://b/p/',
      })
    })

    it('by the page that broke it: none of its entries are given', async () => {
      const given: string[] = []
      const read = async (): Promise<void> => {
        for await (const page of listS3(listing(answering(pagesOf(['p/b'], ['p/a']))), never))
          given.push(...page.map(({ key }) => key))
      }
      await expect(read()).rejects.toBeInstanceOf(SluiceError)
      expect(given).toEqual(['b'])
    })
  })

  describe('the page after the current one', () => {
    it('is asked for while that is used, and only one', async () => {
      const what = listing(answering(pagesOf(['p/a'], ['p/b'], ['p/c'], ['p/d'])))
      const pages = listS3(what, never)
      await pages.next()
      await tick()
      expect(what.queries).toHaveLength(2)
      await pages.next()
      await tick()
      expect(what.queries).toHaveLength(3)
      await pages.return()
    })

    it('may fail long before anyone asks: then it is thrown, and never unhandled', async () => {
      const unhandled: unknown[] = []
      const note = (reason: unknown): number => unhandled.push(reason)
      process.on('unhandledRejection', note)
      try {
        const failure = new SluiceError({ code: 'unreachable', message: 'gone' })
        const [first] = pagesOf(['p/a'], ['p/b'])
        const what = listing(({ token }) =>
          token === undefined && first ? Promise.resolve(first) : Promise.reject(failure),
        )
        const pages = listS3(what, never)
        await pages.next()
        for (let i = 0; i < 5; i++) await tick()
        await expect(pages.next()).rejects.toBe(failure)

        const left = listS3(
          listing(({ token }) =>
            token === undefined && first ? Promise.resolve(first) : Promise.reject(failure),
          ),
          never,
        )
        await left.next()
        await left.return()
        for (let i = 0; i < 5; i++) await tick()
        expect(unhandled).toEqual([])
      } finally {
        process.off('unhandledRejection', note)
      }
    })

    it('is given up when the reader leaves, and awaited to its end', async () => {
      let ended = false
      const what = listing(({ token }, signal) => {
        if (token === undefined)
          return answering(pagesOf(['p/a'], ['p/b']))({ bucket: 'b', prefix: 'p/' }, signal)
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            setImmediate(() => {
              ended = true
              reject(signal.reason as Error)
            })
          })
        })
      })
      for await (const page of listS3(what, never)) {
        expect(page).toHaveLength(1)
        break
      }
      expect(ended).toBe(true)
    })
  })

  it('stops with the reason of its signal, while a page is coming and when one has come', async () => {
    const reason = new Error('enough')
    const waiting = new AbortController()
    const hanging = listing((_, signal) => {
      return new Promise((__, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error)
        })
      })
    })
    const listed = collect(hanging, waiting.signal)
    await tick()
    waiting.abort(reason)
    await expect(listed).rejects.toBe(reason)

    const between = new AbortController()
    const what = listing(answering(pagesOf(['p/a'], ['p/b'], ['p/c'])))
    const pages = listS3(what, between.signal)
    await pages.next()
    await tick()
    between.abort(reason)
    await expect(pages.next()).rejects.toBe(reason)
    expect(what.queries).toHaveLength(2)
  })
})
