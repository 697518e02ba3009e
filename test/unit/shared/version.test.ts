import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { version } from '../../../shared/version.ts'

it('is that of the package', () => {
  const file = new URL('../../../package.json', import.meta.url)
  expect((JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version).toBe(version)
})
