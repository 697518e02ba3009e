import { expect, test } from 'vitest'
import { copySource } from '../../../../main/engine/s3/copy-source.ts'

test.each([
  ['a/b.txt', 'bucket/a/b.txt'],
  ['a b+c', 'bucket/a%20b%2Bc'],
  ['100%', 'bucket/100%25'],
  ['a%2Bb', 'bucket/a%252Bb'],
  ['é/😀', 'bucket/%C3%A9/%F0%9F%98%80'],
  ["?#!'()*", 'bucket/%3F%23%21%27%28%29%2A'],
  ['a//b/', 'bucket/a//b/'],
])('the source %j is written %s', (key, written) => {
  expect(copySource({ bucket: 'bucket', key })).toBe(written)
})

test('the key of an access point comes after /object', () => {
  const bucket = 'arn:aws:s3:eu-west-1:123456789012:accesspoint/ap'
  expect(copySource({ bucket, key: 'a b' })).toBe(`${bucket}/object/a%20b`)
})
