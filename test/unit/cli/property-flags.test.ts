import { describe, expect, it } from 'vitest'
import { parseArguments } from '../../../main/cli/parse-arguments.ts'
import type { WriteProperties } from '../../../shared/write-properties.ts'

function properties(...args: string[]): WriteProperties {
  const request = parseArguments(['sync', 'a', 's3://b', ...args])
  if (request.kind !== 'run') throw new Error('help was given')
  return request.options.rules.properties
}

describe('flags for new objects', () => {
  it.each<[string[], Partial<WriteProperties>]>([
    [['--acl', 'public-read'], { acl: 'public-read' }],
    [['--acl', 'log-delivery-write'], { acl: 'log-delivery-write' }],
    [['--storage-class', 'GLACIER_IR'], { storageClass: 'GLACIER_IR' }],
    [['--sse'], { encryption: 'AES256' }],
    [['--sse', 'aws:kms', '--sse-kms-key-id', 'k'], { encryption: 'aws:kms', kmsKeyId: 'k' }],
    [['--content-type', 'x/y'], { contentType: 'x/y' }],
    [['--no-guess-mime-type'], { guessContentType: false }],
    [['--cache-control', 'max-age=60'], { cacheControl: 'max-age=60' }],
    [['--content-disposition=attachment'], { contentDisposition: 'attachment' }],
    [['--content-encoding', 'gzip'], { contentEncoding: 'gzip' }],
    [['--content-language', 'de'], { contentLanguage: 'de' }],
    [['--website-redirect', '/x'], { websiteRedirect: '/x' }],
    [['--expires', '2030-01-02T03:04:05Z'], { expires: Date.UTC(2030, 0, 2, 3, 4, 5) }],
    [['--expires', '2030-01-02T03:04:05'], { expires: Date.UTC(2030, 0, 2, 3, 4, 5) }],
    [['--metadata', 'k1=v1,k2=v2'], { metadata: { k1: 'v1', k2: 'v2' } }],
    [['--metadata', 'k="a,b",l='], { metadata: { k: 'a,b', l: '' } }],
    [['--metadata', ' k = a b , l=" c " '], { metadata: { k: 'a b', l: ' c ' } }],
    [['--cache-control', ''], { cacheControl: null }],
    [['--content-type='], { contentType: null, guessContentType: true }],
    [['--expires', '1893456000'], { expires: Date.UTC(2030, 0, 1) }],
    [['--expires', '2030-01-02'], { expires: Date.UTC(2030, 0, 2) }],
    [['--expires', '2030-01-02T03:04:05+02:00'], { expires: Date.UTC(2030, 0, 2, 1, 4, 5) }],
    [['--expires', 'Wed, 02 Jan 2030 03:04:05 GMT'], { expires: Date.UTC(2030, 0, 2, 3, 4, 5) }],
    [['--metadata', '{"k":"v,with=odd"}'], { metadata: { k: 'v,with=odd' } }],
    [['--metadata-directive', 'REPLACE'], { metadataDirective: 'REPLACE' }],
    [['--copy-props', 'none'], { copyProps: 'none' }],
    [
      ['--grants', 'read=uri=http://x/y', 'full=id=1,id=2'],
      {
        grants: [
          { permission: 'read', grantee: 'uri=http://x/y' },
          { permission: 'full', grantee: 'id=1,id=2' },
        ],
      },
    ],
  ])('%j', (args, expected) => {
    expect(properties(...args)).toMatchObject(expected)
  })

  it.each([
    [['--acl', 'everybody'], 'usage'],
    [['--storage-class', 'NOPE'], 'usage'],
    [['--sse', 'rot13'], 'usage'],
    [['--expires', 'soon'], 'usage'],
    [['--metadata', 'k'], 'usage'],
    [['--metadata', 'k=é'], 'usage'],
    [['--metadata', '{"k":"two\\nlines"}'], 'usage'],
    [['--metadata', '{"k":1}'], 'usage'],
    [['--copy-props', 'most'], 'usage'],
    [['--grants', 'nonsense'], 'bad-grant'],
    [['--grants', 'write=id=1'], 'bad-grant'],
  ])('%j is refused, and says what would do', (args, code) => {
    expect(() => properties(...args)).toThrow(
      expect.objectContaining({ code, advice: expect.any(String) as string }),
    )
  })
})
