import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { findCredentials } from '../../../../main/engine/s3/credentials.ts'
import type { Environment } from '../../../../main/engine/s3/shared-config.ts'
import { SluiceError } from '../../../../shared/errors.ts'
import { failure } from './scripted-server.ts'

const node = JSON.stringify(process.execPath)
const script = (code: string) => `${node} -e ${JSON.stringify(code)}`

const config = `
[profile by-process]
credential_process = ${script('console.log(\'{\\"Version\\":1,\\"AccessKeyId\\":\\"PROCESS\\",\\"SecretAccessKey\\":\\"s\\"}\')')}

[profile broken-process]
credential_process = ${script("console.error('CANARY'); process.exit(1)")} CANARY

[profile sso]
sso_session = gone
sso_account_id = 123456789012
sso_role_name = role
[sso-session gone]
sso_region = eu-west-1
sso_start_url = https://sso.test/start

[profile mfa]
role_arn = arn:aws:iam::123456789012:role/role
source_profile = keys
mfa_serial = arn:aws:iam::123456789012:mfa/me

[profile mfa-of-sso]
role_arn = arn:aws:iam::123456789012:role/role
source_profile = sso
mfa_serial = arn:aws:iam::123456789012:mfa/me

[profile login]
login_session = arn:aws:iam::123456789012:user/me

[profile nothing]
region = eu-west-1
`
const credentials = `
[default]
aws_access_key_id = DEFAULT
aws_secret_access_key = s

[keys]
aws_access_key_id = KEYS
aws_secret_access_key = s
aws_session_token = t
`

async function home(more: Environment = {}, files = true): Promise<Environment> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-credentials-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  if (files) {
    await writeFile(join(folder, 'config'), config)
    await writeFile(join(folder, 'credentials'), credentials)
  }
  return {
    HOME: folder,
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    ...more,
  }
}

/** The SDK's chain also looks into the real environment; a test is not to find anything there. */
function withoutRealEnvironment(): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
}

const keys = { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 's' }

describe('credentials come', () => {
  test.each<[string, string | undefined, Environment, string]>([
    ['from a profile', 'keys', {}, 'KEYS'],
    ['from a profile that was named, rather than from the environment', 'keys', keys, 'KEYS'],
    ['from the environment', undefined, keys, 'ENV'],
    [
      'from keys in the environment, rather than from its profile',
      undefined,
      { ...keys, AWS_PROFILE: 'keys' },
      'ENV',
    ],
    ['from the environment’s profile', undefined, { AWS_PROFILE: 'keys' }, 'KEYS'],
    ['from the default profile', undefined, {}, 'DEFAULT'],
    ['from what a profile’s process prints', 'by-process', {}, 'PROCESS'],
  ])('%s', async (_, profile, more, accessKeyId) => {
    withoutRealEnvironment()
    const { credentials: provider } = await findCredentials({
      ...(profile === undefined ? {} : { profile }),
      env: await home(more),
    })
    expect(await provider()).toMatchObject({ accessKeyId })
  })

  test('with their token and their end', async () => {
    const env = await home({
      ...keys,
      AWS_SESSION_TOKEN: 't',
      AWS_CREDENTIAL_EXPIRATION: '2030-01-01T00:00:00Z',
    })
    expect(await (await findCredentials({ env })).credentials()).toEqual({
      accessKeyId: 'ENV',
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: new Date('2030-01-01T00:00:00Z'),
    })
  })
})

describe('credentials that are refreshed are read anew', () => {
  test('from the credentials file, where another tool has written others', async () => {
    const env = await home()
    const { credentials: provider } = await findCredentials({ profile: 'keys', env })
    await writeFile(
      env['AWS_SHARED_CREDENTIALS_FILE'] ?? '',
      credentials.replace('= KEYS', '= NEW').replace('= t', '= new'),
    )
    expect(await provider()).toMatchObject({ accessKeyId: 'KEYS' })
    expect(await provider({ forceRefresh: true })).toMatchObject({ accessKeyId: 'NEW', sessionToken: 'new' })
  })

  test('from what a process prints by now', async () => {
    const env = await home()
    const printed = join(env['HOME'] ?? '', 'printed')
    const print = (id: string) =>
      writeFile(printed, JSON.stringify({ Version: 1, AccessKeyId: id, SecretAccessKey: 's' }))
    await writeFile(env['AWS_CONFIG_FILE'] ?? '', `[profile p]\ncredential_process = cat ${printed}\n`)
    await print('OLD')
    const { credentials: provider } = await findCredentials({ profile: 'p', env })
    expect(await provider()).toMatchObject({ accessKeyId: 'OLD' })
    await print('NEW')
    expect(await provider({ forceRefresh: true })).toMatchObject({ accessKeyId: 'NEW' })
  })

  test('from the environment they stay what they were', async () => {
    const { credentials: provider, identity } = await findCredentials({ env: await home(keys) })
    expect(await provider({ forceRefresh: true })).toMatchObject({ accessKeyId: 'ENV' })
    expect(identity).toEqual({ name: 'the environment', renewal: null, id: 'ENV' })
  })
})

describe('there are no credentials', () => {
  test('when half a pair is set', async () => {
    for (const [name, other] of [Object.keys(keys), Object.keys(keys).toReversed()] as [string, string][]) {
      const env = await home({ [name]: 'CANARY' })
      const error = await failure(findCredentials({ env }))
      expect(error).toMatchObject({
        code: 'no-credentials',
        message: `The environment has ${name} and no ${other}.`,
      })
      expect(inspect(error, { depth: null })).not.toContain('CANARY')
    }
  })

  test('of a profile that does not exist', async () => {
    expect(await failure(findCredentials({ profile: 'nobody', env: await home() }))).toMatchObject({
      code: 'usage',
      message: 'There is no profile "nobody".',
    })
  })

  test.each([
    ['a profile without any', 'nothing', 'no-credentials', /no credentials in the profile nothing/i],
    ['a role that wants a second factor', 'mfa', 'no-credentials', /second factor/],
    ['a login that is not there', 'login', 'credentials-expired', /aws login --profile login/],
    [
      'a process that fails',
      'broken-process',
      'no-credentials',
      /credential_process of the profile broken-process failed/,
    ],
    ['an SSO session without a login', 'sso', 'credentials-expired', /aws sso login --profile sso/],
  ])('of %s', async (_, profile, code, words) => {
    withoutRealEnvironment()
    const env = await home()
    // For SSO the SDK looks for the profile where its own environment says.
    vi.stubEnv('AWS_CONFIG_FILE', env['AWS_CONFIG_FILE'])
    const { credentials: provider } = await findCredentials({ profile, env })
    const error = await failure(provider())
    expect(error).toMatchObject({ code })
    expect(error instanceof SluiceError ? `${error.message} ${error.advice ?? ''}` : '').toMatch(words)
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('CANARY')
  })

  test('of whoever assumes a role with a second factor, before its code is asked for', async () => {
    withoutRealEnvironment()
    const env = await home()
    vi.stubEnv('AWS_CONFIG_FILE', env['AWS_CONFIG_FILE'])
    const askCode = vi.fn(async () => '123456')
    const { credentials: provider } = await findCredentials({ profile: 'mfa-of-sso', env, askCode })
    expect(await failure(provider())).toMatchObject({ code: 'credentials-expired', subject: 'sso' })
    expect(askCode).not.toHaveBeenCalled()
  })

  test('anywhere', async () => {
    withoutRealEnvironment()
    const env = await home({}, false)
    const { credentials: provider } = await findCredentials({ env })
    expect(await failure(provider())).toMatchObject({
      code: 'no-credentials',
      message: 'No credentials were found.',
    })
  })
})

test('nothing is written to the console, keys beside a profile or not', async () => {
  withoutRealEnvironment()
  for (const [name, value] of Object.entries(keys)) vi.stubEnv(name, value)
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  onTestFinished(() => {
    warn.mockRestore()
  })
  const { credentials: provider } = await findCredentials({ profile: 'nothing', env: await home(keys) })
  await failure(provider())
  expect(warn).not.toHaveBeenCalled()
})
