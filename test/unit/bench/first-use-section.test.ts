import { expect, test } from 'vitest'
import { keepFirstUse, withFirstUse } from '../../bench/first-use-section.ts'

const page = '# Speed\n\n| rows |\n'

test('the first use is the last section, and a new sentence takes the place of the old one', () => {
  const once = withFirstUse(page, '2 clicks and 3 s.')
  expect(once).toMatch(/^# Speed\n\n\| rows \|\n\n## First use\n\n.+\n\n2 clicks and 3 s\.\n$/)
  expect(withFirstUse(once, '2 clicks and 3 s.')).toBe(once)
})

test('a page made anew keeps it, and needs none', () => {
  const once = withFirstUse(page, '2 clicks and 3 s.')
  expect(keepFirstUse(once, page)).toBe(once)
  expect(keepFirstUse(page, '# Other\n')).toBe('# Other\n')
})
