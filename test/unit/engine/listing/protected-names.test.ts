import { describe, expect, it } from 'vitest'
import { ProtectedNames } from '../../../../main/engine/listing/protected-names.ts'

const having = (...names: string[]): ProtectedNames => {
  const all = new ProtectedNames()
  for (const name of names) all.add(name)
  return all
}

describe('ProtectedNames', () => {
  it.each([
    ['a/b', 'a/b', true],
    ['a/b', 'a/b/c', true],
    ['a/b', 'a/b/c/d', true],
    ['a/b', 'a/bc', false],
    ['a/b', 'a/b-c', false],
    ['a/b', 'a', false],
    ['a', 'a//b', true],
    ['a', '/a', false],
    ['', 'anything/at/all', true],
    ['', '', true],
  ])('having %j, covers %j: %j', (name, key, covered) => {
    expect(having(name, 'zz').covers(key)).toBe(covered)
  })

  it('covers nothing when empty', () => {
    expect(having().covers('a')).toBe(false)
    expect(having().covers('')).toBe(false)
  })

  it('counts each name once', () => {
    expect(having('a', 'a', 'b').size).toBe(2)
  })
})
