import { expect, test } from 'vitest'
import { createReloadLimit } from '../../../main/host/reload-limit.ts'

test('a page is loaded again twice within a minute, and again when a minute has passed', () => {
  let time = 0
  const mayReload = createReloadLimit(() => time)
  const at = (seconds: number): boolean => {
    time = seconds * 1000
    return mayReload()
  }
  expect([0, 10, 20, 59, 61, 62, 71].map(at)).toEqual([true, true, false, false, true, false, true])
})
