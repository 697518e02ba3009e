import { expect, it } from 'vitest'
import { describeMaxDelete } from '../../../../../renderer/words/preview/max-delete.ts'

it.each([
  [{ kind: 'count', count: 1 }, 'budget of 1 entry'],
  [{ kind: 'share', percent: 10 }, 'budget of 10 % of the side'],
  [{ kind: 'bytes', bytes: 2048 }, 'budget of 2.0 KiB'],
] as const)('%j is a %s', (most, words) => {
  expect(describeMaxDelete(most)).toBe(words)
})
