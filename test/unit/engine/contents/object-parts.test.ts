import { expect, test } from 'vitest'
import { areAlike, askFirstPart, askFurtherParts } from '../../../../main/engine/contents/object-parts.ts'
import { compareScene } from './comparing.ts'
import { never } from './listed-file.ts'

const text = 'twenty bytes are here'

test.each([
  [[8, 8, 5], true],
  [[8, 8, 8], true],
  [[8, 8, 9], false],
  [[8, 7, 8], false],
  [[8], true],
])('parts of %j are alike: %s', (sizes, expected) => {
  expect(areAlike(sizes)).toBe(expected)
})

test.each([
  ['of parts', 'aws', { parts: [8, 8, 5] }, 3, { kind: 'told', size: 8 }],
  ['of one part', 'aws', { parts: [21] }, 1, { kind: 'told', size: 21 }],
  ['whose server answers for all of it', 'radosgw', { parts: [8, 8, 5] }, 3, { kind: 'untold' }],
  ['under SSE-KMS', 'aws', { parts: [8, 8, 5], hidden: true }, 3, { kind: 'hidden' }],
] as const)('the first part of an object %s', async (_, quirks, stored, count, expected) => {
  const { put, tools } = compareScene(quirks)
  expect(await askFirstPart(put('k', { text, ...stored }), count, tools.retry, never)).toEqual(expected)
})

test('the sizes of all parts are those of all bytes, or not known', async () => {
  const { put, tools } = compareScene()
  const object = put('k', { text, parts: [8, 6, 7] })
  expect(await askFurtherParts(object, 8, 3, tools.retry, never)).toEqual([8, 6, 7])
  expect(await askFurtherParts(object, 9, 3, tools.retry, never)).toBeNull()
})
