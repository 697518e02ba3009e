import { expect, test } from 'vitest'
import type { Tags } from '../../../../main/practice/objects/tags.ts'
import { parseTagDocument, parseTagHeader, tagDocument } from '../../../../main/practice/objects/tags.ts'

function document(...tags: [string, string][]): string {
  return tagDocument(tags)
}

test('tags come as a query or as a document', () => {
  const tags: Tags = [
    ['project', 'a b'],
    ['ü', '+='],
    ['empty', ''],
  ]
  expect(parseTagHeader('project=a%20b&%C3%BC=%2B%3D&empty=')).toEqual(tags)
  expect(parseTagDocument(tagDocument(tags))).toEqual(tags)
  expect(parseTagHeader('')).toEqual([])
})

const many = Array.from({ length: 11 }, (_, i): [string, string] => [`k${String(i)}`, 'v'])

test.each([
  ['a key twice', () => parseTagDocument(document(['k', '1'], ['k', '2'])), 'InvalidTag'],
  ['a key twice in the header', () => parseTagHeader('k=1&k=2'), 'InvalidArgument'],
  ['an empty key', () => parseTagDocument(document(['', '1'])), 'InvalidTag'],
  ['a comma', () => parseTagDocument(document(['a,b', '1'])), 'InvalidTag'],
  ['a comma in a value', () => parseTagDocument(document(['k', 'a,b'])), 'InvalidTag'],
  ['a reserved key', () => parseTagDocument(document(['aws:k', '1'])), 'InvalidTag'],
  ['a long key', () => parseTagHeader(`${'k'.repeat(129)}=1`), 'InvalidTag'],
  ['a long value', () => parseTagHeader(`k=${'v'.repeat(257)}`), 'InvalidTag'],
  ['eleven of them', () => parseTagDocument(document(...many)), 'InvalidTag'],
  ['no set', () => parseTagDocument('<Tagging/>'), 'MalformedXML'],
  [
    'no value',
    () => parseTagDocument('<Tagging><TagSet><Tag><Key>k</Key></Tag></TagSet></Tagging>'),
    'MalformedXML',
  ],
])('%s is refused', (_, parse, code) => {
  expect(parse).toThrow(expect.objectContaining({ code }))
})
