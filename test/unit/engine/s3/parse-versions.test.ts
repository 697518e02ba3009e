import { describe, expect, test } from 'vitest'
import { proveVersions } from '../../../../main/engine/s3/parse-versions.ts'
import { ListingFlaw } from '../../../../main/engine/s3/parse-listing.ts'

const version = (key: string, id: string, more = '') =>
  `<Version><Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>false</IsLatest>` +
  `<LastModified>2026-01-02T03:04:05.678Z</LastModified><ETag>&quot;etag&quot;</ETag><Size>3</Size>` +
  `<Owner><ID>o</ID><DisplayName>d</DisplayName></Owner>${more}</Version>`
const marker = (key: string, id: string) =>
  `<DeleteMarker><Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>true</IsLatest>` +
  `<LastModified>2026-01-02T03:04:06.000Z</LastModified></DeleteMarker>`
const reply = (inside: string, { name = 'b', truncated = 'false', encoding = '' } = {}) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">` +
  `<Name>${name}</Name><Prefix></Prefix>${encoding}<IsTruncated>${truncated}</IsTruncated>${inside}</ListVersionsResult>`
const prove = (text: string, asked: Partial<Parameters<typeof proveVersions>[2]> = {}, status = 200) =>
  proveVersions(status, Buffer.from(text), { bucket: 'b', prefix: '', ...asked })

describe('a page of versions', () => {
  test('keeps versions and delete markers in the order in which they came', () => {
    const inside = `${marker('a', 'm2')}${version('a', '2')}${marker('a', 'm1')}${version('a', '1')}`
    const { versions, next } = prove(reply(inside))
    expect(versions.map(({ versionId }) => versionId)).toEqual(['m2', '2', 'm1', '1'])
    expect(versions[0]).toEqual({
      key: 'a',
      versionId: 'm2',
      latest: true,
      modified: Date.UTC(2026, 0, 2, 3, 4, 6),
      object: null,
    })
    expect(versions[1]).toMatchObject({ latest: false, object: { size: 3, etag: 'etag' } })
    expect(next).toBeNull()
  })

  test('decodes keys where it says that they are encoded, and goes on after its last version', () => {
    const encoding = '<EncodingType>url</EncodingType>'
    const text = reply(version('a+b/%C3%BC%2B', '1'), { truncated: 'true', encoding })
    expect(prove(text).next).toEqual({ key: 'a b/ü+', versionId: '1' })
    expect(prove(reply(version('%41', '1'))).versions[0]?.key).toBe('%41')
  })

  test('tells a storage class that is not the usual one', () => {
    const classed = version('a', '1', '<StorageClass>GLACIER</StorageClass>')
    expect(prove(reply(classed)).versions[0]?.object?.storageClass).toBe('GLACIER')
    const usual = version('a', '1', '<StorageClass>STANDARD</StorageClass>')
    expect(prove(reply(usual)).versions[0]?.object).not.toHaveProperty('storageClass')
  })

  test.each([
    ['nothing', '', {}],
    ['a web page', '<html><body>Log in</body></html>', {}],
    ['another document', '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>', {}],
    ['a page that ends early', reply(version('a', '1')).slice(0, -30), {}],
    ['a page that ends within a version', reply(version('a', '1')).slice(0, 300), {}],
    ['a page of another bucket', reply('', { name: 'c' }), {}],
    ['a page that does not say whether there is more', reply('', { truncated: '' }), {}],
    ['a page with more and nothing', reply('', { truncated: 'true' }), {}],
    ['keys outside the prefix', reply(version('a', '1')), { prefix: 'b' }],
    ['keys that descend', reply(version('b', '1') + version('a', '1')), {}],
    ['a version without an id', reply(version('a', '')), {}],
    ['a version without a size', reply(version('a', '1').replace('<Size>3</Size>', '')), {}],
    ['a version without an ETag', reply(version('a', '1').replace(/<ETag>.*<\/ETag>/, '')), {}],
    ['a marker without a time', reply(marker('a', '1').replace(/<LastModified>.*<\/LastModified>/, '')), {}],
    ['an encoding nobody asked for', reply('', { encoding: '<EncodingType>x</EncodingType>' }), {}],
  ])('%s proves nothing', (_, text, asked) => {
    expect(() => prove(text, asked)).toThrow(ListingFlaw)
  })

  test('another status proves nothing', () => {
    expect(() => prove(reply(''), {}, 204)).toThrow(ListingFlaw)
  })
})
