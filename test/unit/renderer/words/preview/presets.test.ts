import { expect, test } from 'vitest'
import { presets } from '../../../../../renderer/preview/presets.ts'
import { presetWords } from '../../../../../renderer/words/preview/presets.ts'

test('every preset that deletes says so, and no other does', () => {
  for (const { id, options } of presets)
    expect(/Deletes what/.test(presetWords[id].explanation), id).toBe(options.deleteExtras)
})
