import { describe, expect, it } from 'vitest'
import { checkNewName, whatIsWrongWith } from '../../../shared/new-name.ts'

describe('a new name', () => {
  it.each([
    ['nothing', ''],
    ['only spaces', '   '],
    ['only a wide space', '\u3000'],
    ['a slash', 'a/b'],
    ['the folder itself', '.'],
    ['the folder above', '..'],
    ['a line break', 'a\nb'],
    ['a NUL', 'a\0'],
    ['half a character', 'a\ud800'],
  ])('is refused where it is or has %s', (_, name) => {
    expect(whatIsWrongWith(name)).toMatch(/^A name .*\.$/)
    expect(() => {
      checkNewName(name)
    }).toThrow(expect.objectContaining({ code: 'usage' }))
  })

  it.each(['a', '.hidden', '...', ' a ', 'a:b?', 'Été', '\u{1f600}'])('may be %j', (name) => {
    expect(whatIsWrongWith(name)).toBeNull()
  })
})
