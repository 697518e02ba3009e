import { expect, test } from 'vitest'
import { metadataHeaders, readMetadata } from '../../../../main/practice/objects/metadata.ts'

function through(value: string): string | undefined {
  return metadataHeaders(readMetadata(new Map([['x-amz-meta-a', value]])))['x-amz-meta-a']
}

test.each([
  ['plain', 'plain'],
  ['!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'],
  // AWS's example: the bytes of UTF-8, taken as Latin-1.
  [Buffer.from('ÄMÄZÕÑ S3').toString('latin1'), '=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?='],
  ['=?UTF-8?B?w4RNw4Raw5XDkSBTMw==?=', '=?UTF-8?B?w4RNw4Raw5XDkSBTMw==?='],
  ['=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=', '=?UTF-8?B?w4RNw4Raw5XDkSBTMw==?='],
  ['=?UTF-8?Q?actually-ascii?=', 'actually-ascii'],
  ['=?UTF-8?B?YWJj?=', 'abc'],
])('%s comes back as %s', (value, expected) => {
  expect(through(value)).toBe(expected)
})

test('only x-amz-meta headers are metadata, whatever their names', () => {
  const headers = new Map([
    ['x-amz-meta-__proto__', '1'],
    ['x-amz-meta-a-b', '2'],
    ['x-amz-acl', 'private'],
  ])
  expect(Object.entries(readMetadata(headers))).toEqual([
    ['__proto__', '1'],
    ['a-b', '2'],
  ])
})

test('there may be 2 KB of it', () => {
  expect(() => readMetadata(new Map([['x-amz-meta-a', 'x'.repeat(2047)]]))).not.toThrow()
  const refused = expect.objectContaining({ code: 'MetadataTooLarge' })
  expect(() => readMetadata(new Map([['x-amz-meta-a', 'x'.repeat(2048)]]))).toThrow(refused)
})
