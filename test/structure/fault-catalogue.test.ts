import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { catalogue } from '../faults/catalogue/index.ts'

const project = path.resolve(import.meta.dirname, '../..')

/** The faults whose ids begin a text in a file of tests: that is how tests are named after them. */
async function namedFaults(): Promise<Set<string>> {
  const named = new Set<string>()
  for await (const file of glob('test/{faults,component,ui}/**/*.{test,spec}.ts', { cwd: project })) {
    const text = readFileSync(path.join(project, file), 'utf8')
    for (const [, id = ''] of text.matchAll(/['"`](F\d\d)\b/g)) named.add(id)
  }
  return named
}

test('the catalogue has F01 to F90, each once and in order', () => {
  const ids = Array.from({ length: 90 }, (_, n) => `F${String(n + 1).padStart(2, '0')}`)
  expect(catalogue.map(({ id }) => id)).toEqual(ids)
})

test('every fault that is not open has a test whose name begins with its id, and no test names another', async () => {
  const wanted = catalogue.filter(({ how }) => how !== 'open').map(({ id }) => id)
  expect([...(await namedFaults())].sort()).toEqual(wanted)
})

test('what is open says why', () => {
  expect(catalogue.filter(({ how, note }) => how === 'open' && note === undefined)).toEqual([])
})
