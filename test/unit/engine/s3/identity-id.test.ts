import { expect, it } from 'vitest'
import type { CredentialSource } from '../../../../main/engine/s3/credential-source.ts'
import { identityIdOf } from '../../../../main/engine/s3/identity-id.ts'

const settings = {
  aws_access_key_id: 'AK1',
  role_arn: 'arn:aws:iam::1:role/deploy',
  sso_account_id: '1',
  sso_role_name: 'Deploy',
}

it.each<[CredentialSource, string | null]>([
  ['environment', 'ENV1'],
  ['keys', 'AK1'],
  ['role', 'arn:aws:iam::1:role/deploy'],
  ['web-identity', 'arn:aws:iam::1:role/deploy'],
  ['sso', '1/Deploy'],
  ['process', null],
  ['none', null],
])('by %s it is %s', (source, id) => {
  expect(identityIdOf(source, { settings }, { AWS_ACCESS_KEY_ID: 'ENV1' })).toBe(id)
})

it('a key that goes with its session token is nobody’s for long', () => {
  const env = { AWS_ACCESS_KEY_ID: 'ENV1', AWS_SESSION_TOKEN: 't' }
  expect(identityIdOf('environment', { settings }, env)).toBeNull()
  expect(identityIdOf('keys', { settings: { ...settings, aws_session_token: 't' } }, {})).toBeNull()
})
