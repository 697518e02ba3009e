import { expect, test } from 'vitest'
import { parseCopySource } from '../../../../main/practice/objects/copy-source.ts'

test.each([
  ['/b/k', { bucket: 'b', key: 'k' }],
  ['b/k', { bucket: 'b', key: 'k' }],
  ['b/a%2Fc', { bucket: 'b', key: 'a/c' }],
  ['b%2Fk', { bucket: 'b', key: 'k' }],
  ['b//k/', { bucket: 'b', key: '/k/' }],
  ['b/100%252B', { bucket: 'b', key: '100%2B' }],
  ['b/a%2Bb', { bucket: 'b', key: 'a+b' }],
  ['b/a+b', { bucket: 'b', key: 'a b' }],
  ['b/k?versionId=v1', { bucket: 'b', key: 'k', versionId: 'v1' }],
  ['b/k%3FversionId=v1', { bucket: 'b', key: 'k?versionId=v1' }],
  ['b/k?x', { bucket: 'b', key: 'k?x' }],
])('%s is %j, decoded once', (header, expected) => {
  expect(parseCopySource(header)).toEqual({ versionId: undefined, ...expected })
})

test.each(['', '/', 'b', 'b/', '/b/', '//k'])('%j is refused', (header) => {
  expect(() => parseCopySource(header)).toThrow(expect.objectContaining({ code: 'InvalidArgument' }))
})
