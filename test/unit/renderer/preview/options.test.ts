import { expect, test } from 'vitest'
import { directionOf, resultOf } from '../../../../renderer/preview/options.ts'
import type { Place } from '../../../../shared/bridge/places.ts'

const place = (kind: Place['kind']): Place => ({ token: kind, connectionId: 'x', kind, text: '', crumbs: [] })

test.each([
  ['local', 's3', 'upload'],
  ['s3', 'local', 'download'],
  ['s3', 's3', 'copy'],
] as const)('from %s to %s is an %s', (source, destination, direction) => {
  expect(directionOf(place(source), place(destination))).toBe(direction)
})

test.each([
  ['s3://www/site/', 's3://www/site/…'],
  ['s3://www', 's3://www/…'],
  ['/home/ada/site', '/home/ada/site/…'],
  ['C:\\site', 'C:\\site\\…'],
])('what goes to %s will be at %s', (text, result) => {
  const place: Place = { token: 't', connectionId: 'c', kind: 's3', text, crumbs: [] }
  expect(resultOf(place)).toBe(result)
})
