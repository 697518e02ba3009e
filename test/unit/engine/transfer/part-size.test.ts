import { describe, expect, it } from 'vitest'
import {
  heldInMemory,
  likelyPartSizes,
  mebibyte,
  partRanges,
  partSizeFor,
} from '../../../../main/engine/transfer/part-size.ts'

describe('partSizeFor', () => {
  it.each([
    [8 * mebibyte, 8],
    [10_000 * 8 * mebibyte, 8],
    [10_000 * 8 * mebibyte + 1, 16],
    [48.8 * 1024 * 1024 * mebibyte, 5120],
  ])('of %d bytes is %d MiB', (size, expected) => {
    expect(partSizeFor(size) / mebibyte).toBe(expected)
  })

  it.each([
    [10, 1, 5],
    [10, 5, 5],
    [10, 5.5, 5.5],
    [10, 64, 64],
    [10, 5120, 5120],
    [10, 5121, 5120],
    [10_000 * 16, 16, 16],
    [10_000 * 16 + 1, 16, 32],
    [10_000 * 5, 1, 8],
    [10_000 * 5120, 0.001, 5120],
  ])('of %d MiB where %d MiB are wanted is %d MiB', (size, wanted, expected) => {
    expect(partSizeFor(size * mebibyte, wanted * mebibyte) / mebibyte).toBeCloseTo(expected)
  })
})

describe('heldInMemory', () => {
  it.each([
    [8, 8, 8, 8],
    [1024, 1024, 1024, 1024],
    [5120, 2048, 1024, 1024],
    [10, 5120, 10, 1024],
  ])('of a threshold of %d MiB and parts of %d MiB is %d and %d', (threshold, chunk, ...expected) => {
    const held = heldInMemory({
      multipartThreshold: threshold * mebibyte,
      multipartChunksize: chunk * mebibyte,
    })
    expect([held.multipartThreshold / mebibyte, held.multipartChunksize / mebibyte]).toEqual(expected)
  })
})

describe('partRanges', () => {
  it.each([
    [0, 10, [[1, 0, 0]]],
    [9, 10, [[1, 0, 9]]],
    [10, 10, [[1, 0, 10]]],
    [
      25,
      10,
      [
        [1, 0, 10],
        [2, 10, 10],
        [3, 20, 5],
      ],
    ],
  ])('of %d bytes in parts of %d', (size, partSize, expected) => {
    expect(partRanges(size, partSize).map((range) => [range.partNumber, range.from, range.size])).toEqual(
      expected,
    )
  })
})

describe('likelyPartSizes', () => {
  it.each([
    ['sent by this tool', 20 * mebibyte, 3, [8, 7]],
    ['sent in two halves', 16 * mebibyte, 2, [8, 15, 10, 9]],
    ['sent in 64 MiB', 200 * mebibyte, 4, [64, 50, 51]],
    ['sent in an odd size', 1000 * mebibyte, 77, [13]],
    ['of one part', 9 * mebibyte, 1, [16, 15, 10, 32]],
  ])('%s', (_, size, count, expected) => {
    expect(likelyPartSizes(size, count).map((bytes) => bytes / mebibyte)).toEqual(expected)
  })

  it('begin with the wanted one', () => {
    expect(likelyPartSizes(40 * mebibyte, 2, 21.5 * mebibyte)[0]).toBe(21.5 * mebibyte)
  })
})
