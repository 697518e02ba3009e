import { describe, expect, it } from 'vitest'
import { longestText, rangesIn, WrittenRanges } from '../../../../main/engine/local/written-ranges.ts'

const ranges = (...pairs: (readonly [number, number])[]) => pairs.map(([from, to]) => ({ from, to }))

describe('what has been written', () => {
  it.each([
    ['apart', ranges([0, 4], [8, 12]), ranges([0, 4], [8, 12])],
    ['in another order', ranges([8, 12], [0, 4]), ranges([0, 4], [8, 12])],
    ['touching', ranges([0, 4], [8, 12], [4, 8]), ranges([0, 12])],
    ['overlapping', ranges([0, 5], [3, 9], [20, 30], [2, 21]), ranges([0, 30])],
    ['twice', ranges([0, 5], [0, 5], [1, 2]), ranges([0, 5])],
  ])('%s is told in order, and none of it twice', (_, added, all) => {
    const written = new WrittenRanges()
    for (const range of added) written.add(range)
    expect(written.all).toEqual(all)
    expect(rangesIn(written.toText(), 30)).toEqual(all)
  })

  it('has a text that is never too long, and tells of the first ranges', () => {
    const start = Number.MAX_SAFE_INTEGER - 10_000
    const many = Array.from({ length: 1000 }, (_, i) => ({ from: start + 3 * i, to: start + 3 * i + 1 }))
    const text = new WrittenRanges(many).toText()
    expect(text.length).toBeLessThanOrEqual(longestText)
    expect(rangesIn(text, Number.MAX_SAFE_INTEGER)).toEqual(many.slice(0, 200))
  })

  it('is as it was after it was cleared', () => {
    const written = new WrittenRanges(ranges([0, 4]))
    written.clear()
    expect(rangesIn(written.toText(), 4)).toEqual([])
  })

  it('is read to the end of the first line: an earlier one may have been longer', () => {
    expect(rangesIn('sluice ranges: 0-12\n 20-30\n', 30)).toEqual(ranges([0, 12]))
  })

  it.each([
    ['nothing', ''],
    ['zeros', '\0'.repeat(100)],
    ['other text', 'ranges: 0-4\n'],
    ['another line before it', '\nsluice ranges: 0-4\n'],
    ['one that is cut off', 'sluice ranges: 0-4 5-'],
    ['one without the end of its line', 'sluice ranges: 0-4'],
    ['a range from no number', 'sluice ranges: x-4\n'],
    ['a negative one', 'sluice ranges: -4-4\n'],
    ['one with a fraction', 'sluice ranges: 0-4.5\n'],
    ['an empty one', 'sluice ranges: 4-4\n'],
    ['one that ends before it starts', 'sluice ranges: 4-2\n'],
    ['two that overlap', 'sluice ranges: 0-4 3-8\n'],
    ['two that touch', 'sluice ranges: 0-4 4-8\n'],
    ['two out of order', 'sluice ranges: 6-8 0-4\n'],
    ['one beyond the end of the file', 'sluice ranges: 0-31\n'],
    ['one of numbers that are too long', `sluice ranges: 0-${'9'.repeat(17)}\n`],
    ['one of numbers that are not exact', `sluice ranges: 0-${'9'.repeat(16)}\n`],
  ])('is nothing where the text is %s', (_, text) => {
    expect(rangesIn(text, 30)).toEqual([])
  })
})
