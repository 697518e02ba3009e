import { describe, expect, it } from 'vitest'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { propertiesOfCopy } from '../../../../main/engine/transfer/copy-properties.ts'
import type { WriteProperties } from '../../../../shared/write-properties.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'

const unstopped = new AbortController().signal
const ofSource = { contentType: 'x/y', cacheControl: 'max-age=1', metadata: { m: '1' } }
const given = { contentType: 'q/r' }
const both = { ...ofSource, ...given }

function source() {
  const server = new MemoryS3()
  server.makeBucket('b').write('k', {
    bytes: new Uint8Array(1),
    etag: 'e',
    etagIsDigest: true,
    ...ofSource,
    tags: { t: '1' },
  })
  return server
}

const ask = (
  properties: object,
  keeping: Partial<Pick<WriteProperties, 'copyProps' | 'metadataDirective'>>,
  inParts: boolean,
  sourceEtag = 'e',
) =>
  propertiesOfCopy(
    {
      sourceStore: source().connect(),
      source: { bucket: 'b', key: 'k' },
      sourceEtag,
      properties,
      keeping: { copyProps: 'default', metadataDirective: null, ...keeping },
    },
    inParts,
    { retry: createRetry(createMemoryWorld()) },
    unstopped,
  )

describe('what a copy gets', () => {
  it.each([
    [
      'a directive, whole',
      given,
      { metadataDirective: 'REPLACE' },
      false,
      { properties: given, metadataDirective: 'REPLACE' },
    ],
    ['a directive, in parts', given, { metadataDirective: 'COPY' }, true, { properties: given, tags: {} }],
    [
      'none, whole',
      {},
      { copyProps: 'none' },
      false,
      { properties: {}, metadataDirective: 'REPLACE', taggingDirective: 'REPLACE' },
    ],
    ['none, in parts', {}, { copyProps: 'none' }, true, { properties: {}, tags: {} }],
    [
      'metadata-directive, whole, nothing given',
      {},
      { copyProps: 'metadata-directive' },
      false,
      { properties: {}, taggingDirective: 'REPLACE' },
    ],
    [
      'metadata-directive, whole, one given',
      given,
      { copyProps: 'metadata-directive' },
      false,
      { properties: both, metadataDirective: 'REPLACE', taggingDirective: 'REPLACE' },
    ],
    [
      'metadata-directive, in parts',
      {},
      { copyProps: 'metadata-directive' },
      true,
      { properties: ofSource, tags: {} },
    ],
    ['default, whole, nothing given', {}, {}, false, { properties: {} }],
    ['default, whole, one given', given, {}, false, { properties: both, metadataDirective: 'REPLACE' }],
    [
      'default, whole, only a storage class',
      { storageClass: 'STANDARD_IA' },
      {},
      false,
      { properties: { storageClass: 'STANDARD_IA' } },
    ],
    ['default, in parts', given, {}, true, { properties: both, tags: { t: '1' } }],
    ['all, in parts', {}, { copyProps: 'all' }, true, { properties: ofSource, tags: { t: '1' } }],
  ] as const)('%s', async (_case, properties, keeping, inParts, expected) => {
    const got = await ask(properties, keeping, inParts)
    expect(got).toMatchObject(expected)
    // What an object of parts is told counts for nothing.
    const directives = (of: object): string[] => Object.keys(of).filter((name) => name.endsWith('Directive'))
    if (!inParts) expect(directives(got)).toEqual(directives(expected))
  })

  it('is not read from another version of the source', async () => {
    await expect(ask(given, {}, false, 'before')).rejects.toMatchObject({ code: 'changed' })
  })
})
