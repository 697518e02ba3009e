import { expect, test } from 'vitest'
import { givenProperties, propertiesOfUpload } from '../../../../main/engine/transfer/given-properties.ts'
import { noWriteProperties, type WriteProperties } from '../../../../shared/write-properties.ts'

const given = (properties: Partial<WriteProperties>): WriteProperties => ({
  ...noWriteProperties,
  ...properties,
})

test('new objects get what was given, and nothing else', () => {
  expect(givenProperties(noWriteProperties)).toEqual({})
  expect(
    givenProperties(
      given({
        acl: 'private',
        storageClass: 'STANDARD_IA',
        websiteRedirect: '/x',
        metadata: { k: 'v' },
        grants: [{ permission: 'read', grantee: 'id=1' }],
      }),
    ),
  ).toEqual({
    acl: 'private',
    storageClass: 'STANDARD_IA',
    websiteRedirect: '/x',
    metadata: { k: 'v' },
    grants: [{ permission: 'read', grantee: 'id=1' }],
  })
})

test('the time of --expires goes out as an HTTP date', () => {
  expect(givenProperties(given({ expires: Date.UTC(2030, 0, 2, 3, 4, 5) }))).toEqual({
    expires: 'Wed, 02 Jan 2030 03:04:05 GMT',
  })
})

test.each([null, 'AES256', 'aws:kms'] as const)(
  'a KMS key is never left out in silence: beside %s the server has it, and says no where it fits nothing (PRP-5)',
  (encryption) => {
    expect(givenProperties(given({ encryption, kmsKeyId: 'k' }))).toMatchObject({ kmsKeyId: 'k' })
  },
)

test.each<[string, Partial<WriteProperties>, string | undefined]>([
  ['is the given one (CTY-3)', { contentType: 'x/y' }, 'x/y'],
  ['is the given one, guessing or not', { contentType: 'x/y', guessContentType: false }, 'x/y'],
  ["is nobody's without guessing (CTY-2)", { guessContentType: false }, undefined],
  ['is guessed else (CTY-1)', {}, 'text/html'],
])('the type of an upload %s', (_, properties, contentType) => {
  expect(propertiesOfUpload(given(properties), 'a.html').contentType).toBe(contentType)
})
