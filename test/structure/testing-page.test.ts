import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { suites } from '../suites.ts'

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/testing.md'), 'utf8')

/** Cells of the table's rows, by the name of the suite. */
const rows = new Map(
  [...page.matchAll(/^\| (\w+) +\| (.+?) +\| (\d+) +\|$/gm)].map(([, name, proves, budget]) => [
    name,
    { proves, budget: Number(budget) },
  ]),
)

test('the page about tests has every suite, with what it proves and its budget', () => {
  const { check, ...others } = Object.fromEntries(rows)
  expect(check).toBeDefined()
  expect(others).toEqual(
    Object.fromEntries(suites.map(({ name, proves, budget }) => [name, { proves, budget }])),
  )
})

test('all suites together stay below 40 minutes', () => {
  expect([...rows.values()].reduce((sum, { budget }) => sum + budget, 0)).toBeLessThan(40)
})
