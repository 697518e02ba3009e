import { describe, expect, it } from 'vitest'
import { comparePair, type ContentVerdict } from '../../../../main/engine/planning/compare-pair.ts'
import type { Direction } from '../../../../main/engine/side.ts'
import type { Compare } from '../../../../shared/sync-rules.ts'

const at = (modified: number, size = 10): { size: number; modified: number } => ({ size, modified })
const second = 1000

type Row = [
  Compare,
  Direction,
  string,
  { size: number; modified: number },
  { size: number; modified: number },
  string | null,
]

const table: Row[] = [
  ['default', 'upload', 'sizes differ', at(0, 1), at(0, 2), 'size-differs CMP-1'],
  ['default', 'upload', 'S newer by a quarter of a second', at(250), at(0), 'source-newer CMP-2'],
  ['default', 'upload', 'equal times', at(5), at(5), null],
  ['default', 'upload', 'D newer', at(0), at(5), null],
  ['default', 'copy', 'S newer', at(1), at(0), 'source-newer CMP-4'],
  ['default', 'copy', 'D newer', at(0), at(1), null],
  ['default', 'download', 'D newer: the local edit is replaced', at(0), at(1), 'dest-newer CMP-3'],
  ['default', 'download', 'S newer: kept as it is', at(5 * second), at(0), null],
  ['default', 'download', 'sizes differ', at(5, 1), at(5, 2), 'size-differs CMP-1'],
  ['size-only', 'upload', 'S newer', at(9), at(0), null],
  ['size-only', 'download', 'D newer', at(0), at(9), null],
  ['size-only', 'copy', 'sizes differ', at(0, 1), at(0, 2), 'size-differs CMP-5'],
  ['exact-timestamps', 'upload', 'D newer: uploads are as by default', at(0), at(9 * second), null],
  ['exact-timestamps', 'copy', 'S newer', at(1), at(0), 'source-newer CMP-4'],
  ['exact-timestamps', 'download', 'same second', at(1 * second), at(1 * second + 999), null],
  [
    'exact-timestamps',
    'download',
    'S newer by a second',
    at(2 * second),
    at(1 * second),
    'source-newer CMP-6',
  ],
  ['exact-timestamps', 'download', 'D newer by a second', at(1 * second), at(2 * second), 'dest-newer CMP-6'],
  ['any-time', 'download', 'S newer by a second', at(2 * second), at(1 * second), 'source-newer CMP-6'],
  ['any-time', 'download', 'same second before 1970', at(-1), at(-999), null],
  ['any-time', 'upload', 'D newer', at(0), at(9 * second), null],
]

describe('comparePair', () => {
  it.each(table)('%s, %s, %s', (compare, direction, _, source, destination, expected) => {
    const difference = comparePair(compare, direction, source, destination)
    expect(difference === null ? null : `${difference.reason} ${difference.rule}`).toBe(expected)
  })
})

const same: ContentVerdict = { kind: 'same' }
const differs: ContentVerdict = { kind: 'differs', by: 'MD5' }
const unverified: ContentVerdict = { kind: 'unverified', why: 'Nobody knows.' }
const untold: ContentVerdict = { ...unverified, partsUntold: true }

describe('comparePair by content', () => {
  it.each<[string, Direction, number, number, ContentVerdict | undefined, string | null]>([
    ['same, though the source is newer', 'upload', 9, 0, same, null],
    ['same, though seconds differ', 'download', 9 * second, 0, same, null],
    ['differ, at one time', 'upload', 5, 5, differs, 'content-differs content: MD5'],
    ['differ, and the destination is newer', 'copy', 0, 9, differs, 'content-differs content: MD5'],
    ['unverified, the source is newer', 'upload', 9, 0, unverified, 'source-newer CMP-2'],
    ['unverified, the destination is newer', 'upload', 0, 9, unverified, 'unverified content, kept'],
    ['unverified, other seconds', 'download', 0, 9 * second, unverified, 'dest-newer CMP-6'],
    ['unverified, the same second', 'download', 0, 9, unverified, 'unverified content, kept'],
    ['parts untold', 'upload', 0, 9, untold, 'unverified content'],
    ['parts untold, newer', 'upload', 9, 0, untold, 'source-newer CMP-2'],
    ['parts untold', 'download', 0, 9, untold, 'unverified content, kept'],
    ['parts untold', 'copy', 0, 9, untold, 'unverified content, kept'],
    ['not looked into', 'upload', 0, 9, undefined, 'unverified content, kept'],
  ])('%s, %s: from %d to %d', (_, direction, from, onto, contents, expected) => {
    const found = comparePair('content', direction, at(from), at(onto), contents)
    const kept = found?.kept === true ? ', kept' : ''
    expect(found === null ? null : `${found.reason} ${found.rule}${kept}`).toBe(expected)
  })

  it('has nothing to look into where sizes differ', () => {
    expect(comparePair('content', 'upload', at(0, 1), at(0, 2), same)).toEqual({
      reason: 'size-differs',
      rule: 'CMP-1',
    })
  })
})
