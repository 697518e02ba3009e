import { expect, test } from 'vitest'
import { SameNames } from '../../../../main/engine/local/same-names.ts'

/** What began and ended, in order, when two pieces of work on these names are begun at once. */
async function orderOf(first: string, second: string): Promise<string[]> {
  const names = new SameNames()
  const said: string[] = []
  const work = (what: string) => async () => {
    said.push(`begin ${what}`)
    await new Promise((resolve) => setImmediate(resolve))
    said.push(`end ${what}`)
  }
  await Promise.all([names.alone(first, work('1')), names.alone(second, work('2'))])
  return said
}

test.each([
  ['/a/b.txt', '/a/b.txt'],
  ['/a/B.txt', '/A/b.TXT'],
  ['/caf\u00e9', '/cafe\u0301'],
  ['/σ', '/ς'],
])('work on %j and %j is done one after the other', async (first, second) => {
  expect(await orderOf(first, second)).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2'])
})

test('work on other names goes side by side', async () => {
  expect(await orderOf('/a', '/b')).toEqual(['begin 1', 'begin 2', 'end 1', 'end 2'])
})

test('work that fails does not keep what comes after it', async () => {
  const names = new SameNames()
  const failed = names.alone('/a', () => Promise.reject(new Error('no')))
  const next = names.alone('/A', () => Promise.resolve('done'))
  await expect(failed).rejects.toThrow('no')
  expect(await next).toBe('done')
})
