import { expect, test } from 'vitest'
import { parseRange } from '../../../../main/practice/objects/byte-range.ts'

test.each([
  ['bytes=0-8', { first: 0, last: 8 }],
  ['bytes=0-100', { first: 0, last: 9 }],
  ['bytes=9-9', { first: 9, last: 9 }],
  ['bytes=5-', { first: 5, last: 9 }],
  ['bytes=-3', { first: 7, last: 9 }],
  ['bytes=-15', { first: 0, last: 9 }],
  ['bytes=10-', 'unsatisfiable'],
  ['bytes=10-20', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=1-0', 'whole'],
  ['bytes=0-1,3-4', 'whole'],
  ['bytes=-', 'whole'],
  ['bytes=--1', 'whole'],
  ['bytes=a-b', 'whole'],
  ['items=0-1', 'whole'],
  [undefined, 'whole'],
])('the range %s of ten bytes is %j', (header, expected) => {
  expect(parseRange(header, 10)).toEqual(expected)
})

test.each(['bytes=0-', 'bytes=0-0', 'bytes=-5'])('the range %s of nothing is unsatisfiable', (header) => {
  expect(parseRange(header, 0)).toBe('unsatisfiable')
})
