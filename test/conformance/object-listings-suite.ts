import { describe, expect, it } from 'vitest'
import type { Context } from './object-store-suite.ts'
import { listKeys, put, putAll, refusal, unstopped } from './object-store-under-test.ts'

/** Prefixes, places to start, tokens, and names below a folder. */
export function describeListings(context: Context): void {
  describe('listings', () => {
    it('of nothing are empty, and at their end', async () => {
      const { store, bucket } = context
      expect(await store.listPage({ bucket, prefix: '' }, unstopped)).toEqual({ entries: [], next: null })
      await put(store, bucket, 'elsewhere')
      expect(await store.listPage({ bucket, prefix: 'here/' }, unstopped)).toEqual({
        entries: [],
        next: null,
      })
    })

    it('say of each object its key, size, time and ETag', async () => {
      const { store, bucket } = context
      const { etag } = await put(store, bucket, 'k', 'four')
      const head = await store.head({ bucket, key: 'k' }, unstopped)
      const { entries } = await store.listPage({ bucket, prefix: '' }, unstopped)
      expect(entries).toEqual([{ key: 'k', size: 4, etag, modified: expect.any(Number) as number }])
      // A header has whole seconds, a listing may have more.
      expect(Math.floor((entries[0]?.modified ?? 0) / 1000)).toBe((head?.modified ?? 0) / 1000)
    })

    it('begin with their prefix and have nothing beside it', async () => {
      const { store, bucket } = context
      const below = ['logs/', 'logs/a', 'logs/b/c']
      await putAll(store, bucket, ['log', 'logs', 'logs-old/a', ...below, 'logs0', 'logs2/a', 'Logs/a'])
      expect(await listKeys(store, bucket, 'logs/')).toEqual([below])
      expect(await listKeys(store, bucket, 'logs/b')).toEqual([['logs/b/c']])
    })

    it('take a prefix with any character in it', async () => {
      const { store, bucket } = context
      const prefixes = ['a b/', 'a+b/', 'a%2Bb/', '&amp;/', 'ü😀/', '*?/', '"/', "'/", 'a\nb/']
      await putAll(
        store,
        bucket,
        prefixes.map((prefix) => `${prefix}x`),
      )
      for (const prefix of prefixes) expect(await listKeys(store, bucket, prefix)).toEqual([[`${prefix}x`]])
    })

    it('go on page by page, each with as many as were asked for', async () => {
      const { store, bucket } = context
      const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
      await putAll(store, bucket, keys)
      expect(await listKeys(store, bucket, '', 3)).toEqual([['a', 'b', 'c'], ['d', 'e', 'f'], ['g']])
      expect(await listKeys(store, bucket, '', 7)).toEqual([keys])
      expect(await listKeys(store, bucket, '', 1)).toEqual(keys.map((key) => [key]))
    })

    it('go on after keys of any kind', async () => {
      const { store, bucket } = context
      const keys = ['\t', ' ', '%zz', '&', '+', 'a\nb', 'a//b', '\u00e9', '\uff5e', '😀'].map(
        (name) => `p/${name}`,
      )
      await putAll(store, bucket, keys)
      expect(await listKeys(store, bucket, 'p/', 1)).toEqual(keys.map((key) => [key]))
      for (const [index, startAfter] of keys.entries()) {
        const { entries } = await store.listPage({ bucket, prefix: 'p/', startAfter }, unstopped)
        expect(entries.map(({ key }) => key)).toEqual(keys.slice(index + 1))
      }
    })

    it('start after a key, which need not be there nor below the prefix', async () => {
      const { store, bucket } = context
      await putAll(store, bucket, ['p/a', 'p/b', 'p/c', 'q'])
      const after = async (startAfter: string): Promise<string[]> => {
        const { entries } = await store.listPage({ bucket, prefix: 'p/', startAfter }, unstopped)
        return entries.map(({ key }) => key)
      }
      expect(await after('p/a')).toEqual(['p/b', 'p/c'])
      expect(await after('p/aa')).toEqual(['p/b', 'p/c'])
      expect(await after('a')).toEqual(['p/a', 'p/b', 'p/c'])
      expect(await after('p/c')).toEqual([])
      expect(await after('z')).toEqual([])
    })

    it('start after a key and go on by token', async () => {
      const { store, bucket } = context
      await putAll(store, bucket, ['a', 'b', 'c', 'd', 'e'])
      const query = { bucket, prefix: '', pageSize: 2 }
      const first = await store.listPage({ ...query, startAfter: 'a' }, unstopped)
      const second = await store.listPage({ ...query, token: first.next ?? '' }, unstopped)
      expect([...first.entries, ...second.entries].map(({ key }) => key)).toEqual(['b', 'c', 'd', 'e'])
      expect(second.next).toBeNull()
    })

    it('show a folder’s names: folders once, and the objects in it', async () => {
      const { store, bucket } = context
      await putAll(store, bucket, ['a', 'b/', 'b/c', 'b/d/e', 'b-', 'c//x', 'c/y', 'ü 1+%2B/x'])
      const browse = async (prefix: string) => {
        const { entries, folders, next } = await store.browse({ bucket, prefix, delimiter: '/' }, unstopped)
        expect(next).toBeNull()
        return { folders, keys: entries.map(({ key }) => key) }
      }
      expect(await browse('')).toEqual({ folders: ['b/', 'c/', 'ü 1+%2B/'], keys: ['a', 'b-'] })
      expect(await browse('b/')).toEqual({ folders: ['b/d/'], keys: ['b/', 'b/c'] })
      expect(await browse('c/')).toEqual({ folders: ['c//'], keys: ['c/y'] })
    })

    it('page through a folder’s names without repeating a folder', async () => {
      const { store, bucket } = context
      await putAll(store, bucket, ['a/1', 'a/2', 'a/3', 'b', 'c/1', 'c/2', 'd', 'e/1'])
      const names: string[] = []
      const tokens: string[] = []
      let token: string | null = ''
      while (token !== null) {
        const query = {
          bucket,
          prefix: '',
          delimiter: '/' as const,
          pageSize: 2,
          ...(token === '' ? {} : { token }),
        }
        const page = await store.browse(query, unstopped)
        expect(page.entries.length + page.folders.length).toBeLessThanOrEqual(2)
        names.push(...page.folders, ...page.entries.map(({ key }) => key))
        token = page.next
        expect(tokens).not.toContain(token)
        if (token !== null) tokens.push(token)
      }
      expect(names.toSorted()).toEqual(['a/', 'b', 'c/', 'd', 'e/'])
    })

    it('of a missing bucket are refused', async () => {
      const { store } = context
      await refusal(
        store.browse({ bucket: 'sluice-no-such-bucket', prefix: '', delimiter: '/' }, unstopped),
        'no-such-bucket',
      )
    })
  })
}
