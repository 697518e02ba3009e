import { expect, test } from 'vitest'
import { resultOf } from '../../../../renderer/preview/option-words.ts'
import { presetOf, presets } from '../../../../renderer/preview/presets.ts'
import type { Place } from '../../../../shared/bridge/places.ts'
import { defaultSyncOptions } from '../../../../shared/sync-options.ts'

test('each preset is known again by the options it sets', () => {
  for (const preset of presets)
    expect(presetOf({ ...defaultSyncOptions, ...preset.options })?.id).toBe(preset.id)
})

test('a sync begins as a backup, which deletes nothing', () => {
  expect(presetOf(defaultSyncOptions)?.id).toBe('back-up')
})

test('every preset that deletes says so, and no other does', () => {
  for (const { id, explanation, options } of presets)
    expect(/Deletes what/.test(explanation), id).toBe(options.deleteExtras)
})

test('options of one’s own are no preset', () => {
  expect(presetOf({ compare: 'exact-timestamps', deleteExtras: false })).toBeNull()
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
