import { expect, test } from 'vitest'
import { objectEditSchema } from '../../../shared/object-edit.ts'

const edit = { headers: {}, metadata: null, tags: null, storageClass: null }
const takes = (wanted: object): boolean => objectEditSchema.safeParse({ ...edit, ...wanted }).success

test('an edit has as much metadata as S3 takes, names and values together', () => {
  expect(takes({ metadata: { ab: 'x'.repeat(1022), cd: 'x'.repeat(1022) } })).toBe(true)
  expect(takes({ metadata: { ab: 'x'.repeat(1022), cd: 'x'.repeat(1023) } })).toBe(false)
})

test('an edit has ten tags at most', () => {
  const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`t${n}`, '']))
  expect([takes({ tags: tags(10) }), takes({ tags: tags(11) })]).toEqual([true, false])
})
