import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { fakeObject } from '../fakes/fake-aws.ts'
import { sluice } from '../faults/run-cli.ts'
import { needs } from '../servers/needs.ts'
import { AwsHome, hoursFromNow } from './aws-home.ts'

let home: AwsHome

beforeEach(async () => {
  home = await AwsHome.set()
})

const down = (profile: string) => ['s3://bucket', 'down', '--profile', profile]
const keysFile = (id: string) => `[keys]\naws_access_key_id = ${id}\naws_secret_access_key = CANARY\n`
const printed = (id: string) =>
  JSON.stringify({ Version: 1, AccessKeyId: id, SecretAccessKey: 'CANARY', SessionToken: id })
const objects = () =>
  home.aws.asked.filter(({ what }) => what === 'S3 GETObject').map((one) => one.accessKeyId)

async function arrived(): Promise<void> {
  expect(await readFile(home.path('down', fakeObject.key))).toEqual(fakeObject.bytes)
}

describe('F78 keys that expire in a run are asked for once more where they come from:', () => {
  test('the credentials file, which another tool has written anew', async () => {
    home.aws.expire('KEYS', 'S3 GETObject', () => home.plant('.aws/credentials', keysFile('NEW')))
    const ran = await home.sync(down('keys'))
    expect(ran, ran.stderr).toMatchObject({ exit: 0, stderr: '' })
    expect(objects()).toEqual(['KEYS', 'NEW'])
    await arrived()
  })

  test('the same in the middle of a listing', async () => {
    home.aws.expire('KEYS', 'S3 ListObjectsV2', () => home.plant('.aws/credentials', keysFile('NEW')))
    const ran = await home.sync(down('keys'))
    expect(ran, ran.stderr).toMatchObject({ exit: 0, stderr: '' })
    await arrived()
  })

  test('a credential_process', async () => {
    await home.plant('printed', printed('OLD'))
    await home.plant('.aws/config', `[profile p]\ncredential_process = cat ${home.path('printed')}\n`)
    home.aws.expire('OLD', 'S3 GETObject', () => home.plant('printed', printed('NEW')))
    const ran = await home.sync(down('p'))
    expect(ran, ran.stderr).toMatchObject({ exit: 0, stderr: '' })
    expect(objects()).toEqual(['OLD', 'NEW'])
  })

  test('an SSO login, which was made anew meanwhile', async () => {
    await home.plantSso('company')
    home.aws.expire('KEY-kept-Reader', 'S3 GETObject', () =>
      home.plantSso('company', { accessToken: 'again' }),
    )
    const ran = await home.sync(down('sso'))
    expect(ran, ran.stderr).toMatchObject({ exit: 0, stderr: '' })
    expect(objects()).toEqual(['KEY-kept-Reader', 'KEY-again-Reader'])
  })

  test('a role, which is assumed anew, with keys that were written anew', async () => {
    home.aws.expire('KEY-wanted', 'S3 GETObject', () => home.plant('.aws/credentials', keysFile('NEW')))
    const ran = await home.sync(down('role'))
    // STS, as it is here, gives the same keys again.
    expect(ran, ran.stderr).toMatchObject({ exit: 4 })
    expect(
      home.aws.asked.filter(({ what }) => what === 'STS AssumeRole').map((one) => one.accessKeyId),
    ).toEqual(['KEYS', 'NEW'])
  })
})

describe('F78 where it has none, and nobody can be asked: exit 4, with the way out:', () => {
  test.each([
    ['keys', 'KEYS', /The credentials of the profile keys have expired.*Write new keys for \[keys\] into/],
    ['sso', 'KEY-kept-Reader', /of the profile sso have expired.*`aws sso login --profile sso`/],
  ])('the profile %s', async (profile, id, words) => {
    await home.plantSso('company')
    home.aws.expire(id, 'S3 GETObject')
    const ran = await home.sync(down(profile))
    expect(ran, ran.stderr).toMatchObject({ exit: 4 })
    expect(ran.stderr.replace(/\s+/g, ' ')).toMatch(words)
    expect(ran.stderr).not.toContain('CANARY')
  })

  test('the environment', async () => {
    home.aws.expire('ENV', 'S3 GETObject')
    const ran = await home.sync(['s3://bucket', 'down'], {
      AWS_ACCESS_KEY_ID: 'ENV',
      AWS_SECRET_ACCESS_KEY: 'CANARY',
      AWS_SESSION_TOKEN: 't',
    })
    expect(ran, ran.stderr).toMatchObject({ exit: 4 })
    expect(ran.stderr).toMatch(/The credentials of the environment have expired/)
  })
})

const refusedCode =
  '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>MultiFactorAuthentication failed with invalid MFA one time pass code.</Message></Error><RequestId>r</RequestId></ErrorResponse>'

/** A sync on a terminal of its own. */
function onTerminal(args: readonly string[]) {
  const command = [...sluice, 'sync', ...args].map((word) => `'${word}'`).join(' ')
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', command, '/dev/null'], {
    cwd: home.folder,
    env: home.env(),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  let screen = ''
  const waiting: (() => void)[] = []
  child.stdout.on('data', (bytes: Buffer) => {
    screen += bytes.toString()
    for (const look of waiting) look()
  })
  return {
    screen: () => screen,
    type: (text: string) => child.stdin.write(text),
    shows: (words: RegExp, times = 1) =>
      new Promise<void>((resolve) => {
        const look = (): void => {
          if ([...screen.matchAll(words)].length >= times) resolve()
        }
        waiting.push(look)
        look()
      }),
    exit: once(child, 'close').then(([code]) => code as number),
  }
}

describe('F78 on a terminal', needs('terminal'), () => {
  test('the run waits for new keys and Enter, as often as it must, and goes on: exit 0', async () => {
    home.aws.expire('KEYS', 'S3 GETObject')
    const terminal = onTerminal(down('keys'))
    await terminal.shows(/press Enter/g)
    expect(terminal.screen()).toMatch(/paused: The credentials of the profile keys have expired/)
    terminal.type('\n')
    await terminal.shows(/press Enter/g, 2)
    await home.plant('.aws/credentials', keysFile('NEW'))
    terminal.type('\n')
    expect(await terminal.exit).toBe(0)
    await arrived()
    expect(terminal.screen()).not.toContain('CANARY')
  })

  test('a login that is over is asked for before the first page, and then all goes its way: exit 0', async () => {
    await home.plantSso('company', { expiresAt: hoursFromNow(-1) })
    const terminal = onTerminal(down('sso'))
    await terminal.shows(/press Enter/g)
    expect(terminal.screen()).toMatch(
      /The SSO login of the profile sso is over[^]*`aws sso login --profile sso`/,
    )
    await home.plantSso('company')
    terminal.type('\n')
    expect(await terminal.exit).toBe(0)
    await arrived()
  })

  test('a role’s code of a second factor is asked for once, and sent with its device: exit 0', async () => {
    const terminal = onTerminal(down('role-with-code'))
    await terminal.shows(/Code of the second factor arn:aws:iam::123456789012:mfa\/me: /g)
    terminal.type('123456\n')
    expect(await terminal.exit).toBe(0)
    await arrived()
    const roles = home.aws.asked.filter(({ what }) => what === 'STS AssumeRole')
    expect(roles.map(({ body }) => new URLSearchParams(body).get('TokenCode'))).toEqual(['123456'])
    expect(terminal.screen().match(/Code of the second factor/g)).toHaveLength(1)
  })

  test('a code that was refused is named as such', async () => {
    home.aws.refuse('STS AssumeRole', 403, refusedCode)
    const terminal = onTerminal(down('role-with-code'))
    await terminal.shows(/Code of the second factor/g)
    terminal.type('000000\n')
    await terminal.shows(/is not right, or was used before/g)
    terminal.type('\u0003')
    expect(await terminal.exit).toBe(130)
  })

  test('Ctrl-C stops it: exit 130', async () => {
    home.aws.expire('KEYS', 'S3 GETObject')
    const terminal = onTerminal(down('keys'))
    await terminal.shows(/press Enter/g)
    terminal.type('\u0003')
    expect(await terminal.exit).toBe(130)
  })
})
