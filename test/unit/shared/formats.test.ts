import { describe, expect, it } from 'vitest'
import {
  escapeName,
  formatBytes,
  formatCount,
  formatCounted,
  formatDuration,
  formatJsonLine,
  formatRate,
  parseBytes,
} from '../../../shared/formats.ts'

describe('sizes as aws s3 prints them (FMT-2)', () => {
  // The right column is what awscli's human_readable_size gives for the left one (nothing, above 1023 EiB).
  it.each([
    [0, '0 Bytes'],
    [1, '1 Byte'],
    [2, '2 Bytes'],
    [1023, '1023 Bytes'],
    [1024, '1.0 KiB'],
    [1280, '1.2 KiB'],
    [1408, '1.4 KiB'],
    [1792, '1.8 KiB'],
    [1024 ** 2 - 513, '1023.5 KiB'],
    [1024 ** 2 - 512, '1.0 MiB'],
    [1024 ** 2 - 1, '1.0 MiB'],
    [8 * 1024 ** 2, '8.0 MiB'],
    [1024 ** 3, '1.0 GiB'],
    [1024 ** 4 * 48.8, '48.8 TiB'],
    [1024 ** 5, '1.0 PiB'],
    [1024 ** 6, '1.0 EiB'],
    [5000 * 1024 ** 6, '5000.0 EiB'],
    [1536.7, '1.5 KiB'],
  ])('%d is %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })

  it('a rate is a size a second', () => {
    expect(formatRate(12.5 * 1024 ** 2)).toBe('12.5 MiB/s')
  })
})

describe('counts and times', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1234567, '1,234,567'],
  ])('%d has its commas: %s', (count, text) => {
    expect(formatCount(count)).toBe(text)
  })

  it('a noun agrees with its count', () => {
    expect(formatCounted(1, 'file')).toBe('1 file')
    expect(formatCounted(0, 'file')).toBe('0 files')
    expect(formatCounted(2000, 'entry', 'entries')).toBe('2,000 entries')
  })

  it.each([
    [0, '0.0 s'],
    [1_240, '1.2 s'],
    [9_949, '9.9 s'],
    [9_950, '10 s'],
    [59_400, '59 s'],
    [59_600, '1 min'],
    [200_000, '3 min 20 s'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
    [273_600_000, '3 d 4 h'],
  ])('%d ms is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text)
  })
})

describe('sizes as they are typed', () => {
  it.each([
    ['500B', 500],
    ['10KB', 10240],
    ['10KiB', 10240],
    ['1.5 GiB', 1610612736],
    ['2tb', 2 * 1024 ** 4],
    ['10', null],
    ['10%', null],
    ['MB', null],
    ['-1MB', null],
    ['1e3B', null],
    ['9000EB', null],
    ['', null],
  ])('%j is %s bytes', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes)
  })
})

describe('names made safe to show (D-19)', () => {
  it.each([
    ['plain name.txt', 'plain name.txt'],
    ['naïve 日本 👩‍👩‍👧.txt', 'naïve 日本 👩‍👩‍👧.txt'],
    ['a\\b', 'a\\b'],
    ['two\nlines\r\t', 'two\\nlines\\r\\t'],
    ['\u001b[31mred', '\\x1b[31mred'],
    ['nul\u0000del\u007f', 'nul\\x00del\\x7f'],
    ['c1\u009b31m\u0085', 'c1\\x9b31m\\x85'],
    ['gpj\u202egnp.exe', 'gpj\\u202egnp.exe'],
    ['\u2066isolate\u2069\u200f\u061c', '\\u2066isolate\\u2069\\u200f\\u061c'],
    ['line\u2028break', 'line\\u2028break'],
    ['half \ud83d pair', 'half \\ud83d pair'],
    ['half \ude00 pair', 'half \\ude00 pair'],
    ['whole \u{1f600} pair', 'whole \u{1f600} pair'],
  ])('%j shows as %s', (name, shown) => {
    expect(escapeName(name)).toBe(shown)
  })

  it('a line of JSON keeps its value and carries no control, whatever the name', () => {
    const value = { key: 'a\u001b\u009b\u202e\u2028\n"\\b' }
    const line = formatJsonLine(value)
    expect(JSON.parse(line)).toEqual(value)
    expect(escapeName(line)).toBe(line)
  })
})
