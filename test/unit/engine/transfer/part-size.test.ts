import { describe, expect, it } from 'vitest'
import {
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

  it('is never below 5 MiB', () => {
    expect(partSizeFor(10 * mebibyte, mebibyte) / mebibyte).toBe(5)
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
})
