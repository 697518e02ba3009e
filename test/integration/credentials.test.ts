import { createHash, generateKeyPairSync } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fakeObject, startFakeAws, type FakeAws } from '../fakes/fake-aws.ts'
import { runCli, sluice, type CliRun } from '../faults/run-cli.ts'

const config = `
[profile by-process]
credential_process = echo '{"Version":1,"AccessKeyId":"PROCESS","SecretAccessKey":"CANARY","SessionToken":"t"}'

[profile broken-process]
credential_process = sh -c 'echo CANARY >&2; exit 3'

[profile babbling-process]
credential_process = echo '"AccessKeyId":"CANARY"'

[profile role]
role_arn = arn:aws:iam::123456789012:role/wanted
source_profile = keys
region = eu-west-1

[profile role-of-role]
role_arn = arn:aws:iam::123456789012:role/second
source_profile = role

[profile role-of-sso]
role_arn = arn:aws:iam::123456789012:role/wanted
source_profile = sso

[profile role-of-nobody]
role_arn = arn:aws:iam::123456789012:role/wanted
source_profile = nobody

[profile role-alone]
role_arn = arn:aws:iam::123456789012:role/wanted

[profile role-by-environment]
role_arn = arn:aws:iam::123456789012:role/wanted
credential_source = Environment

[profile role-by-container]
role_arn = arn:aws:iam::123456789012:role/wanted
credential_source = EcsContainer

[profile role-by-instance]
role_arn = arn:aws:iam::123456789012:role/wanted
credential_source = Ec2InstanceMetadata

[profile sso]
sso_session = company
sso_account_id = 123456789012
sso_role_name = Reader

[profile sso-beside-keys]
sso_session = company
sso_account_id = 123456789012
sso_role_name = Reader

[sso-session company]
sso_region = eu-west-1
sso_start_url = https://company.test/start

[profile sso-legacy]
sso_region = eu-west-1
sso_start_url = https://company.test/legacy
sso_account_id = 123456789012
sso_role_name = Reader

[profile sso-nowhere]
sso_session = nowhere
sso_account_id = 123456789012
sso_role_name = Reader

[profile login]
login_session = arn:aws:iam::123456789012:user/me

[profile nothing]
output = json
`
const credentials = `
[keys]
aws_access_key_id = KEYS
aws_secret_access_key = CANARY

[sso-beside-keys]
aws_access_key_id = OLD
aws_secret_access_key = CANARY
`

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()
const anHourAgo = () => new Date(Date.now() - 3_600_000).toISOString()

describe('sluice sync finds its credentials', () => {
  let home: string
  let aws: FakeAws

  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'sluice-credentials-'))
    aws = await startFakeAws()
    await plant('.aws/config', config)
    await plant('.aws/credentials', credentials)
  })

  afterEach(async () => {
    await aws.close()
    await rm(home, { recursive: true })
  })

  async function plant(name: string, content: string): Promise<void> {
    const file = path.join(home, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, content)
  }

  /** A login of `aws sso login`, as it leaves it. */
  const plantSso = (name: string, more: object = {}) =>
    plant(
      `.aws/sso/cache/${createHash('sha1').update(name).digest('hex')}.json`,
      JSON.stringify({ accessToken: 'kept', expiresAt: inAnHour(), ...more }),
    )

  /** A login of `aws login`, as it leaves it. */
  async function plantLogin(expiresAt: string): Promise<string> {
    const session = 'arn:aws:iam::123456789012:user/me'
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const name = `.aws/login/cache/${createHash('sha256').update(session).digest('hex')}.json`
    await plant(
      name,
      JSON.stringify({
        accessToken: {
          accessKeyId: 'LOGIN',
          secretAccessKey: 'CANARY',
          sessionToken: 't',
          accountId: '123456789012',
          expiresAt,
        },
        clientId: 'arn:aws:signin:::devtools/same-device',
        refreshToken: 'refresh',
        dpopKey: privateKey.export({ type: 'sec1', format: 'pem' }),
      }),
    )
    return name
  }

  const endpoints = () => ({ AWS_ENDPOINT_URL: aws.endpoint })

  async function sync(args: readonly string[] = [], env: Record<string, string> = {}): Promise<CliRun> {
    return runCli(sluice, ['sync', 's3://bucket', path.join(home, 'down'), ...args], {
      cwd: home,
      env: {
        HOME: home,
        PATH: process.env['PATH'] ?? '',
        AWS_EC2_METADATA_DISABLED: 'true',
        ...endpoints(),
        ...env,
      },
    })
  }

  /** A sync that must work, and as whom it did. */
  async function identities(profile: string | null, env: Record<string, string> = {}): Promise<string[]> {
    const ran = await sync(profile === null ? [] : ['--profile', profile], env)
    expect(ran, ran.stderr).toMatchObject({ exit: 0 })
    expect(ran.stderr).toBe('')
    expect(await readFile(path.join(home, 'down', fakeObject.key))).toEqual(fakeObject.bytes)
    return aws.identities()
  }

  const whats = () => [...new Set(aws.asked.map(({ what }) => what))].filter((what) => !what.startsWith('S3'))

  const keys = { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 'CANARY-env' }

  test('in the environment', async () => {
    expect(await identities(null, { ...keys, AWS_SESSION_TOKEN: 'with-it' })).toEqual([
      'ENV with-it us-east-1',
    ])
  })

  test('in the credentials file', async () => {
    expect(await identities('keys')).toEqual(['KEYS null us-east-1'])
  })

  test('in the files that the environment names instead', async () => {
    await plant('elsewhere', '[profile keys]\nregion = us-east-1\n')
    await plant('kept', '[keys]\naws_access_key_id = ELSEWHERE\naws_secret_access_key = CANARY\n')
    const files = { AWS_CONFIG_FILE: '~/elsewhere', AWS_SHARED_CREDENTIALS_FILE: '~/kept' }
    expect(await identities('keys', files)).toEqual(['ELSEWHERE null us-east-1'])
  })

  test('as a process prints them', async () => {
    expect(await identities('by-process')).toEqual(['PROCESS t us-east-1'])
  })

  test('by a role that keys of another profile assume', async () => {
    aws.regions.set('bucket', 'eu-west-1')
    expect(await identities('role')).toEqual(['KEY-wanted token-wanted eu-west-1'])
    expect(aws.asked[0]).toMatchObject({ what: 'STS AssumeRole', accessKeyId: 'KEYS', region: 'eu-west-1' })
  })

  test('by a role that another role assumes', async () => {
    expect(await identities('role-of-role')).toEqual(['KEY-second token-second us-east-1'])
    expect(aws.asked.slice(0, 2)).toMatchObject([{ accessKeyId: 'KEYS' }, { accessKeyId: 'KEY-wanted' }])
  })

  test('by a role that an SSO login assumes', async () => {
    await plantSso('company')
    expect(await identities('role-of-sso')).toEqual(['KEY-wanted token-wanted us-east-1'])
    expect(whats()).toEqual(['SSO GetRoleCredentials', 'STS AssumeRole'])
  })

  test('by a role that keys in the environment assume', async () => {
    expect(await identities('role-by-environment', keys)).toEqual(['KEY-wanted token-wanted us-east-1'])
    expect(aws.asked[0]).toMatchObject({ what: 'STS AssumeRole', accessKeyId: 'ENV' })
  })

  test('by a role that a container assumes', async () => {
    const container = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${aws.endpoint}/container` }
    expect(await identities('role-by-container', container)).toEqual(['KEY-wanted token-wanted us-east-1'])
    expect(whats()).toEqual(['container', 'STS AssumeRole'])
  })

  test('by a role that an instance assumes', async () => {
    expect(await identities('role-by-instance', instance())).toEqual(['KEY-wanted token-wanted us-east-1'])
    expect(whats()).toEqual(['IMDS token', 'IMDS role', 'IMDS credentials', 'STS AssumeRole'])
  })

  test.each([
    ['sso', 'company'],
    ['sso-legacy', 'https://company.test/legacy'],
    ['sso-beside-keys', 'company'],
  ])('by the SSO login of the profile %s', async (profile, login) => {
    await plantSso(login)
    expect(await identities(profile)).toEqual(['KEY-kept-Reader token-kept-Reader us-east-1'])
  })

  test('by an SSO session that is renewed when its token has ended', async () => {
    await plantSso('company', {
      expiresAt: anHourAgo(),
      refreshToken: 'r',
      clientId: 'c',
      clientSecret: 's',
      registrationExpiresAt: inAnHour(),
    })
    expect(await identities('sso')).toEqual(['KEY-renewed-Reader token-renewed-Reader us-east-1'])
    expect(whats()).toEqual(['OIDC CreateToken', 'SSO GetRoleCredentials'])
  })

  test('by a login of aws login', async () => {
    await plantLogin(inAnHour())
    expect(await identities('login')).toEqual(['LOGIN t us-east-1'])
  })

  test('by a login of aws login that is renewed when it has ended', async () => {
    const file = await plantLogin(anHourAgo())
    expect(await identities('login')).toEqual(['KEY-renewed-login token-renewed-login us-east-1'])
    expect(await readFile(path.join(home, file), 'utf8')).toContain('KEY-renewed-login')
  })

  test('by a web identity of the environment, which goes before the default profile', async () => {
    await plant(
      '.aws/credentials',
      '[default]\naws_access_key_id = DEFAULT\naws_secret_access_key = CANARY\n',
    )
    expect(await identities(null, await webIdentity())).toEqual(['KEY-pod token-pod us-east-1'])
    expect(aws.asked[0]).toMatchObject({
      what: 'STS AssumeRoleWithWebIdentity',
      accessKeyId: null,
      body: expect.stringContaining('WebIdentityToken=CANARY-token') as string,
    })
  })

  test('by a web identity of a profile', async () => {
    await plant('token', 'CANARY-token')
    await plant(
      '.aws/config',
      `[profile pod]\nrole_arn = arn:aws:iam::1:role/pod\nweb_identity_token_file = ${path.join(home, 'token')}\n`,
    )
    expect(await identities('pod')).toEqual(['KEY-pod token-pod us-east-1'])
  })

  test('by its container, with the word that the container is given', async () => {
    await plant('word', 'secret-word')
    const container = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${aws.endpoint}/container`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: path.join(home, 'word'),
    }
    expect(await identities(null, container)).toEqual([
      'KEY-container-secret-word token-container-secret-word us-east-1',
    ])
  })

  test('by its instance', async () => {
    expect(await identities(null, instance())).toEqual(['KEY-instance-imds token-instance-imds us-east-1'])
  })

  const instance = () => ({
    AWS_EC2_METADATA_DISABLED: 'false',
    AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.endpoint,
  })

  async function webIdentity(): Promise<Record<string, string>> {
    await plant('token', 'CANARY-token')
    return { AWS_WEB_IDENTITY_TOKEN_FILE: path.join(home, 'token'), AWS_ROLE_ARN: 'arn:aws:iam::1:role/pod' }
  }
})
