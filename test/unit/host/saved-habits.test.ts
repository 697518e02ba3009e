import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mostEndpoints, savedHabitsIn } from '../../../main/host/saved-habits.ts'
import type { Habits } from '../../../shared/endpoint-habits.ts'

let root = ''
let folder = ''
const path = (): string => join(folder, 'endpoints.json')

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-habits-'))
  folder = join(root, 'settings')
})
afterEach(() => {
  rmSync(root, { recursive: true })
})

const held = (seen = 1): Habits => ({ create: { value: 'held', seen } })

test('nothing is known, and nothing written, until something is learnt', () => {
  expect(savedHabitsIn(folder).of('http://h')).toEqual({})
  expect(readdirSync(root)).toEqual([])
})

test('what is kept is known at the next start, fact by fact', () => {
  const habits = savedHabitsIn(folder)
  habits.keep('http://h', held())
  habits.keep('http://h', { checksums: { value: 'kept', seen: 2 } })
  habits.keep('http://other', held(3))
  const again = savedHabitsIn(folder)
  expect(again.of('http://h')).toEqual({ ...held(), checksums: { value: 'kept', seen: 2 } })
  expect(again.of('http://other')).toEqual(held(3))
})

test('only this user can read it, and nothing is left beside it', () => {
  savedHabitsIn(folder).keep('http://h', held())
  expect(statSync(path()).mode & 0o777).toBe(0o600)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(readdirSync(folder)).toEqual(['endpoints.json'])
})

test.each([
  ['no JSON', '{'],
  ['another shape', '{"version":1,"endpoints":{"http://h":{"create":{"value":"perhaps","seen":1}}}}'],
  ['a field more', '{"version":1,"endpoints":{},"keys":["x"]}'],
])('a file with %s is put aside, and learning begins anew', (_, text) => {
  mkdirSync(folder)
  writeFileSync(path(), text)
  const habits = savedHabitsIn(folder)
  expect(habits.of('http://h')).toEqual({})
  habits.keep('http://h', held())
  expect(readFileSync(join(folder, 'endpoints.damaged.json'), 'utf8')).toBe(text)
  expect(savedHabitsIn(folder).of('http://h')).toEqual(held())
})

test('a file of a later version stays as it is: what is learnt is known to this process alone', () => {
  mkdirSync(folder)
  const text = '{"version":2,"endpoints":[]}'
  writeFileSync(path(), text)
  const habits = savedHabitsIn(folder)
  expect(habits.of('http://h')).toEqual({})
  expect(() => {
    habits.keep('http://h', held())
  }).toThrow('later version')
  expect(habits.of('http://h')).toEqual(held())
  expect(readFileSync(path(), 'utf8')).toBe(text)
})

test('where the folder can’t be written to, what is learnt is known to this process', () => {
  writeFileSync(folder, 'a file in the place of the folder')
  const habits = savedHabitsIn(folder)
  expect(() => {
    habits.keep('http://h', held())
  }).toThrow('ENOTDIR')
  expect(habits.of('http://h')).toEqual(held())
})

test('two processes keep what both have learnt; of one fact, what was seen later', () => {
  savedHabitsIn(folder).keep('http://h', held(1))
  const [one, two] = [savedHabitsIn(folder), savedHabitsIn(folder)]
  expect(one.of('http://h')).toEqual(held(1))
  two.keep('http://h', { create: { value: 'ignored', seen: 5 }, finishNew: { value: 'held', seen: 5 } })
  one.keep('http://other', held(6))
  one.keep('http://h', { replace: { value: 'held', seen: 7 } })
  const now = savedHabitsIn(folder)
  expect(now.of('http://h')).toEqual({
    create: { value: 'ignored', seen: 5 },
    finishNew: { value: 'held', seen: 5 },
    replace: { value: 'held', seen: 7 },
  })
  expect(now.of('http://other')).toEqual(held(6))
})

test('what was just seen holds, also where the file has it from a clock that was ahead', () => {
  savedHabitsIn(folder).keep('http://h', held(1e15))
  const habits = savedHabitsIn(folder)
  habits.keep('http://h', { create: { value: 'ignored', seen: 5 } })
  expect(habits.of('http://h')).toEqual({ create: { value: 'ignored', seen: 5 } })
  expect(savedHabitsIn(folder).of('http://h')).toEqual({ create: { value: 'ignored', seen: 5 } })
})

test('of very many servers those are remembered that were seen last', () => {
  const habits = savedHabitsIn(folder)
  for (let n = 0; n <= mostEndpoints; n++) habits.keep(`http://h${String(n)}`, held(n + 1))
  const kept = savedHabitsIn(folder)
  expect(kept.of('http://h0')).toEqual({})
  expect(kept.of('http://h1')).toEqual(held(2))
  expect(kept.of(`http://h${String(mostEndpoints)}`)).toEqual(held(mostEndpoints + 1))
})
