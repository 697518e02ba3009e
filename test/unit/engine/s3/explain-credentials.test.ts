import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { AskedSource } from '../../../../main/engine/s3/credential-providers.ts'
import { explainCredentialError, noCredentials } from '../../../../main/engine/s3/explain-credentials.ts'
import type { Profile } from '../../../../main/engine/s3/shared-config.ts'
import { SluiceError, type ErrorCode } from '../../../../shared/errors.ts'

const profile = (settings: Profile['settings'] = {}, name = 'work'): Profile => ({
  name,
  named: name !== 'default',
  settings,
  inCredentials: {},
  services: {},
  configPath: '/home/me/.aws/config',
  credentialsPath: '/home/me/.aws/credentials',
})

const provider = (message: string) => Object.assign(new Error(message), { name: 'CredentialsProviderError' })

const reply = (name: string, message: string, httpStatusCode: number) =>
  Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode } })

const node = (code: string) => Object.assign(new Error(`connect ${code} 127.0.0.1:9`), { code })

const role = { role_arn: 'arn:aws:iam::1:role/r', source_profile: 'base' }
const sso = { sso_account_id: '1', sso_role_name: 'Reader' }

describe('what a person can do about it is said for', () => {
  test.each<[string, AskedSource, Error, ErrorCode, RegExp]>([
    [
      'an SSO session that is over',
      'sso',
      provider('The SSO session associated with this profile has expired. To refresh run aws sso login'),
      'credentials-expired',
      /The SSO login of the profile work is over.*`aws sso login --profile work`/,
    ],
    [
      'an SSO session that was never begun',
      'sso',
      provider('The SSO session token … was not found or is invalid. run aws sso login'),
      'credentials-expired',
      /`aws sso login --profile work`/,
    ],
    [
      'an SSO token that the portal refuses',
      'sso',
      provider('UnauthorizedException: Session token not found or invalid'),
      'credentials-expired',
      /`aws sso login --profile work`/,
    ],
    [
      'an SSO role that is not this person’s',
      'sso',
      provider('ForbiddenException: No access'),
      'credentials-refused',
      /may not be Reader in the account 1.*sso_role_name.*\/home\/me\/\.aws\/config/,
    ],
    [
      'an SSO session that is not in the file',
      'sso',
      new TypeError("Cannot read properties of undefined (reading 'sso_region')"),
      'no-credentials',
      /not complete.*`aws configure sso --profile work`/,
    ],
    [
      'a login that is over',
      'login',
      provider('Failed to load token from /x: Error: ENOENT'),
      'credentials-expired',
      /The login of the profile work.*`aws login --profile work`/,
    ],
    [
      'a login that may not be renewed',
      'login',
      provider("You may be missing permission for the 'CreateOAuth2Token' action."),
      'credentials-refused',
      /signin:CreateOAuth2Token/,
    ],
    [
      'a process that fails',
      'process',
      provider('Command failed: vault'),
      'no-credentials',
      /credential_process of the profile work failed.*by hand/,
    ],
    [
      'a process that prints something else',
      'process',
      provider('Profile work credential_process returned invalid JSON.'),
      'no-credentials',
      /does not print credentials/,
    ],
    [
      'a process that prints what has expired',
      'process',
      provider('Profile work credential_process returned expired credentials.'),
      'credentials-expired',
      /the profile work gives credentials that have expired/,
    ],
    [
      'a role that may not be assumed',
      'role',
      reply('AccessDenied', 'not authorized to perform: sts:AssumeRole', 403),
      'credentials-refused',
      /arn:aws:iam::1:role\/r may not be assumed for the profile work: not authorized.*role_arn/,
    ],
    [
      'a role whose assumer has expired',
      'role',
      reply('ExpiredToken', 'The security token included in the request is expired', 403),
      'credentials-expired',
      /profile work.*for the profile base/,
    ],
    [
      'a role whose assumer is logged out of SSO',
      'role',
      provider('The SSO session associated with this profile has expired. run aws sso login'),
      'credentials-expired',
      /`aws sso login --profile base`/,
    ],
    [
      'a role whose assumer is logged out',
      'role',
      provider('Failed to load token from /x: Error'),
      'credentials-expired',
      /`aws login --profile base`/,
    ],
    [
      'a role whose assumer’s process fails',
      'role',
      provider('Command failed: vault'),
      'no-credentials',
      /credential_process of the profile base failed/,
    ],
    [
      'a role that wants a second factor',
      'role',
      provider('Profile work requires multi-factor authentication, but no MFA code callback was provided.'),
      'no-credentials',
      /second factor.*export-credentials --profile work/s,
    ],
    [
      'a role without an assumer',
      'role',
      provider('Unable to find environment variable credentials.'),
      'no-credentials',
      /assume the role of the profile work.*source_profile/,
    ],
    [
      'a token file that is not there',
      'web-identity',
      Object.assign(new Error("ENOENT: no such file or directory, open '/token'"), { code: 'ENOENT' }),
      'no-credentials',
      /'\/token'.*AWS_WEB_IDENTITY_TOKEN_FILE/,
    ],
    [
      'a token that has expired',
      'web-identity',
      reply('ExpiredTokenException', 'Token expired', 400),
      'credentials-expired',
      /token file must renew it/,
    ],
    [
      'a web identity that is refused',
      'web-identity',
      reply('AccessDenied', 'Not authorized', 403),
      'credentials-refused',
      /AWS_ROLE_ARN or role_arn/,
    ],
    [
      'a container that gives none',
      'container',
      provider('Server responded with status: 403'),
      'no-credentials',
      /container gives no credentials: Server responded with status: 403.*AWS_CONTAINER_/,
    ],
    [
      'a machine that is no instance',
      'instance',
      node('ECONNREFUSED'),
      'no-credentials',
      /no credentials in the profile work.*`aws configure --profile work`/,
    ],
    [
      'a service that is out of reach',
      'role',
      node('ECONNREFUSED'),
      'unreachable',
      /profile work can't be reached: connect ECONNREFUSED.*proxy/,
    ],
    [
      'a service that is out of reach, told by its text alone',
      'sso',
      provider('Error: getaddrinfo ENOTFOUND portal.sso.test'),
      'unreachable',
      /can't be reached/,
    ],
    [
      'a service that something of one’s own is in front of',
      'sso',
      provider('Error: self-signed certificate in certificate chain'),
      'unreachable',
      /AWS_CA_BUNDLE/,
    ],
    ['a service that fails', 'role', reply('InternalFailure', 'Oops', 500), 'server-failed', /Run it again/],
    [
      'a service that is asked too often',
      'role',
      reply('Throttling', 'Rate exceeded', 400),
      'slow-down',
      /Run it again/,
    ],
  ])('%s', (_, source, error, code, all) => {
    const told = explainCredentialError(error, source, profile(source === 'role' ? role : sso))
    expect(told).toMatchObject({ code, subject: 'work' })
    expect(`${told.message} ${told.advice ?? ''}`).toMatch(all)
  })

  test('the profile that nobody named', () => {
    const told = explainCredentialError(provider('has expired'), 'sso', profile(sso, 'default'))
    expect(told.message).toContain('the default profile')
    expect(told.advice).toContain('`aws sso login`')
  })

  test('no credentials anywhere', () => {
    expect(noCredentials(profile({}, 'default'))).toMatchObject({
      code: 'no-credentials',
      message: 'No credentials were found.',
    })
  })
})

test.each<[string, AskedSource, Error]>([
  ['a command line', 'process', provider('Command failed: vault login --token CANARY\nboom')],
  [
    'a command line of a source profile',
    'role',
    provider('Command failed: vault login --token CANARY\nboom'),
  ],
  ['a piece of a reply', 'container', new SyntaxError('Unexpected token in JSON: "CANARY')],
  [
    'a piece of a file',
    'login',
    provider('Failed to load token from /x: SyntaxError: …"CANARY" is not valid JSON'),
  ],
])('%s is not repeated', (_, source, error) => {
  const told = explainCredentialError(error, source, profile())
  expect(told.advice).toBeTruthy()
  expect(inspect(told, { depth: null, showHidden: true })).not.toContain('CANARY')
})

test('an error in words already is left alone', () => {
  const error = new SluiceError({ code: 'no-credentials', message: 'None.' })
  expect(explainCredentialError(error, 'sso', profile())).toBe(error)
})
