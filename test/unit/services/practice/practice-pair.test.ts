import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makePracticePair } from '../../../../main/services/practice/practice-pair.ts'

const now = Date.UTC(2026, 10, 23)
let state = ''
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'sluice-pair-'))
})
afterEach(() => {
  rmSync(state, { recursive: true })
})

test('the pair is a sample site and a prefix of the practice bucket', async () => {
  const { folder, address } = await makePracticePair(state, now)
  expect(address).toBe('s3://practice/site/')
  expect(folder.startsWith(state)).toBe(true)
  expect(readdirSync(folder)).toContain('index.html')
})

test('what a person did to the site stays', async () => {
  const { folder } = await makePracticePair(state, now)
  writeFileSync(join(folder, 'index.html'), 'mine')
  rmSync(join(folder, '404.html'))
  await makePracticePair(state, now)
  expect(readFileSync(join(folder, 'index.html'), 'utf8')).toBe('mine')
  expect(readdirSync(folder)).not.toContain('404.html')
})
