import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Entry } from '../../main/engine/listing/entry.ts'
import { SluiceError, type ErrorCode } from '../../shared/errors.ts'
import { byteName } from '../fakes/byte-name.ts'
import { seededBytes } from '../fakes/seeded-random.ts'
import type { needs } from '../servers/needs.ts'
import { weirdNames } from './weird-names.ts'

/**
 * A store: bytes under keys, listed in the order of the keys' UTF-8 bytes. It is what a sync knows of either of its
 * sides, made of the engine's own parts, so that what holds here holds for a folder as for a bucket. Each call rejects
 * with the reason of a signal that has aborted.
 */
export interface StoreUnderTest {
  /** Puts bytes under a key, in the place of what is there. Readers find all of the old or all of the new. */
  put(key: string, bytes: Uint8Array, signal: AbortSignal): Promise<void>
  /** Rejects with `codeOfMissing` where there is none. */
  read(key: string, signal: AbortSignal): Promise<Uint8Array>
  /** Pages of entries below a prefix, which is empty or ends in `/`; keys are relative to it. */
  list(prefix: string, signal: AbortSignal, pageSize?: number): AsyncIterable<readonly Entry[]>
  /** Says of each key why it is still there; null when it is gone, or was not there. */
  remove(
    keys: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly { readonly key: string; readonly error: SluiceError | null }[]>
  /** Null where there is none. */
  stat(key: string, signal: AbortSignal): Promise<{ readonly size: number; readonly modified: number } | null>
  close(): void | Promise<void>
}

/** How stores differ. */
export interface Supports {
  /** Any key is a name: `../a`, `a//b`, `/a`, and `a` beside `a/b`. Where not, a key is a path, and these are none. */
  readonly anyKey: boolean
  /** The size of a page can be asked for. */
  readonly pageSize: boolean
  readonly codeOfMissing: ErrorCode
}

const unstopped = new AbortController().signal
const text = (content: string): Uint8Array => new TextEncoder().encode(content)
const kibibyte = 1024
const mebibyte = 1024 * kibibyte

/** Around buffers, blocks, chunks, and the 8 MiB from where an upload goes in parts. */
const sizes = [
  0,
  1,
  4 * kibibyte - 1,
  4 * kibibyte,
  64 * kibibyte - 1,
  64 * kibibyte,
  64 * kibibyte + 1,
  mebibyte,
  8 * mebibyte - 1,
  8 * mebibyte,
  8 * mebibyte + 1,
  16 * mebibyte + 3,
]

/** Any object store. */
export const asBucket: Supports = { anyKey: true, pageSize: true, codeOfMissing: 'no-such-key' }
/** Any file system. */
export const asFolder: Supports = { anyKey: false, pageSize: false, codeOfMissing: 'gone' }

/**
 * What every store does.
 *
 * @param needed what the machine must have, so that the suite is skipped by name where it is missing.
 * @param makeStore an empty store for each test.
 */
export function describeStore(
  name: string,
  supports: Supports,
  needed: ReturnType<typeof needs>,
  makeStore: () => Promise<StoreUnderTest> | StoreUnderTest,
): void {
  describe(`the store ${name}`, needed, () => {
    let store: StoreUnderTest

    beforeEach(async () => {
      store = await makeStore()
    })
    afterEach(() => store.close())

    async function pages(prefix = '', pageSize?: number): Promise<(readonly Entry[])[]> {
      return collect(store.list(prefix, unstopped, pageSize))
    }
    async function keys(prefix = '', pageSize?: number): Promise<string[]> {
      return (await pages(prefix, pageSize)).flat().map(({ key }) => key)
    }
    /** Eight at a time, so that a real server is not waited for one by one. */
    async function putAll(wanted: readonly string[]): Promise<void> {
      const queue = wanted.values()
      const worker = async (): Promise<void> => {
        for (const key of queue) await store.put(key, text(`bytes of ${key}`), unstopped)
      }
      await Promise.all(Array.from({ length: 8 }, worker))
    }
    async function remove(wanted: readonly string[]): Promise<void> {
      const removed = await store.remove(wanted, unstopped)
      expect(removed.map(({ key }) => key)).toEqual(wanted)
      expect(removed.filter(({ error }) => error !== null)).toEqual([])
    }

    it('lists nothing when it is empty', async () => {
      expect(await keys()).toEqual([])
      expect(await keys('folder/')).toEqual([])
    })

    it.each(sizes)('gives %d bytes back as they were put', async (size) => {
      const bytes = seededBytes(size, size)
      await store.put('key', bytes, unstopped)
      expect(Buffer.compare(await store.read('key', unstopped), bytes)).toBe(0)
      expect((await store.stat('key', unstopped))?.size).toBe(size)
      expect((await pages()).flat()).toMatchObject([{ key: 'key', size }])
    })

    it('keeps every name as it is, each apart from all others', async () => {
      const names = weirdNames
        .filter(({ objectsOnly }) => supports.anyKey || objectsOnly !== true)
        .map(({ key }) => key)
      await putAll(names)
      const inOrder = inByteOrder(names)
      expect(await keys()).toEqual(inOrder)
      for (const key of names) {
        expect(Buffer.from(await store.read(key, unstopped)).toString(), key).toBe(`bytes of ${key}`)
      }
      // One by one, so that a name that takes another with it is seen.
      for (const [index, key] of inOrder.entries()) {
        await remove([key])
        expect((await keys()).length, key).toBe(inOrder.length - index - 1)
      }
    })

    it('lists in the order of UTF-8 bytes, a folder as if its name ended in a slash', async () => {
      const wanted = [
        ...['A', 'Z', 'a!', 'a-b/c', 'a.txt', 'a/b', 'a/b0', 'a0', 'b'],
        ...[
          'z\u007f',
          '\u00e9',
          '\u07ff',
          '\u0800',
          '\ud7ff',
          '\ue000',
          '\uff5e',
          '\u{10000}',
          '😀',
          '\u{10ffff}',
        ],
      ]
      const inFolder = wanted.map((key) => `\uff5e folder/${key}`)
      await putAll([...wanted, ...inFolder, ...(supports.anyKey ? ['a'] : [])].toReversed())
      const all = await keys()
      expect(all).toEqual(inByteOrder(all))
      expect(all.filter((key) => !key.includes(' folder/') && key !== 'a')).toEqual(wanted)
      expect(await keys('\uff5e folder/')).toEqual(wanted)
    })

    it('lists 2,500 entries in pages, each once and in order', async () => {
      const wanted = Array.from({ length: 2500 }, (_, index) => `${index % 50}/${index}`)
      await putAll(wanted)
      const all = await pages()
      expect(all.length).toBeGreaterThanOrEqual(3)
      expect(Math.max(...all.map((page) => page.length))).toBeLessThanOrEqual(1000)
      expect(all.flat().map(({ key }) => key)).toEqual(inByteOrder(wanted))
    })

    if (supports.pageSize) {
      it('lists pages as small as they are asked for', async () => {
        const wanted = Array.from({ length: 20 }, (_, index) => `key ${index}`)
        await putAll(wanted)
        for (const pageSize of [1, 7, 19, 20]) {
          const all = await pages('', pageSize)
          expect(all).toHaveLength(Math.ceil(20 / pageSize))
          expect(all.flat().map(({ key }) => key)).toEqual(inByteOrder(wanted))
        }
      })
    }

    it('lists below a prefix, and nothing of its siblings', async () => {
      await putAll(['log', 'logs/a', 'logs/b/c', 'logs-old/a', 'logs0', 'logs2/a', 'Logs2/a', 'z/logs/a'])
      expect(await keys('logs/')).toEqual(['a', 'b/c'])
      expect(await keys('logs/b/')).toEqual(['c'])
      expect(await keys('lo/')).toEqual([])
    })

    it('lists what was put, replaced and removed right before', async () => {
      for (let round = 0; round < 10; round++) {
        await store.put(`key ${round}`, text('x'), unstopped)
        expect(await keys()).toEqual([`key ${round}`])
        await store.put(`key ${round}`, text('longer'), unstopped)
        expect((await pages()).flat()).toMatchObject([{ size: 6 }])
        await remove([`key ${round}`])
        expect(await keys()).toEqual([])
      }
    })

    it('replaces all of what was there', async () => {
      await store.put('key', seededBytes(1, 100_000), unstopped)
      await store.put('key', text('short'), unstopped)
      expect(Buffer.from(await store.read('key', unstopped)).toString()).toBe('short')
      expect((await pages()).flat()).toMatchObject([{ key: 'key', size: 5 }])
    })

    it('has one of several writers’ bytes, whole', async () => {
      const bodies = Array.from({ length: 8 }, (_, seed) => seededBytes(seed, 50_000 + seed))
      await Promise.all(bodies.map((body) => store.put('key', body, unstopped)))
      const got = await store.read('key', unstopped)
      expect(bodies.some((body) => Buffer.compare(body, got) === 0)).toBe(true)
      expect(await keys()).toEqual(['key'])
    })

    it('says size and time of an entry as its listing does', async () => {
      const before = Date.UTC(2001, 0, 1)
      await store.put('a folder/key', text('12345'), unstopped)
      const stat = await store.stat('a folder/key', unstopped)
      const [entry] = (await pages()).flat()
      expect([stat?.size, entry?.size]).toEqual([5, 5])
      expect(Math.floor((stat?.modified ?? 0) / 1000)).toBe(Math.floor((entry?.modified ?? 1) / 1000))
      expect(stat?.modified).toBeGreaterThan(before)
    })

    it('has neither bytes nor size of a missing key', async () => {
      await store.put('folder/there', text('x'), unstopped)
      for (const key of ['missing', 'missing/below', 'folder/missing']) {
        const error = await store.read(key, unstopped).catch((reason: unknown) => reason)
        expect(error).toBeInstanceOf(SluiceError)
        expect(error, key).toMatchObject({ code: supports.codeOfMissing })
        expect(await store.stat(key, unstopped), key).toBeNull()
      }
    })

    it('finds nothing wrong in removing a missing key, and removes nothing else', async () => {
      await store.put('folder/there', text('x'), unstopped)
      await remove(['missing', 'folder/missing', 'missing/below'])
      expect(await keys()).toEqual(['folder/there'])
    })

    it('removes many at once, names that XML can’t hold among them', async () => {
      const many = Array.from({ length: 999 }, (_, index) => `many/${index}`)
      const doomed = [...many, 'many/control\u0001character', 'many/\ufffe']
      await putAll([...doomed, 'kept/0', 'many-kept', 'many0'])
      await remove(doomed)
      expect(await keys()).toEqual(['kept/0', 'many-kept', 'many0'])
    })

    it('goes as deep as a key is long', async () => {
      const deep = `${'d/'.repeat(400)}file`
      await putAll([deep, `${'d/'.repeat(399)}d0`])
      expect(await keys()).toEqual([deep, `${'d/'.repeat(399)}d0`])
      expect(await keys('d/'.repeat(200))).toHaveLength(2)
      await remove([deep])
      expect(await keys()).toHaveLength(1)
    })

    it('ends every call of an aborted signal with its reason', async () => {
      await putAll(['key'])
      const reason = new Error('enough')
      const stopped = AbortSignal.abort(reason)
      const calls: readonly (() => Promise<unknown>)[] = [
        () => store.put('key', text('new'), stopped),
        () => store.read('key', stopped),
        () => collect(store.list('', stopped)),
        () => store.remove(['key'], stopped),
        () => store.stat('key', stopped),
      ]
      for (const call of calls) await expect(call()).rejects.toBe(reason)
      expect(Buffer.from(await store.read('key', unstopped)).toString()).toBe('bytes of key')
    })

    it('ends a listing that is stopped between two pages', async () => {
      await putAll(Array.from({ length: 1500 }, (_, index) => `key ${index}`))
      const stop = new AbortController()
      const reason = new Error('enough')
      const listing = store.list('', stop.signal)[Symbol.asyncIterator]()
      expect((await listing.next()).done).toBe(false)
      stop.abort(reason)
      await expect(listing.next()).rejects.toBe(reason)
      expect(await keys()).toHaveLength(1500)
    })
  })
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

function inByteOrder(names: readonly string[]): string[] {
  return names.toSorted((a, b) => (byteName(a) < byteName(b) ? -1 : 1))
}
