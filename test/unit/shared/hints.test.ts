import { expect, test } from 'vitest'
import { hintText } from '../../../shared/hints.ts'

test.each([
  ['ignored', 'ignores conditions of writes'],
  ['refused', 'takes no conditions of writes'],
] as const)('of a server whose conditions are %s it is said what that leaves open', (habit, words) => {
  expect(hintText({ kind: 'no-conditions', server: 'http://nas:9000', habit })).toBe(
    `The server http://nas:9000 ${words}: each object is looked at right before it is written, and a change in that very moment would be overwritten.`,
  )
})
