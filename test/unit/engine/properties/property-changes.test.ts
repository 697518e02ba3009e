import { describe, expect, it } from 'vitest'
import { changesText } from '../../../../main/engine/planning/property-verdict.ts'
import {
  changedProperties,
  propertyChanges,
  wantedOfCopy,
  wantedOfUpload,
} from '../../../../main/engine/properties/property-changes.ts'
import type { ObjectHead } from '../../../../main/engine/s3/object-store.ts'
import { noWriteProperties as none, type WriteProperties } from '../../../../shared/write-properties.ts'

const head = (fields: Partial<ObjectHead> = {}): ObjectHead => ({
  size: 1,
  modified: 0,
  etag: 'e',
  etagIsDigest: true,
  metadata: {},
  ...fields,
})

const said = (wanted: Parameters<typeof propertyChanges>[0], of: ObjectHead): string[] =>
  propertyChanges(wanted, of).map(({ name, from, to }) => `${name}: ${from} > ${to}`)

describe('an upload', () => {
  it.each<[string, Partial<WriteProperties>, string, Partial<ObjectHead>, string[]]>([
    ['has the type of its name', {}, 'a.html', { contentType: 'text/html' }, []],
    ['has another', {}, 'a.html', { contentType: 'text/plain' }, ['Content-Type: text/plain > text/html']],
    ['has none', {}, 'a.html', {}, ['Content-Type: null > text/html']],
    ['has a type that no name tells', {}, 'a', { contentType: 'text/x' }, []],
    ['has one that was given', { contentType: 'a/b' }, 'a.html', { contentType: 'a/b' }, []],
    ['is not to be guessed', { guessContentType: false }, 'a.html', { contentType: 'x/y' }, []],
    ['has headers that no flag names', {}, 'a', { cacheControl: 'x', metadata: { a: 'b' } }, []],
    ['lacks a header', { cacheControl: 'no-cache' }, 'a', {}, ['Cache-Control: null > no-cache']],
    [
      'lacks four',
      { contentDisposition: 'd', contentEncoding: 'e', contentLanguage: 'l' },
      'a',
      {},
      ['Content-Disposition: null > d', 'Content-Encoding: null > e', 'Content-Language: null > l'],
    ],
    [
      'has other metadata',
      { metadata: { Owner: 'ada' } },
      'a',
      { metadata: { owner: 'bob', old: 'x' } },
      ['metadata old: x > null', 'metadata owner: bob > ada'],
    ],
    ['has that metadata', { metadata: { Owner: 'ada' } }, 'a', { metadata: { owner: 'ada' } }, []],
    ['is in the usual class', { storageClass: 'STANDARD' }, 'a', {}, []],
    [
      'is in another class',
      { storageClass: 'STANDARD_IA' },
      'a',
      {},
      ['storage class: STANDARD > STANDARD_IA'],
    ],
    ['is in a class that no flag names', {}, 'a', { storageClass: 'GLACIER_IR' }, []],
  ])('%s', (_, given, name, found, changes) => {
    expect(said(wantedOfUpload({ ...none, ...given }, name), head(found))).toEqual(changes)
  })
})

describe('a copy', () => {
  const source = head({
    contentType: 'text/a',
    cacheControl: 'x',
    metadata: { by: 'ada' },
    storageClass: 'GLACIER_IR',
  })

  it.each<[string, Partial<WriteProperties>, Partial<ObjectHead>, string[]]>([
    [
      'has what its source has',
      {},
      { contentType: 'text/a', cacheControl: 'x', metadata: { by: 'ada' } },
      [],
    ],
    [
      'has more, and less',
      {},
      { contentLanguage: 'en', metadata: { more: 'm' } },
      [
        'Content-Type: null > text/a',
        'Cache-Control: null > x',
        'Content-Language: en > null',
        'metadata by: null > ada',
        'metadata more: m > null',
      ],
    ],
    [
      'has what a flag names before that',
      { cacheControl: 'y' },
      { contentType: 'text/a', cacheControl: 'x', metadata: { by: 'ada' } },
      ['Cache-Control: x > y'],
    ],
    [
      'keeps nothing of its source by REPLACE',
      { metadataDirective: 'REPLACE' },
      { contentLanguage: 'en' },
      [],
    ],
    ['keeps nothing of its source by copy-props none', { copyProps: 'none' }, { contentLanguage: 'en' }, []],
    [
      'keeps all of it by COPY, whatever flags name',
      { metadataDirective: 'COPY', cacheControl: 'y' },
      { contentType: 'text/a', cacheControl: 'y', metadata: { by: 'ada' } },
      ['Cache-Control: y > x'],
    ],
  ])('%s', (_, given, found, changes) => {
    expect(said(wantedOfCopy({ ...none, ...given }, source), head(found))).toEqual(changes)
  })

  it('of a source without a type has the one that S3 gives', () => {
    expect(said(wantedOfCopy(none, head()), head({ contentType: 'binary/octet-stream' }))).toEqual([])
  })
})

it('what nobody wants otherwise stays, and what is not wanted goes', () => {
  const found = head({
    contentType: 'a',
    cacheControl: 'b',
    contentLanguage: 'en',
    expires: 'Thu',
    metadata: { x: 'y' },
  })
  const upload = wantedOfUpload({ ...none, cacheControl: 'c' }, 'a')
  expect(changedProperties(upload, found)).toEqual({
    contentType: 'a',
    cacheControl: 'c',
    contentLanguage: 'en',
    expires: 'Thu',
    metadata: { x: 'y' },
  })
  const copy = wantedOfCopy(none, head({ contentType: 't' }))
  expect(changedProperties(copy, found)).toEqual({ contentType: 't', expires: 'Thu', metadata: {} })
})

it('says each property, from what to what, in a text that stays short', () => {
  const changes = [
    { name: 'Content-Type', from: 'text/plain', to: 'text/html' },
    { name: 'Cache-Control', from: null, to: 'no-cache' },
  ]
  expect(changesText(changes)).toBe(
    'properties: Content-Type text/plain → text/html; Cache-Control none → no-cache',
  )
  const long = Array.from({ length: 99 }, (_, n) => ({
    name: `metadata ${n}`,
    from: '😀'.repeat(999),
    to: null,
  }))
  const text = changesText(long)
  expect(text.length).toBeLessThanOrEqual(4001)
  expect(text.isWellFormed()).toBe(true)
})
