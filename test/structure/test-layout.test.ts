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

/**
 * Where the source of a unit test may be: the same path below main/, shared/ or test/, without what follows a hyphen
 * where the tests of one source are in several files (`local-walk-on-disk.test.ts`).
 */
function sourcesOf(unitTest: string): string[] {
  const below = unitTest.replace(/^test\/unit\//, '').replace(/\.test\.ts$/, '')
  const words = path.posix.basename(below).split('-')
  const names = words.map((_, index) => words.slice(0, index + 1).join('-'))
  const folders = ['', 'main/', 'test/'].map((layer) => `${layer}${path.posix.dirname(below)}`)
  return folders.flatMap((folder) => names.map((name) => `${folder}/${name}.ts`))
}

test('a unit test stands where its source stands', async () => {
  const unitTests = await files('test/unit/**/*.test.ts')
  expect(unitTests.length).toBeGreaterThan(0)
  const hasSource = (file: string) => sourcesOf(file).some((source) => existsSync(path.join(project, source)))
  expect(unitTests.filter((file) => !hasSource(file))).toEqual([])
})

test('every test belongs to a suite, so that none is forgotten', async () => {
  const tests = await files('test/**/*.test.ts')
  const known = new Set(suites.map(({ name }) => name))
  expect(tests.filter((file) => !known.has(file.split('/')[1] ?? ''))).toEqual([])
})
