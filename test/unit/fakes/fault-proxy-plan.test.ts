import { expect, test } from 'vitest'
import { armed } from '../../fakes/fault-proxy-plan.ts'
import type { Fault } from '../../fakes/fault-proxy-plan.ts'
import { readS3Request } from '../../fakes/fault-proxy-request.ts'

const get = (path: string) => readS3Request('GET', path, {})
const list = (query = '') => readS3Request('GET', `/b?list-type=2${query}`, {})

/** Which of some calls a fault strikes. */
function struck(fault: Fault, calls: readonly ReturnType<typeof get>[], page = 1): boolean[] {
  const [one] = armed([fault])
  return calls.map((call) => one?.strikes(call, page) ?? false)
}

test('a fault strikes every call of its mode, and no other', () => {
  expect(struck({ mode: 'bitflip' }, [get('/b/k'), list(), get('/b/k')])).toEqual([true, false, true])
})

test('a fault may name other calls than its mode', () => {
  expect(struck({ mode: 'denied', on: ['ListObjectsV2'] }, [get('/b/k'), list()])).toEqual([false, true])
})

test('a bucket, a key and a prefix each narrow a fault', () => {
  expect(struck({ mode: 'trunc', bucket: 'b' }, [get('/b/k'), get('/c/k')])).toEqual([true, false])
  expect(struck({ mode: 'trunc', key: 'k k' }, [get('/b/k%20k'), get('/b/k')])).toEqual([true, false])
  expect(struck({ mode: 'list403', prefix: 'p/' }, [list('&prefix=p%2Fq'), list()])).toEqual([true, false])
})

test('nth and count say which of the calls are struck', () => {
  expect(
    struck(
      { mode: 'trunc', nth: 2, count: 2 },
      [1, 2, 3, 4].map(() => get('/b/k')),
    ),
  ).toEqual([false, true, true, false])
})

test('with every, some calls between go by', () => {
  expect(
    struck(
      { mode: 'trunc', nth: 2, every: 3 },
      [1, 2, 3, 4, 5].map(() => get('/b/k')),
    ),
  ).toEqual([false, true, false, false, true])
})

test('counted per key, each key has its own count', () => {
  const calls = [get('/b/a'), get('/b/a'), get('/b/c'), get('/b/c')]
  expect(struck({ mode: 'trunc', count: 1, perKey: true }, calls)).toEqual([true, false, true, false])
})

test('a page number spares the pages before it', () => {
  expect(struck({ mode: 'list500', fromPage: 2 }, [list()], 1)).toEqual([false])
  expect(struck({ mode: 'list500', fromPage: 2 }, [list()], 2)).toEqual([true])
})

test('slow503 strikes two of three', () => {
  expect(
    struck(
      { mode: 'slow503' },
      [1, 2, 3, 4, 5, 6].map(() => get('/b/k')),
    ),
  ).toEqual([true, true, false, true, true, false])
})
