import { readFile } from 'node:fs/promises'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { startPracticeServer } from '../../main/practice/index.ts'
import { fakeObject } from '../fakes/fake-aws.ts'
import { AwsHome, hoursFromNow } from './aws-home.ts'

let home: AwsHome

beforeEach(async () => {
  home = await AwsHome.set()
})

/** A sync that must work, and as whom it did: key, token and region of all calls of S3. */
async function identities(profile: string | null, env: Record<string, string> = {}): Promise<string[]> {
  const args = profile === null ? [] : ['--profile', profile]
  const ran = await home.sync(['s3://bucket', 'down', ...args], env)
  expect(ran, ran.stderr).toMatchObject({ exit: 0, stderr: '' })
  expect(await readFile(home.path('down', fakeObject.key))).toEqual(fakeObject.bytes)
  return home.aws.identities()
}

/** What else was asked for on the way. */
const services = () => [
  ...new Set(home.aws.asked.map(({ what }) => what).filter((what) => !what.startsWith('S3'))),
]

const keys = { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 'CANARY-env' }

describe('credentials are found', () => {
  test('in the environment', async () => {
    expect(await identities(null, { ...keys, AWS_SESSION_TOKEN: 'with-it' })).toEqual([
      'ENV with-it us-east-1',
    ])
  })

  test('in the credentials file', async () => {
    expect(await identities('keys')).toEqual(['KEYS null us-east-1'])
  })

  test('in the files that the environment names instead', async () => {
    await home.plant('elsewhere', '[profile keys]\nregion = us-east-1\n')
    await home.plant('kept', '[keys]\naws_access_key_id = ELSEWHERE\naws_secret_access_key = CANARY\n')
    const files = { AWS_CONFIG_FILE: '~/elsewhere', AWS_SHARED_CREDENTIALS_FILE: '~/kept' }
    expect(await identities('keys', files)).toEqual(['ELSEWHERE null us-east-1'])
  })

  test('as a process prints them', async () => {
    expect(await identities('by-process')).toEqual(['PROCESS t us-east-1'])
  })

  test('by a role that keys of another profile assume', async () => {
    home.aws.regions.set('bucket', 'eu-west-1')
    expect(await identities('role')).toEqual(['KEY-wanted token-wanted eu-west-1'])
    expect(home.aws.asked[0]).toMatchObject({
      what: 'STS AssumeRole',
      accessKeyId: 'KEYS',
      region: 'eu-west-1',
    })
  })

  test('by a role that another role assumes', async () => {
    expect(await identities('role-of-role')).toEqual(['KEY-second token-second us-east-1'])
    expect(home.aws.asked.slice(0, 2)).toMatchObject([{ accessKeyId: 'KEYS' }, { accessKeyId: 'KEY-wanted' }])
  })

  test('by a role that an SSO login assumes', async () => {
    await home.plantSso('company')
    expect(await identities('role-of-sso')).toEqual(['KEY-wanted token-wanted us-east-1'])
    expect(services()).toEqual(['SSO GetRoleCredentials', 'STS AssumeRole'])
  })

  test('by a role that keys in the environment assume', async () => {
    expect(await identities('role-by-environment', keys)).toEqual(['KEY-wanted token-wanted us-east-1'])
    expect(home.aws.asked[0]).toMatchObject({ what: 'STS AssumeRole', accessKeyId: 'ENV' })
  })

  test('by a role that a container assumes', async () => {
    const container = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${home.aws.endpoint}/container` }
    expect(await identities('role-by-container', container)).toEqual(['KEY-wanted token-wanted us-east-1'])
    expect(services()).toEqual(['container', 'STS AssumeRole'])
  })

  test('by a role that an instance assumes', async () => {
    expect(await identities('role-by-instance', home.instance())).toEqual([
      'KEY-wanted token-wanted us-east-1',
    ])
    expect(services()).toEqual(['IMDS token', 'IMDS role', 'IMDS credentials', 'STS AssumeRole'])
  })

  test.each([
    ['sso', 'company'],
    ['sso-legacy', 'https://company.test/legacy'],
    ['sso-beside-keys', 'company'],
  ])('by the SSO login of the profile %s', async (profile, login) => {
    await home.plantSso(login)
    expect(await identities(profile)).toEqual(['KEY-kept-Reader token-kept-Reader us-east-1'])
  })

  test('by an SSO session that is renewed when its token has ended', async () => {
    await home.plantSso('company', {
      expiresAt: hoursFromNow(-1),
      refreshToken: 'r',
      clientId: 'c',
      clientSecret: 's',
      registrationExpiresAt: hoursFromNow(1),
    })
    expect(await identities('sso')).toEqual(['KEY-renewed-Reader token-renewed-Reader us-east-1'])
    expect(services()).toEqual(['OIDC CreateToken', 'SSO GetRoleCredentials'])
  })

  test('by a login of aws login', async () => {
    await home.plantLogin(hoursFromNow(1))
    expect(await identities('login')).toEqual(['LOGIN t us-east-1'])
  })

  test('by a login of aws login that is renewed when it has ended', async () => {
    const file = await home.plantLogin(hoursFromNow(-1))
    expect(await identities('login')).toEqual(['KEY-renewed-login token-renewed-login us-east-1'])
    expect(await readFile(file, 'utf8')).toContain('KEY-renewed-login')
  })

  test('by a web identity of the environment, which goes before the default profile', async () => {
    await home.plant(
      '.aws/credentials',
      '[default]\naws_access_key_id = DEFAULT\naws_secret_access_key = CANARY\n',
    )
    expect(await identities(null, await home.webIdentity())).toEqual(['KEY-pod token-pod us-east-1'])
    expect(home.aws.asked[0]).toMatchObject({
      what: 'STS AssumeRoleWithWebIdentity',
      accessKeyId: null,
      body: expect.stringContaining('WebIdentityToken=CANARY-token') as string,
    })
  })

  test('by a web identity of a profile', async () => {
    await home.plant('token', 'CANARY-token')
    await home.plant(
      '.aws/config',
      `[profile pod]\nrole_arn = arn:aws:iam::1:role/pod\nweb_identity_token_file = ${home.path('token')}\n`,
    )
    expect(await identities('pod')).toEqual(['KEY-pod token-pod us-east-1'])
  })

  test('by its container, with the word that the container is given', async () => {
    await home.plant('word', 'secret-word')
    const container = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${home.aws.endpoint}/container`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: home.path('word'),
    }
    expect(await identities(null, container)).toEqual([
      'KEY-container-secret-word token-container-secret-word us-east-1',
    ])
  })

  test('by its instance', async () => {
    expect(await identities(null, home.instance())).toEqual([
      'KEY-instance-imds token-instance-imds us-east-1',
    ])
  })
})

test('what is signed with them, a server that checks signatures takes', async () => {
  const server = await startPracticeServer({ directory: home.path('server'), buckets: ['bucket'] })
  onTestFinished(() => server.close())
  const { endpoint, accessKeyId, secretAccessKey } = server
  await home.plant(
    'keys.json',
    JSON.stringify({ Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey }),
  )
  await home.plant(
    '.aws/config',
    `[profile p]\ncredential_process = cat ${home.path('keys.json')}\nendpoint_url = ${endpoint}\n`,
  )
  await home.plant('up/f', 'bytes')
  const env = { AWS_ENDPOINT_URL: '' }
  expect(await home.sync(['up', 's3://bucket', '--profile', 'p'], env)).toMatchObject({ exit: 0, stderr: '' })
  expect(await home.sync(['s3://bucket', 'down', '--profile', 'p'], env)).toMatchObject({
    exit: 0,
    stderr: '',
  })
  expect(await readFile(home.path('down/f'), 'utf8')).toBe('bytes')
})

describe('of several there are', () => {
  const other = { AWS_PROFILE: 'keys', AWS_DEFAULT_PROFILE: 'by-process' }

  test('those of a profile on the command line count before all of the environment', async () => {
    const env = { ...keys, AWS_SESSION_TOKEN: 't', AWS_PROFILE: 'by-process', ...(await home.webIdentity()) }
    expect(await identities('keys', env)).toEqual(['KEYS null us-east-1'])
  })

  test('keys of the environment count before its profile', async () => {
    expect(await identities(null, { ...keys, ...other })).toEqual(['ENV null us-east-1'])
  })

  test('AWS_PROFILE counts before AWS_DEFAULT_PROFILE', async () => {
    expect(await identities(null, other)).toEqual(['KEYS null us-east-1'])
  })

  test('a profile counts before a container, and a container before an instance', async () => {
    const container = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${home.aws.endpoint}/container` }
    const env = { ...container, ...home.instance() }
    expect(await identities('keys', env)).toEqual(['KEYS null us-east-1'])
    expect(await identities('nothing', env)).toContain('KEY-container-open token-container-open us-east-1')
  })
})

describe('STS is where', () => {
  test.each([
    ['the endpoint_url of the profile', (to: string) => `endpoint_url = ${to}`],
    [
      'the services section of the profile',
      (to: string) =>
        `services = here\n[services here]\nsts =\n  endpoint_url = ${to}\ns3 =\n  endpoint_url = ${to}`,
    ],
  ])('%s says', async (_, settings) => {
    const role = 'role_arn = arn:aws:iam::1:role/wanted\ncredential_source = Environment'
    await home.plant('.aws/config', `[profile r]\n${role}\n${settings(home.aws.endpoint)}\n`)
    expect(await identities('r', { ...keys, AWS_ENDPOINT_URL: '' })).toEqual([
      'KEY-wanted token-wanted us-east-1',
    ])
  })
})
