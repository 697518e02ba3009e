import { describe, expect, test } from 'vitest'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { BrowseView, type Look } from '../../../../main/services/browse/browse-view.ts'
import { everyName } from '../../../../shared/name-filter.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'
import { s3Error } from '../../../fakes/s3-error.ts'

const byName = { sort: { by: 'name', descending: false } as const, filter: everyName }

function look(keys: readonly string[], before?: MemoryS3['before']) {
  const world = createMemoryWorld()
  const s3 = new MemoryS3({ clock: world.clock, pageSize: 2 })
  const bucket = s3.makeBucket('b')
  const put = (key: string): void => {
    bucket.write(key, { bytes: Buffer.from('xy'), etag: 'e', etagIsDigest: true, metadata: {} })
  }
  keys.forEach(put)
  s3.before = before
  const counts: number[] = []
  const view = new BrowseView(
    'view-1',
    { token: 't', address: { kind: 's3', bucket: 'b', prefix: '' } },
    { fs: world.fs, retry: createRetry(world), store: async () => s3.connect() },
    (changed) => counts.push(changed.status().count),
  )
  const listed = async (): Promise<void> => {
    while (!view.ended) await world.clock.advance(1000)
  }
  const names = (look: Look = byName): string[] => view.page(look, 0, 500).entries.map(({ name }) => name)
  return { view, s3, bucket, put, counts, listed, names }
}

test('fills as pages come, and says so', async () => {
  const { view, counts, listed } = look(['1', '2', '3', '4', '5'])
  expect(view.status()).toMatchObject({ count: 0, complete: false, error: null })
  await listed()
  expect(counts).toEqual([0, 2, 4, 5, 5])
  expect(view.status()).toMatchObject({ viewId: 'view-1', count: 5, bytes: 10, complete: true })
})

test('gives pages in order, to the end and not beyond it', async () => {
  const { view, listed } = look(['c', 'a', 'b', 'f/x'])
  await listed()
  expect(view.page(byName, 1, 2)).toMatchObject({ total: 4, entries: [{ name: 'a' }, { name: 'b' }] })
  expect(view.page(byName, 3, 10).entries.map(({ name }) => name)).toEqual(['c'])
  expect(view.page(byName, 4, 10).entries).toEqual([])
})

test('keeps what was found where the listing fails part way, and says why', async () => {
  let asked = 0
  const { view, listed, names } = look(['1', '2', '3'], () => {
    if (++asked > 1) throw s3Error('AccessDenied', { op: 'ListObjectsV2' })
  })
  await listed()
  expect(view.status()).toMatchObject({ count: 2, complete: false, error: { code: 'access-denied' } })
  expect(names()).toEqual(['1', '2'])
})

describe('listed anew', () => {
  test('has what is there now, and a page of before is out of date', async () => {
    const { view, bucket, put, listed, names } = look(['1', '2'])
    await listed()
    const { revision } = view.status()
    bucket.remove('1')
    put('3')
    view.refresh()
    // Nothing jumps: what was there stays until there is something new.
    expect(names()).toEqual(['1', '2'])
    await listed()
    expect(names()).toEqual(['2', '3'])
    expect(view.status()).toMatchObject({ count: 2, bytes: 4 })
    expect(view.status().revision).toBeGreaterThan(revision)
  })

  test.each(['fails', 'is stopped'])(
    'and %s before anything has come: the rows of before stay, and are said to be old',
    async (how) => {
      const { view, s3, listed, names } = look(['1', '2'])
      await listed()
      s3.before = () => {
        throw s3Error('NoSuchBucket', { op: 'ListObjectsV2' })
      }
      view.refresh()
      expect(view.status()).toMatchObject({ count: 2, old: false })
      if (how === 'is stopped') view.stop()
      else await listed()
      expect(names()).toEqual(['1', '2'])
      expect(view.status()).toMatchObject({
        count: 2,
        old: true,
        complete: false,
        stopped: how === 'is stopped',
      })
      s3.before = undefined
      view.refresh()
      await listed()
      expect(view.status()).toMatchObject({
        count: 2,
        old: false,
        complete: true,
        error: null,
        stopped: false,
      })
    },
  )

  test('in the middle of a listing has no name twice', async () => {
    const { view, listed, names } = look(['1', '2', '3', '4', '5'])
    view.refresh()
    view.refresh()
    await listed()
    expect(names()).toEqual(['1', '2', '3', '4', '5'])
  })

  test('is empty where everything is gone', async () => {
    const { view, bucket, listed, names } = look(['1'])
    await listed()
    bucket.remove('1')
    view.refresh()
    await listed()
    expect(names()).toEqual([])
  })
})

describe('stopped', () => {
  test('it asks for no more and keeps what was found, until it is listed anew', async () => {
    const { view, listed, names, counts, s3 } = look(['1', '2', '3', '4', '5'])
    s3.before = () => {
      if (view.status().count === 2) view.stop()
    }
    await listed()
    expect(view.status()).toMatchObject({ count: 2, complete: false, stopped: true, error: null, old: false })
    expect(names()).toEqual(['1', '2'])
    expect(counts).toEqual([0, 2, 2])
    s3.before = undefined
    view.refresh()
    await listed()
    expect(view.status()).toMatchObject({ count: 5, complete: true, stopped: false })
  })

  test('after its end it is as it was', async () => {
    const { view, listed } = look(['1'])
    await listed()
    const before = view.status()
    view.stop()
    expect(view.status()).toEqual(before)
  })
})

describe('narrowed', () => {
  const keys = ['.env', '.git/x', 'a.JPG', 'b.jpg', 'c.txt']
  const shown = (text: string, dotNames = true): Look => ({ ...byName, filter: { text, dotNames } })

  test.each([
    ['jpg', true, ['a.JPG', 'b.jpg'], 0],
    ['*.j?g', true, ['a.JPG', 'b.jpg'], 0],
    ['', false, ['a.JPG', 'b.jpg', 'c.txt'], 2],
    ['i', false, [], 1],
    ['zz', true, [], 0],
  ])('%j, names with a dot shown: %j', async (text, dotNames, found, hidden) => {
    const { view, listed, names } = look(keys)
    await listed()
    expect(names(shown(text, dotNames))).toEqual(found)
    const page = view.page(shown(text, dotNames), 0, 1)
    expect(page).toMatchObject({ total: found.length, bytes: found.length * 2, hidden })
    expect(view.status().count).toBe(5)
  })

  test('finds only what is shown, at its place among that', async () => {
    const { view, listed } = look(keys)
    await listed()
    expect(view.find(shown('jpg'), 'b', 0)).toBe(1)
    expect(view.find(shown('jpg'), 'c', 0)).toBeNull()
  })

  test('names what is shown and like a pattern, as many as are asked for', async () => {
    const { view, listed } = look(keys)
    await listed()
    expect(view.names({ text: '', dotNames: false }, '', 2)).toMatchObject({ total: 3 })
    expect(view.names({ text: '.', dotNames: true }, '*.jpg', 9)).toEqual({
      total: 2,
      names: [
        { name: 'a.JPG', size: 2 },
        { name: 'b.jpg', size: 2 },
      ],
    })
  })
})

describe('finds a name', () => {
  test.each([
    ['ban', 0, 1],
    ['BAN', 1, 1],
    ['ban', 2, 1],
    ['c', 0, 2],
    ['x', 0, null],
  ])('%j from %i at %j', async (text, from, index) => {
    const { view, listed } = look(['apple', 'banana', 'cherry'])
    await listed()
    expect(view.find(byName, text, from)).toBe(index)
  })
})

test('shows marks beside the names they are of, whatever the order', async () => {
  const { view, listed } = look(['a', 'b'])
  await listed()
  const { revision } = view.status()
  view.setMarks(['same', 'differs'])
  const { entries } = view.page({ sort: { by: 'name', descending: true }, filter: everyName }, 0, 2)
  expect(entries.map(({ name, mark }) => [name, mark])).toEqual([
    ['b', 'differs'],
    ['a', 'same'],
  ])
  expect(view.status().revision).toBeGreaterThan(revision)
})

test('that is closed stops to list', async () => {
  const { view, s3, counts } = look(['1', '2', '3'])
  view.close()
  await new Promise((resolve) => setImmediate(resolve))
  expect(s3.effects.filter(({ done }) => done).length).toBeLessThan(2)
  expect(counts).toEqual([0])
})
