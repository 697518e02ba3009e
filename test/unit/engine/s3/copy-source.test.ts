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

test.each([
  [
    'arn:aws:s3:eu-west-1:123456789012:accesspoint/ap',
    'arn%3Aaws%3As3%3Aeu-west-1%3A123456789012%3Aaccesspoint/ap/object/a%20b',
  ],
  [
    'arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-1/accesspoint/ap',
    'arn%3Aaws%3As3-outposts%3Aeu-west-1%3A123456789012%3Aoutpost/op-1/accesspoint/ap/object/a%20b',
  ],
])('the key of the access point %s comes after /object, and all of it is encoded', (bucket, written) => {
  expect(copySource({ bucket, key: 'a b' })).toBe(written)
})
