import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { findCredentials } from '../../../../main/engine/s3/credentials.ts'
import type { WireRequest } from '../../../../main/engine/s3/exchange.ts'
import { failure } from './scripted-server.ts'

const config = `
[keys]
aws_access_key_id = KEYS
aws_secret_access_key = s

[profile role]
role_arn = arn:aws:iam::1:role/r
source_profile = keys

[profile role-elsewhere]
role_arn = arn:aws:iam::1:role/r
source_profile = keys
region = eu-west-2
endpoint_url = http://sts.test:8443/behind

[profile web]
role_arn = arn:aws:iam::1:role/r
web_identity_token_file = TOKEN

[profile sso]
sso_region = eu-west-1
sso_start_url = https://start.test
sso_account_id = 1
sso_role_name = r
`

/** Asks a profile's provider as an S3 client with this way to the network does. @returns where the request would go. */
async function firstRequest(profile: string, region?: string): Promise<WireRequest | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-providers-'))
  onTestFinished(async () => {
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true })
  })
  const env = { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'config') }
  await writeFile(join(folder, 'config'), config.replace('TOKEN', join(folder, 'token')))
  await writeFile(join(folder, 'token'), 'token')
  // Where the SDK keeps logins, and looks for the settings of one, is for its own environment to say.
  vi.stubEnv('HOME', folder)
  vi.stubEnv('AWS_CONFIG_FILE', env.AWS_CONFIG_FILE)
  await writeSsoLogin(folder, 'https://start.test')
  const seen: WireRequest[] = []
  const requestHandler = {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: (request: WireRequest) => {
      seen.push(request)
      return Promise.reject(new Error('That is all'))
    },
  }
  const callerClientConfig = { requestHandler, region: () => Promise.resolve('of-the-bucket') }
  const { credentials } = await findCredentials({
    profile,
    env,
    ...(region === undefined ? {} : { region }),
  })
  await failure(credentials({ callerClientConfig }))
  return seen[0]
}

async function writeSsoLogin(home: string, url: string): Promise<void> {
  const cache = join(home, '.aws', 'sso', 'cache')
  await mkdir(cache, { recursive: true })
  await writeFile(
    join(cache, `${createHash('sha1').update(url).digest('hex')}.json`),
    JSON.stringify({ accessToken: 't', expiresAt: new Date(Date.now() + 3_600_000).toISOString() }),
  )
}

test.each([
  ['role', undefined, 'sts.us-east-1.amazonaws.com'],
  ['role', 'eu-west-1', 'sts.eu-west-1.amazonaws.com'],
  ['web', 'eu-west-1', 'sts.eu-west-1.amazonaws.com'],
  ['sso', 'us-east-1', 'portal.sso.eu-west-1.amazonaws.com'],
])(
  'the profile %s with the region %s asks %s, by the way of the client that wants credentials',
  async (profile, region, hostname) => {
    expect(await firstRequest(profile, region)).toMatchObject({ hostname })
  },
)

test('STS is asked where the profile has it, in its region, with a Host and a signature for that', async () => {
  const request = await firstRequest('role-elsewhere')
  expect(request).toMatchObject({
    protocol: 'http:',
    hostname: 'sts.test',
    port: 8443,
    path: '/behind',
    headers: { host: 'sts.test:8443' },
  })
  expect(request?.headers['authorization']).toMatch(/\/eu-west-2\/sts\/.*SignedHeaders=[^,]*host/)
})
