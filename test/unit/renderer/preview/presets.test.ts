import { expect, test } from 'vitest'
import { presetOf, presets } from '../../../../renderer/preview/presets.ts'
import { defaultSyncOptions } from '../../../../shared/sync-options.ts'

test('each preset is known again by the options it sets', () => {
  for (const preset of presets)
    expect(presetOf({ ...defaultSyncOptions, ...preset.options })?.id).toBe(preset.id)
})

test('a sync begins as a backup, which deletes nothing', () => {
  expect(presetOf(defaultSyncOptions)?.id).toBe('back-up')
})

test('options of one’s own are no preset', () => {
  expect(presetOf({ compare: 'exact-timestamps', deleteExtras: false })).toBeNull()
})
