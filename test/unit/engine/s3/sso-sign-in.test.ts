import { readFile, readdir, stat } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { findCredentials } from '../../../../main/engine/s3/credentials.ts'
import { beginSsoSignIn } from '../../../../main/engine/s3/sso-sign-in.ts'
import type { Clock } from '../../../../main/engine/world.ts'
import { AwsHome } from '../../../integration/aws-home.ts'

let home: AwsHome
const never = new AbortController().signal
const pending = (name: string): string => JSON.stringify({ __type: name, error_description: 'Not yet.' })

/** Seconds go by as they are slept. @param onSleep is told how long each was, in seconds */
function quickClock(onSleep: (seconds: number) => void = () => undefined): Clock {
  let now = 1_800_000_000_000
  return {
    now: () => now,
    async sleep(ms, signal) {
      signal.throwIfAborted()
      now += ms
      onSleep(ms / 1000)
    },
    after: () => () => undefined,
  }
}

beforeEach(async () => {
  home = await AwsHome.set()
  for (const [name, value] of Object.entries(home.env())) vi.stubEnv(name, value)
  // Where a role is assumed with it, the SDK looks for the profile where its own environment says.
  vi.stubEnv('AWS_CONFIG_FILE', home.path('.aws', 'config'))
})

afterEach(() => {
  vi.unstubAllEnvs()
})

const begin = (profile: string, clock = quickClock()) =>
  beginSsoSignIn({ profile, env: home.env(), clock }, never)
const asked = (what: string) => home.aws.asked.filter((one) => one.what === what)

describe('a login by the browser', () => {
  test('is begun with a page and a code, and kept where the AWS CLI has it, for its user alone', async () => {
    const { url, code, until, confirmed } = await begin('sso')
    expect({ url, code, until }).toEqual({
      url: 'https://company.awsapps.com/start/#/device?user_code=ABCD-EFGH',
      code: 'ABCD-EFGH',
      until: 1_800_000_600_000,
    })
    await confirmed(never)
    const [path] = await files()
    const kept = JSON.parse(await readFile(path ?? '', 'utf8')) as unknown
    expect(kept).toEqual({
      startUrl: 'https://company.test/start',
      region: 'eu-west-1',
      accessToken: 'renewed',
      expiresAt: '2027-01-15T09:00:01Z',
      clientId: 'client',
      clientSecret: 'CANARY-client',
      registrationExpiresAt: '2096-10-02T07:06:40Z',
      refreshToken: 'next',
    })
    expect((await stat(path ?? '')).mode & 0o777).toBe(0o600)
    expect(JSON.parse(asked('OIDC RegisterClient')[0]?.body ?? '')).toMatchObject({
      clientName: 'Sluice',
      scopes: ['sso:account:access'],
    })
  })

  test.each(['sso', 'role-of-sso', 'sso-legacy'])('lets the profile %s be used', async (profile) => {
    await (await begin(profile)).confirmed(never)
    const { credentials } = await findCredentials({ profile, env: home.env() })
    const of = profile === 'role-of-sso' ? 'wanted' : 'renewed-Reader'
    expect(await credentials()).toMatchObject({ accessKeyId: `KEY-${of}` })
  })

  test('is waited for as slowly as the service asks', async () => {
    const answers = ['AuthorizationPendingException', 'SlowDownException']
    const next = (): void => {
      const answer = answers.shift()
      if (answer === undefined) home.aws.allow('OIDC CreateToken')
      else home.aws.refuse('OIDC CreateToken', 400, pending(answer))
    }
    const slept: number[] = []
    const clock = quickClock((seconds) => {
      slept.push(seconds)
      next()
    })
    await (await begin('sso', clock)).confirmed(never)
    expect(slept).toEqual([1, 1, 6])
  })

  test('is waited for through what passes', async () => {
    home.aws.refuse('OIDC CreateToken', 500, pending('InternalServerException'))
    let looks = 0
    const clock = quickClock(() => {
      if (++looks === 3) home.aws.allow('OIDC CreateToken')
    })
    await (await begin('sso', clock)).confirmed(never)
    expect(await files()).toHaveLength(1)
  })

  test.each([
    ['was denied', 'AccessDeniedException', 'credentials-refused'],
    ['came too late, as the service says', 'ExpiredTokenException', 'credentials-expired'],
    ['never came', 'AuthorizationPendingException', 'credentials-expired'],
  ])('that %s says so', async (_, name, code) => {
    home.aws.refuse('OIDC CreateToken', 400, pending(name))
    await expect((await begin('sso')).confirmed(never)).rejects.toMatchObject({ code })
    expect(await files()).toEqual([])
  })

  test('that is left ends with the reason of its signal', async () => {
    const leave = new AbortController()
    home.aws.refuse('OIDC CreateToken', 400, pending('AuthorizationPendingException'))
    const clock = quickClock(() => {
      leave.abort(new Error('Left.'))
    })
    await expect((await begin('sso', clock)).confirmed(leave.signal)).rejects.toThrow('Left.')
  })

  test.each([
    ['keys', 'no-credentials', /Nobody logs in for the profile keys/],
    ['sso-nowhere', 'no-credentials', /settings of the profile sso-nowhere are not complete/],
    ['missing', 'usage', /no profile "missing"/],
    ['loop-a', 'no-credentials', /Nobody logs in for the profile loop-b/],
  ])('is not begun for the profile %s', async (profile, code, words) => {
    await expect(begin(profile)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(words) as string,
    })
  })

  test('is not begun where the service can’t be reached', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9')
    await expect(begin('sso')).rejects.toMatchObject({ code: 'unreachable' })
  })
})

async function files(): Promise<string[]> {
  const folder = home.path('.aws', 'sso', 'cache')
  return (await readdir(folder).catch(() => [])).map((name) => home.path('.aws', 'sso', 'cache', name))
}
