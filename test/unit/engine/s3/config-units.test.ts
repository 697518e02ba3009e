import { describe, expect, test } from 'vitest'
import { isTrue, readRate, readSize, readWhole } from '../../../../main/engine/s3/config-units.ts'

const M = 1024 * 1024

describe('a whole number', () => {
  test.each([
    ['10', 10],
    [' 10 ', 10],
    ['+10', 10],
    ['0', 0],
    ['-3', -3],
    ['', null],
    ['1.5', null],
    ['1e3', null],
    ['0x10', null],
    ['ten', null],
  ])('%j is %j', (text, expected) => {
    expect(readWhole(text)).toBe(expected)
  })
})

describe('a size', () => {
  test.each([
    ['8388608', 8 * M],
    ['5MB', 5 * M],
    ['5MiB', 5 * M],
    ['5mb', 5 * M],
    ['5mIb', 5 * M],
    ['5 MB', 5 * M],
    ['1KB', 1024],
    ['1KiB', 1024],
    ['2GB', 2048 * M],
    ['2GiB', 2048 * M],
    ['1TB', M * M],
    ['1TiB', M * M],
    ['-1MB', -M],
    ['0MB', 0],
    ['5M', null],
    ['5B', null],
    ['1PB', null],
    ['1.5MB', null],
    ['MB', null],
    ['5MB/s', null],
    ['', null],
  ])('%j is %j bytes', (text, expected) => {
    expect(readSize(text)).toBe(expected)
  })
})

describe('a rate', () => {
  test.each([
    ['1048576', M],
    ['10MB/s', 10 * M],
    ['10miB/s', 10 * M],
    ['10 MB/s', 10 * M],
    ['800KB/s', 800 * 1024],
    ['512B/s', 512],
    ['10Mb/s', (10 * M) / 8],
    ['10Mib/s', (10 * M) / 8],
    ['10mb/s', (10 * M) / 8],
    ['800Kb/s', 100 * 1024],
    ['64b/s', 8],
    ['63b/s', 7],
    ['7b/s', 0],
    ['10Mb', null],
    ['10MB', null],
    ['10mbps', null],
    ['10MB/S', null],
    ['1.5MB/s', null],
    ['B/s', null],
    ['fast', null],
  ])('%j is %j bytes a second', (text, expected) => {
    expect(readRate(text)).toBe(expected)
  })
})

test.each([
  ['true', true],
  ['TRUE', true],
  ['false', false],
  ['yes', false],
  ['1', false],
  ['', false],
  [undefined, false],
])('%j is %s', (text, expected) => {
  expect(isTrue(text)).toBe(expected)
})
