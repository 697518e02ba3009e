import { expect, test, vi } from 'vitest'
import { PagedRows, pageSize, type Page } from '../../../renderer/rows/paged-rows.svelte.ts'

interface Asked {
  readonly offset: number
  readonly signal: AbortSignal
  answer(text: string, total?: number): void
  fail(error: Error): void
}

/** Rows whose pages come when the test says so. */
function open(): { rows: PagedRows<string>; asked: Asked[]; next: (count: number) => Promise<Asked> } {
  const asked: Asked[] = []
  const rows = new PagedRows<string>((offset, limit, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<Page<string>>()
    const answer = (text: string, total = 100_000): void => {
      const length = Math.max(0, Math.min(limit, total - offset))
      resolve({ total, rows: Array.from({ length }, (_, index) => `${text} ${offset + index}`) })
    }
    asked.push({ offset, signal, answer, fail: reject })
    return promise
  })
  const next = async (count: number): Promise<Asked> => {
    await vi.waitFor(() => expect(asked).toHaveLength(count))
    const last = asked.at(-1)
    if (last === undefined) throw new Error('Nothing was asked.')
    return last
  }
  return { rows, asked, next }
}

/** What is under way in promises has come to its end. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

test('only the pages in view are asked for, one at a time', async () => {
  const { rows, asked, next } = open()
  rows.show(150, 250)
  ;(await next(1)).answer('a')
  ;(await next(2)).answer('a')
  await settled()
  expect(asked.map(({ offset }) => offset)).toEqual([0, pageSize])
  expect([rows.at(150), rows.at(250), rows.at(400)]).toEqual(['a 150', 'a 250', undefined])
  expect(rows.total).toBe(100_000)
})

test('places that were passed over on the way are not asked for', async () => {
  const { rows, asked, next } = open()
  rows.show(0, 20)
  for (let first = 200; first <= 20_000; first += 200) rows.show(first, first + 20)
  ;(await next(1)).answer('a')
  ;(await next(2)).answer('a')
  await settled()
  expect(asked.map(({ offset }) => offset)).toEqual([0, 20_000])
  expect(rows.at(20_010)).toBe('a 20010')
})

test('what is held is not asked for again', async () => {
  const { rows, asked, next } = open()
  rows.show(0, 20)
  ;(await next(1)).answer('a')
  await settled()
  rows.show(10, 30)
  rows.show(0, 20)
  await settled()
  expect(asked).toHaveLength(1)
})

test('stale rows stay until fresh ones have come', async () => {
  const { rows, next } = open()
  rows.show(0, 20)
  ;(await next(1)).answer('old')
  await settled()
  rows.refresh()
  const fresh = await next(2)
  expect(rows.at(3)).toBe('old 3')
  fresh.answer('new')
  await settled()
  expect(rows.at(3)).toBe('new 3')
})

test('a refresh lets go of the answer that is on its way', async () => {
  const { rows, asked, next } = open()
  rows.show(0, 20)
  const early = await next(1)
  rows.refresh()
  const late = await next(2)
  expect(early.signal.aborted).toBe(true)
  early.answer('early')
  await settled()
  expect(rows.at(0)).toBeUndefined()
  late.answer('late')
  await settled()
  expect(rows.at(0)).toBe('late 0')
  expect(asked).toHaveLength(2)
})

test('a reset shows nothing of the view before it', async () => {
  const { rows, next } = open()
  rows.show(0, 20)
  ;(await next(1)).answer('old')
  await settled()
  rows.reset()
  expect(rows.at(0)).toBeUndefined()
  ;(await next(2)).answer('new', 5)
  await settled()
  expect([rows.at(0), rows.total]).toEqual(['new 0', 5])
})

test('a reset to the top asks for the first of as many places as were shown', async () => {
  const { rows, asked, next } = open()
  rows.show(50_000, 50_250)
  ;(await next(1)).answer('old')
  ;(await next(2)).answer('old')
  await settled()
  rows.resetToTop()
  ;(await next(3)).answer('new')
  ;(await next(4)).answer('new')
  await settled()
  expect(asked.slice(2).map(({ offset }) => offset)).toEqual([0, pageSize])
  expect([rows.at(250), rows.at(50_000)]).toEqual(['new 250', undefined])
})

test('pages that were long out of sight are dropped, and asked for again when they are seen', async () => {
  const { rows, asked, next } = open()
  for (let page = 0; page <= 40; page++) {
    rows.show(page * pageSize, page * pageSize + 20)
    ;(await next(page + 1)).answer('a')
    await settled()
  }
  expect(rows.at(0)).toBeUndefined()
  expect(rows.at(pageSize)).toBe(`a ${pageSize}`)
  rows.show(0, 20)
  expect((await next(42)).offset).toBe(0)
  expect(asked).toHaveLength(42)
})

test('a page that does not come is told of, and the rows that are there stay', async () => {
  const { rows, next } = open()
  rows.show(0, 20)
  ;(await next(1)).answer('a')
  await settled()
  const error = new Error('gone')
  rows.refresh()
  ;(await next(2)).fail(error)
  await settled()
  expect(rows.error).toBe(error)
  expect(rows.at(0)).toBe('a 0')
  rows.refresh()
  ;(await next(3)).answer('b')
  await settled()
  expect([rows.error, rows.at(0)]).toEqual([null, 'b 0'])
})

test('a list that became shorter than where the window stood shows its end', async () => {
  const { rows, next } = open()
  rows.show(50_000, 50_020)
  ;(await next(1)).answer('a', 300)
  expect((await next(2)).offset).toBe(pageSize)
})

test('a list that became empty is not asked for again and again', async () => {
  const { rows, asked, next } = open()
  rows.show(500, 520)
  ;(await next(1)).answer('a', 0)
  await settled()
  expect([asked.length, rows.total, rows.at(0)]).toEqual([1, 0, undefined])
})

test('nothing is asked for after it was closed', async () => {
  const { rows, asked, next } = open()
  rows.show(0, 20)
  const asking = await next(1)
  rows.close()
  expect(asking.signal.aborted).toBe(true)
  rows.show(1000, 1020)
  rows.refresh()
  await settled()
  expect(asked).toHaveLength(1)
})
