import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareKeys } from '../../../../main/engine/listing/key-order.ts'
import { FolderConflicts } from '../../../../main/engine/planning/folder-conflicts.ts'
import type { NewRow } from '../../../../shared/plan-row.ts'

const row = (key: string): NewRow => ({
  key,
  action: 'download',
  reason: 'only-source',
  source: null,
  destination: null,
  decidedBy: 'MRG-1',
})

/** Keys in order go through; `absent` ones are neither there nor coming. */
function decide(
  keys: readonly string[],
  absent: readonly string[] = [],
): Record<string, 'fine' | 'conflict'> {
  const conflicts = new FolderConflicts()
  const decided: NewRow[] = []
  for (const key of [...keys].sort(compareKeys)) {
    decided.push(...conflicts.pass(key, !absent.includes(key)))
    if (!absent.includes(key)) conflicts.hold(row(key))
  }
  decided.push(...conflicts.close())
  return Object.fromEntries(decided.map((one) => [one.key, one.reason === 'conflict' ? 'conflict' : 'fine']))
}

describe('FolderConflicts', () => {
  it('fails the file where its name is needed for a folder', () => {
    expect(decide(['a', 'a/b'])).toEqual({ a: 'conflict', 'a/b': 'fine' })
  })

  it('sees the folder behind the names that sort between the two', () => {
    expect(decide(['a', 'a!', 'a-1', 'a-1/x', 'a.txt', 'a/b', 'a0'])).toEqual({
      a: 'conflict',
      'a!': 'fine',
      'a-1': 'conflict',
      'a-1/x': 'fine',
      'a.txt': 'fine',
      'a/b': 'fine',
      a0: 'fine',
    })
  })

  it('takes no notice of a key that filters keep away', () => {
    expect(decide(['a', 'a/b', 'b'], ['a/b'])).toEqual({ a: 'fine', b: 'fine' })
    expect(decide(['a', 'a/b', 'a/c'], ['a/b'])).toEqual({ a: 'conflict', 'a/c': 'fine' })
  })

  it('names both keys, and is a failure', () => {
    const conflicts = new FolderConflicts()
    conflicts.hold(row('a'))
    const [failed] = conflicts.pass('a/b', true)
    expect(failed).toMatchObject({ state: 'failed', outcome: { error: { code: 'conflict' } } })
    expect(failed?.outcome?.error?.message).toContain('"a/b"')
  })

  it('finds what looking at all keys at once finds, and gives every row back once', () => {
    const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', '-', '0'), minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 25 }), (keys) => {
        const expected = Object.fromEntries(
          keys.map((one) => [one, keys.some((other) => other.startsWith(`${one}/`)) ? 'conflict' : 'fine']),
        )
        expect(decide(keys)).toEqual(expected)
      }),
    )
  })
})
