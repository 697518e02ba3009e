import { existsSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { suites } from '../suites.ts'

const project = path.resolve(import.meta.dirname, '../..')

async function files(pattern: string): Promise<string[]> {
  const found: string[] = []
  for await (const file of glob(pattern, { cwd: project })) found.push(file.replaceAll(path.sep, '/'))
  return found
}

/** The source that a unit test is about: the same path, below main/, shared/ or test/. */
function sourceOf(unitTest: string): string {
  const below = unitTest.replace(/^test\/unit\//, '').replace(/\.test\.ts$/, '.ts')
  if (below.startsWith('shared/')) return below
  return existsSync(path.join(project, 'main', below.split('/')[0] ?? '')) ? `main/${below}` : `test/${below}`
}

test('a unit test stands where its source stands', async () => {
  const unitTests = await files('test/unit/**/*.test.ts')
  expect(unitTests.length).toBeGreaterThan(0)
  expect(unitTests.filter((file) => !existsSync(path.join(project, sourceOf(file))))).toEqual([])
})

test('every test belongs to a suite, so that none is forgotten', async () => {
  const tests = await files('test/**/*.test.ts')
  const known = new Set(suites.map(({ name }) => name))
  expect(tests.filter((file) => !known.has(file.split('/')[1] ?? ''))).toEqual([])
})
