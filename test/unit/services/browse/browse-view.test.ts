import { describe, expect, test } from 'vitest'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { BrowseView } from '../../../../main/services/browse/browse-view.ts'
import type { BrowseSort } from '../../../../shared/bridge/places.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'
import { s3Error } from '../../../fakes/s3-error.ts'

const byName: BrowseSort = { by: 'name', descending: false }

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
    while (!view.complete && view.status().error === null) await world.clock.advance(1000)
  }
  const names = (sort = byName): string[] => view.page(sort, 0, 500).entries.map(({ name }) => name)
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
  const { entries } = view.page({ by: 'name', descending: true }, 0, 2)
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
