import { beforeEach, describe, expect, test } from 'vitest'
import { AwsHome, hoursFromNow } from './aws-home.ts'

let home: AwsHome

beforeEach(async () => {
  home = await AwsHome.set()
})

/** A sync that must fail before it has done anything, and what it says; never a secret, not with `--debug` either. */
async function complaint(
  exit: number,
  profile: string | null,
  env: Record<string, string> = {},
): Promise<string> {
  const args = ['s3://bucket', 'down', '--debug', ...(profile === null ? [] : ['--profile', profile])]
  const ran = await home.sync(args, env)
  expect(ran, ran.stderr).toMatchObject({ exit, stdout: '' })
  expect(ran.stderr).not.toContain('CANARY')
  expect(home.aws.identities()).toEqual([])
  return ran.stderr.replace(/^debug: .*\n/gm, '').replace(/\s+/g, ' ')
}

const denied = (code: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>In its own words</Message></Error></ErrorResponse>`

describe('a profile that gives no credentials is named, with the way out:', () => {
  test('it does not exist', async () => {
    const said = await complaint(252, 'nobody')
    expect(said).toContain('There is no profile "nobody"')
    expect(said).toContain(home.path('.aws/config'))
    expect(said).toContain(home.path('.aws/credentials'))
  })

  test('the profile of the environment does not exist', async () => {
    expect(await complaint(252, null, { AWS_PROFILE: 'nobody' })).toContain('There is no profile "nobody"')
  })

  test.each([
    ['nothing', /no credentials in the profile nothing.*`aws configure --profile nothing`/],
    ['broken-process', /credential_process of the profile broken-process failed/],
    ['babbling-process', /credential_process of the profile babbling-process does not print credentials/],
    ['half-keys', /The profile half-keys has aws_access_key_id and no aws_secret_access_key/],
    ['role-alone', /The profile role-alone has a role_arn, and nobody to assume it.*source_profile/],
    ['role-of-nobody', /The profile role-of-nobody has the source_profile nobody, which does not exist/],
    ['role-of-sso', /`aws sso login --profile sso`/],
    ['sso', /The SSO login of the profile sso is over, or there is none.*`aws sso login --profile sso`/],
    ['sso-legacy', /`aws sso login --profile sso-legacy`/],
    [
      'sso-nowhere',
      /The SSO settings of the profile sso-nowhere are not complete.*`aws configure sso --profile/,
    ],
    ['login', /The login of the profile login is over, or there is none.*`aws login --profile login`/],
    ['role-by-environment', /no credentials to assume the role of the profile role-by-environment/],
  ])('%s', async (profile, words) => {
    expect(await complaint(4, profile)).toMatch(words)
  })

  test.each([
    ['the AWS CLI forgot it', 401, 'UnauthorizedException', /`aws sso login --profile sso`/],
    ['it is not for this role', 403, 'ForbiddenException', /may not be Reader in the account 123456789012/],
  ])('an SSO login is there, and %s', async (_, status, code, words) => {
    await home.plantSso('company')
    home.aws.refuse('SSO GetRoleCredentials', status, JSON.stringify({ __type: code, message: 'No' }))
    expect(await complaint(4, 'sso')).toMatch(words)
  })

  test('an SSO login has ended and can’t be renewed', async () => {
    await home.plantSso('company', { expiresAt: hoursFromNow(-1) })
    expect(await complaint(4, 'sso')).toContain('`aws sso login --profile sso`')
  })

  test('a login has ended and can’t be renewed', async () => {
    await home.plantLogin(hoursFromNow(-1))
    const over = { __type: 'AccessDeniedException', error: 'TOKEN_EXPIRED', message: 'Over' }
    home.aws.refuse('Signin CreateOAuth2Token', 400, JSON.stringify(over))
    expect(await complaint(4, 'login')).toContain('`aws login --profile login`')
  })

  test.each([
    ['AccessDenied', /role\/wanted may not be assumed for the profile role: In its own words/],
    ['ExpiredToken', /the profile role assumes its role with have expired.*for the profile keys/],
  ])('its role may not be assumed (%s)', async (code, words) => {
    home.aws.refuse('STS AssumeRole', 403, denied(code))
    expect(await complaint(4, 'role')).toMatch(words)
  })
})

describe('an environment that gives no credentials is told of:', () => {
  test('nothing in it, and nothing elsewhere', async () => {
    expect(await complaint(4, null)).toContain('No credentials were found')
  })

  test('half a pair of keys', async () => {
    expect(await complaint(4, null, { AWS_SECRET_ACCESS_KEY: 'CANARY' })).toContain(
      'The environment has AWS_SECRET_ACCESS_KEY and no AWS_ACCESS_KEY_ID',
    )
  })

  test('a token file that is not there', async () => {
    const env = { AWS_WEB_IDENTITY_TOKEN_FILE: home.path('nothing'), AWS_ROLE_ARN: 'arn:aws:iam::1:role/pod' }
    expect(await complaint(4, null, env)).toMatch(
      /token of the web identity can't be had.*AWS_WEB_IDENTITY_TOKEN_FILE/,
    )
  })

  test('a token without a role', async () => {
    const { AWS_ROLE_ARN: _, ...env } = await home.webIdentity()
    expect(await complaint(4, null, env)).toContain('Set AWS_ROLE_ARN')
  })

  test('a token that has expired', async () => {
    home.aws.refuse('STS AssumeRoleWithWebIdentity', 400, denied('ExpiredTokenException'))
    expect(await complaint(4, null, await home.webIdentity())).toContain(
      'The token of the web identity has expired',
    )
  })

  test('a container that gives none', async () => {
    home.aws.refuse('container', 200, 'CANARY')
    const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${home.aws.endpoint}/container` }
    expect(await complaint(4, null, env)).toContain('The container gives no credentials')
  })

  test('an instance without a role', async () => {
    home.aws.refuse('IMDS role', 404, '')
    expect(await complaint(4, null, home.instance())).toContain('No credentials were found')
  })
})

test('a service that can’t be reached is no fault of the profile', async () => {
  const said = await complaint(3, 'role', { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9' })
  expect(said).toMatch(/credentials of the profile role can't be reached.*proxy/)
})
