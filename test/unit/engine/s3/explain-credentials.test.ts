import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { SluiceError, type ErrorCode } from '../../../../shared/errors.ts'
import { explainCredentialError } from '../../../../main/engine/s3/explain-credentials.ts'

const provider = (message: string) => Object.assign(new Error(message), { name: 'CredentialsProviderError' })

test.each<[string, Error, ErrorCode]>([
  ['nothing found', provider('Could not load credentials from any providers'), 'no-credentials'],
  [
    'an SSO session over',
    provider(
      'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login …',
    ),
    'credentials-expired',
  ],
  [
    'an SSO token gone',
    provider('The SSO session token … was not found or is invalid. run aws sso login'),
    'credentials-expired',
  ],
  [
    'a login over',
    provider('Failed to load a token for session x, please re-authenticate using aws login'),
    'credentials-expired',
  ],
  [
    'a profile without any',
    provider('Could not resolve credentials using profile: [x] in configuration/credentials file(s).'),
    'no-credentials',
  ],
  [
    'a role that may not be assumed',
    Object.assign(new Error('not authorized to perform: sts:AssumeRole'), {
      name: 'AccessDenied',
      $fault: 'client',
      $metadata: { httpStatusCode: 403 },
    }),
    'credentials-refused',
  ],
  [
    'a token to get others with that is over',
    Object.assign(new Error('The security token included in the request is expired'), {
      name: 'ExpiredTokenException',
      $fault: 'client',
      $metadata: { httpStatusCode: 400 },
    }),
    'credentials-expired',
  ],
])('%s', (_, error, code) => {
  const told = explainCredentialError(error)
  expect(told).toMatchObject({ code, cause: error })
  expect(told.advice).toBeTruthy()
})

test('a credential_process that failed is told without its command line', () => {
  const told = explainCredentialError(provider('Command failed: vault login --token CANARY\nboom'))
  expect(told).toMatchObject({ code: 'no-credentials', message: "The profile's credential_process failed." })
  expect(inspect(told, { depth: null, showHidden: true })).not.toContain('CANARY')
})

test('an error in words already is left alone', () => {
  const error = new SluiceError({ code: 'no-credentials', message: 'None.' })
  expect(explainCredentialError(error)).toBe(error)
})
