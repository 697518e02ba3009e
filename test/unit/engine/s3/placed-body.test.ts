import { expect, test } from 'vitest'
import { PlacedBody } from '../../../../main/engine/s3/placed-body.ts'

const text = (bytes: string): Uint8Array => Buffer.from(bytes)

test('what comes before there is a place for it is put there later', async () => {
  const body = new PlacedBody(6, () => undefined)
  body.came(text('ab'))
  body.came(text('cd'))
  expect(body.place).toBeNull()
  const into = Buffer.alloc(8, '.')
  body.begin(into)
  expect(await body.next()).toBe(4)
  expect(into.toString()).toBe('abcd....')
})

test('its place goes on where the bytes before have ended, and no further than the last', () => {
  const body = new PlacedBody(6, () => undefined)
  const into = Buffer.alloc(8)
  body.begin(into)
  body.came(text('ab'))
  expect(body.place).toEqual(into.subarray(2, 6))
  body.came(text('cdef'))
  expect(body.place).toBeNull()
  expect(body.missing).toBe(0)
})

test('bytes that are in their place already stay as they are', async () => {
  const body = new PlacedBody(3, () => undefined)
  const into = Buffer.from('abc')
  body.begin(into)
  body.came(into.subarray(0, 3))
  expect(await body.next()).toBe(3)
  expect(into.toString()).toBe('abc')
})

test('its socket reads on only when more is wanted than has come', async () => {
  let resumed = 0
  const body = new PlacedBody(6, () => resumed++)
  body.begin(Buffer.alloc(6))
  body.came(text('ab'))
  expect([body.isAwaited, await body.next(), resumed]).toEqual([false, 2, 0])
  const more = body.next()
  expect([body.isAwaited, resumed]).toEqual([true, 1])
  body.came(text('cdef'))
  expect([await more, await body.next(), resumed]).toEqual([4, 0, 1])
})

test('one that fails gives what has come, and then its error', async () => {
  const body = new PlacedBody(6, () => undefined)
  body.begin(Buffer.alloc(6))
  body.came(text('ab'))
  body.fail(new Error('first'))
  body.fail(new Error('second'))
  expect(await body.next()).toBe(2)
  await expect(body.next()).rejects.toThrow('first')
})

test('one that has come whole does not fail any more', async () => {
  const body = new PlacedBody(2, () => undefined)
  body.begin(Buffer.alloc(2))
  body.came(text('ab'))
  body.fail(new Error('late'))
  expect([await body.next(), await body.next()]).toEqual([2, 0])
})
