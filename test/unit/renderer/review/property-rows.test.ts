import { expect, it } from 'vitest'
import { propertyRows } from '../../../../renderer/review/property-rows.ts'
import type { SideProperties } from '../../../../shared/bridge/contents.ts'

const side = (values: Record<string, string>): SideProperties => ({
  cost: { requests: 2, bytes: 0 },
  values: Object.entries(values).map(([name, value]) => ({ name, value })),
  toBe: false,
  errors: [],
})

it('puts the two sides beside each other by name, and says what differs', () => {
  expect(propertyRows(side({ a: '1', b: '2', c: '3' }), side({ a: '1', b: 'x', d: '4' }))).toEqual([
    { name: 'a', source: '1', destination: '1', differs: false },
    { name: 'b', source: '2', destination: 'x', differs: true },
    { name: 'c', source: '3', destination: null, differs: true },
    { name: 'd', source: null, destination: '4', differs: true },
  ])
})

it('says nothing differs where one side has no properties', () => {
  expect(propertyRows(side({ a: '1' }), null)).toEqual([
    { name: 'a', source: '1', destination: null, differs: false },
  ])
  expect(propertyRows(side({ a: '1' }), side({}))[0]?.differs).toBe(false)
})
