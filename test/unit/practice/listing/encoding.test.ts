import { expect, test } from 'vitest'
import { encodeName, readEncoding } from '../../../../main/practice/listing/encoding.ts'

test.each([
  ['a b.txt', 'a+b.txt'],
  ['a+b.txt', 'a%2Bb.txt'],
  ['100%.csv', '100%25.csv'],
  ['한글/x.txt', '%ED%95%9C%EA%B8%80/x.txt'],
  ['test_file(3).png', 'test_file%283%29.png'],
  ["-_.*~!'", '-_.*%7E%21%27'],
  ['\u0001\n\ufffe', '%01%0A%EF%BF%BE'],
])('%j is listed as %s', (name, encoded) => {
  expect(encodeName(name)).toBe(encoded)
})

test('names are encoded only where that was asked for', () => {
  expect(readEncoding(new Map()).encode('a b')).toBe('a b')
  expect(readEncoding(new Map([['encoding-type', 'url']])).encode('a b')).toBe('a+b')
  expect(() => readEncoding(new Map([['encoding-type', 'base64']]))).toThrow('Invalid Encoding Method')
})
