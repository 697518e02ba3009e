import { expect, test } from 'vitest'
import { loadCases } from '../../parity/case.ts'

const cases = loadCases()

test('no two cases have one name', () => {
  const ids = cases.map(({ id }) => id)
  expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([])
})

test('every case names the rules it is about, and a departure is one that is stated', () => {
  const wrong = cases.filter(
    ({ rules, departure }) =>
      rules.length === 0 ||
      !rules.every((rule) => /^[A-Z]{1,4}-\d+$/.test(rule)) ||
      !/^D-([1-9]|1\d|2[0-4])$/.test(departure ?? 'D-1'),
  )
  expect(wrong.map(({ id, rules }) => `${id} ${rules.join(' ')}`)).toEqual([])
})
