import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  configuredEndpoint,
  findCaBundle,
  findEndpointUrl,
  findRegion,
  listProfiles,
  readProfile,
  type Environment,
} from '../../../../main/engine/s3/shared-config.ts'
import { failure } from './scripted-server.ts'

const config = `
[default]
region = eu-west-1

[profile work]
region = eu-north-1
endpoint_url = https://profile.test
ca_bundle = /etc/work.pem
s3 =
  addressing_style = path
  multipart_threshold = 64MB

[profile split]
services = split-services
endpoint_url = https://profile.test

[profile deaf]
ignore_configured_endpoint_urls = true
endpoint_url = https://profile.test

[profile virtual]
s3 =
  addressing_style = virtual

[services split-services]
s3 =
  endpoint_url = https://service.test
sts =
  endpoint_url = https://sts.test
`
const credentials = `
[only-keys]
aws_access_key_id = AKIDHEADTAIL
aws_secret_access_key = CANARY
`

/** An environment whose files are these. */
async function home(more: Environment = {}): Promise<Environment> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-config-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'config'), config)
  await writeFile(join(folder, 'credentials'), credentials)
  return {
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    ...more,
  }
}

describe('the profile', () => {
  test.each<[string | undefined, Environment, string, boolean]>([
    [undefined, {}, 'default', false],
    ['', {}, 'default', false],
    ['work', { AWS_PROFILE: 'split' }, 'work', true],
    [undefined, { AWS_PROFILE: 'work' }, 'work', true],
    [undefined, { AWS_PROFILE: '' }, 'default', false],
    [undefined, { AWS_PROFILE: 'work', AWS_DEFAULT_PROFILE: 'split' }, 'work', true],
    [undefined, { AWS_DEFAULT_PROFILE: 'work' }, 'work', true],
    ['only-keys', {}, 'only-keys', true],
  ])('named %j, in the environment %j, is %s', async (profile, more, name, named) => {
    const env = await home(more)
    expect(await readProfile({ ...(profile === undefined ? {} : { profile }), env })).toMatchObject({
      name,
      named,
    })
  })

  test('that is named and nowhere is an error with both places', async () => {
    const env = await home()
    const error = await failure(readProfile({ profile: 'wrok', env }))
    expect(error).toMatchObject({
      code: 'usage',
      message: 'There is no profile "wrok".',
      subject: 'wrok',
    })
    expect(error).toHaveProperty('advice', expect.stringContaining(env['AWS_CONFIG_FILE'] ?? ''))
    expect(error).toHaveProperty('advice', expect.stringContaining(env['AWS_SHARED_CREDENTIALS_FILE'] ?? ''))
  })

  test('is looked for below the home folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-home-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const empty = await readProfile({ env: { HOME: folder } })
    expect(empty).toMatchObject({ name: 'default', settings: {}, configPath: join(folder, '.aws', 'config') })
    await writeFile(join(folder, 'other'), '[default]\nregion = x\n')
    expect((await readProfile({ env: { HOME: folder, AWS_CONFIG_FILE: '~/other' } })).settings).toEqual({
      region: 'x',
    })
  })
})

describe('the region', () => {
  test.each<[string | undefined, Environment, string | undefined, string | undefined]>([
    [undefined, {}, undefined, 'eu-west-1'],
    [undefined, {}, 'work', 'eu-north-1'],
    [undefined, {}, 'split', undefined],
    [undefined, { AWS_DEFAULT_REGION: 'b' }, 'work', 'b'],
    [undefined, { AWS_DEFAULT_REGION: 'b', AWS_REGION: 'a' }, 'work', 'a'],
    ['given', { AWS_REGION: 'a' }, 'nobody', 'given'],
  ])('%s, in the environment %j, of the profile %s, is %s', async (given, more, profile, region) => {
    const env = await home(more)
    const which = {
      env,
      ...(profile === undefined ? {} : { profile }),
      ...(given === undefined ? {} : { region: given }),
    }
    expect(await findRegion(which)).toBe(region)
  })
})

describe('the address of the server', () => {
  test.each<[string | undefined, Environment, string | undefined, string | undefined]>([
    [undefined, {}, undefined, undefined],
    [undefined, {}, 'work', 'https://profile.test'],
    [undefined, {}, 'split', 'https://service.test'],
    [undefined, {}, 'deaf', undefined],
    [undefined, { AWS_ENDPOINT_URL: 'https://env.test' }, 'split', 'https://env.test'],
    [
      undefined,
      { AWS_ENDPOINT_URL: 'https://env.test', AWS_ENDPOINT_URL_S3: 'https://s3.test' },
      'work',
      'https://s3.test',
    ],
    [
      undefined,
      { AWS_ENDPOINT_URL: 'https://env.test', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
      'work',
      undefined,
    ],
    [undefined, { AWS_ENDPOINT_URL: 'https://env.test' }, 'deaf', undefined],
    [undefined, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' }, 'deaf', 'https://profile.test'],
    [
      'http://127.0.0.1:8000',
      { AWS_ENDPOINT_URL: 'https://env.test', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'TRUE' },
      'nobody',
      'http://127.0.0.1:8000',
    ],
  ])('%s, in the environment %j, of the profile %s, is %s', async (given, more, profile, url) => {
    const env = await home(more)
    const which = {
      env,
      ...(profile === undefined ? {} : { profile }),
      ...(given === undefined ? {} : { endpointUrl: given }),
    }
    expect(await findEndpointUrl(which)).toBe(url)
  })

  test.each<[string, Environment, string | undefined]>([
    ['work', {}, 'https://profile.test'],
    ['split', {}, 'https://sts.test'],
    ['split', { AWS_ENDPOINT_URL: 'https://env.test' }, 'https://env.test'],
    ['split', { AWS_ENDPOINT_URL_S3: 'https://s3.test' }, 'https://sts.test'],
    [
      'split',
      { AWS_ENDPOINT_URL_STS: 'https://env-sts.test', AWS_ENDPOINT_URL: 'https://env.test' },
      'https://env-sts.test',
    ],
    ['deaf', { AWS_ENDPOINT_URL_STS: 'https://env-sts.test' }, undefined],
  ])('of STS is, for the profile %s with %j, %s', async (profile, more, url) => {
    const env = await home(more)
    expect(configuredEndpoint('sts', await readProfile({ profile, env }), env)).toBe(url)
  })

  test.each(['localhost:8000', 'ftp://host', 'http://', 'https://a b'])('%s is none', async (endpointUrl) => {
    expect(await failure(findEndpointUrl({ env: {}, endpointUrl }))).toMatchObject({
      code: 'usage',
      subject: endpointUrl,
    })
  })
})

test.each<[Environment, string, string | undefined]>([
  [{}, 'work', '/etc/work.pem'],
  [{ AWS_CA_BUNDLE: '/env.pem' }, 'work', '/env.pem'],
  [{}, 'split', undefined],
])('certificates to trust, in the environment %j, of %s, are %s', async (more, profile, expected) => {
  expect(await findCaBundle({ profile, env: await home(more) })).toBe(expected)
})

describe('the profiles', () => {
  test('are those of both files, default first, without sections of other kinds', async () => {
    expect(await listProfiles(await home())).toEqual([
      { name: 'default', region: 'eu-west-1', endpoint: null, keyTail: null, signIn: null },
      { name: 'deaf', region: null, endpoint: 'https://profile.test', keyTail: null, signIn: null },
      { name: 'only-keys', region: null, endpoint: null, keyTail: 'TAIL', signIn: null },
      { name: 'split', region: null, endpoint: 'https://profile.test', keyTail: null, signIn: null },
      { name: 'virtual', region: null, endpoint: null, keyTail: null, signIn: null },
      { name: 'work', region: 'eu-north-1', endpoint: 'https://profile.test', keyTail: null, signIn: null },
    ])
  })

  test('never show a secret', async () => {
    expect(JSON.stringify(await listProfiles(await home()))).not.toContain('CANARY')
  })

  test('are none where there are no files', async () => {
    const env = { AWS_CONFIG_FILE: '/nowhere/config', AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials' }
    expect(await listProfiles(env)).toEqual([])
  })
})
