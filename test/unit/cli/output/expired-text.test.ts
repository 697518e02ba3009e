import { expect, test } from 'vitest'
import { expiredText } from '../../../../main/cli/output/expired-text.ts'

const error = {
  code: 'credentials-expired',
  message: 'The credentials of the profile dev have expired.',
  advice: 'Log in. Then run it again.',
} as const
const enter = '  Then press Enter: it goes on where it is. Ctrl-C stops it.'

test('what brings new credentials is said, and not to run it again', () => {
  const identity = { name: 'the profile dev', renewal: 'Run `aws sso login --profile dev`.' }
  expect(expiredText({ error, identity })).toEqual([
    'paused: The credentials of the profile dev have expired.',
    '  Run `aws sso login --profile dev`.',
    enter,
  ])
})

test('where nobody knows whose they are, the error’s own advice is', () => {
  expect(expiredText({ error, identity: null })[1]).toBe('  Log in. Then run it again.')
})
