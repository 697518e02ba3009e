import { expect, test } from 'vitest'
import { knownFact } from '../../../../main/services/properties/known-fact.ts'

test('a time crosses as a number, so that it is said in the zone of whoever reads it', () => {
  expect(knownFact('Modified', 60_000)).toEqual({ name: 'Modified', texts: [], time: 60_000, error: null })
  expect(knownFact('Mode', '644')).toEqual({ name: 'Mode', texts: ['644'], error: null })
})
