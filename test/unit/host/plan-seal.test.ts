import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sealIn } from '../../../main/host/plan-seal.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-seal-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

it('says the same of a text each time, another of another text, and another in another folder', () => {
  const state = join(folder, 'one')
  const seal = sealIn({ state })
  expect(sealIn({ state })('a')).toBe(seal('a'))
  expect(seal('b')).not.toBe(seal('a'))
  expect(sealIn({ state: join(folder, 'two') })('a')).not.toBe(seal('a'))
})

it('keeps its key for its user alone, and nothing beside it', () => {
  sealIn({ state: folder })('a')
  expect(readdirSync(folder)).toEqual(['plan-seal.key'])
  expect(statSync(join(folder, 'plan-seal.key')).mode & 0o777).toBe(0o600)
})

it('does not seal with a key that is damaged', () => {
  writeFileSync(join(folder, 'plan-seal.key'), 'short')
  expect(() => sealIn({ state: folder })('a')).toThrow('EEXIST')
})
