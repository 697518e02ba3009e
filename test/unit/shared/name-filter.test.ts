import { describe, expect, test } from 'vitest'
import { nameMatcher, nameShown } from '../../../shared/name-filter.ts'

describe('a name matches a text', () => {
  test.each([
    ['', 'anything', true],
    ['ndex', 'index.html', true],
    ['INDEX', 'index.html', true],
    ['index', 'INDEX.HTML', true],
    ['x.html', 'index.htm', false],
    ['*.jpg', 'a.JPG', true],
    ['*.jpg', 'a.jpg.txt', false],
    ['*', '', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-b-b-', false],
    ['photo-?.png', 'photo-1.png', true],
    ['photo-?.png', 'photo-10.png', false],
    ['?', '😀', true],
    ['a*?', 'a😀', true],
    ['[a]*', '[a] b', true],
    ['a.c*', 'abc', false],
    ['caf\u00e9', 'cafe\u0301.txt', true],
  ])('%j and %j: %j', (text, name, is) => {
    expect(nameMatcher(text)(name)).toBe(is)
  })

  test('in a time that grows with their lengths alone', () => {
    const matches = nameMatcher(`${'*a'.repeat(99)}b`)
    expect(matches('a'.repeat(4096))).toBe(false)
  })
})

describe('a filter shows a name', () => {
  test.each([
    [{ text: '', dotNames: true }, '.env', true],
    [{ text: '', dotNames: false }, '.env', false],
    [{ text: 'env', dotNames: false }, '.env', false],
    [{ text: 'env', dotNames: false }, 'my.env', true],
    [{ text: 'env', dotNames: true }, '.git', false],
  ])('%j and %j: %j', (filter, name, is) => {
    expect(nameShown(filter)(name)).toBe(is)
  })
})
