import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Certificate } from '../fakes/fake-aws.ts'
import { AwsHome } from './aws-home.ts'

describe('behind a certificate of one’s own, STS and SSO are asked as S3 is', () => {
  let tls: Certificate

  beforeAll(async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sluice-certificate-'))
    const [key, cert] = [path.join(folder, 'key'), path.join(folder, 'cert')]
    await promisify(execFile)('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert],
    ])
    tls = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') }
    await rm(folder, { recursive: true })
  })

  async function home(): Promise<AwsHome> {
    const set = await AwsHome.set(tls)
    await set.plant('ca.pem', tls.cert)
    await set.plantSso('company')
    return set
  }

  const run = (set: AwsHome, args: string[] = [], env: Record<string, string> = {}) =>
    set.sync(['s3://bucket', 'down', '--profile', 'role-of-sso', ...args], env)

  test.each([
    ['the environment names it', [], { AWS_CA_BUNDLE: 'ca.pem' }],
    ['the command line does', ['--ca-bundle', 'ca.pem'], { AWS_CA_BUNDLE: 'nowhere.pem' }],
    ['any will do', ['--no-verify-ssl'], {}],
  ])('where %s', async (_, args, env) => {
    const set = await home()
    const ran = await run(set, args, env)
    expect(ran, ran.stderr).toMatchObject({ exit: 0 })
    expect(set.aws.identities()).toEqual(['KEY-wanted token-wanted us-east-1'])
  })

  test('where the profile names it', async () => {
    const set = await home()
    await set.plant('.aws/credentials', `[role-of-sso]\nca_bundle = ${set.path('ca.pem')}\n`)
    expect(await run(set)).toMatchObject({ exit: 0 })
  })

  test('and where nobody vouches for it, it is not asked', async () => {
    const set = await home()
    const ran = await run(set)
    expect(ran).toMatchObject({ exit: 3 })
    expect(ran.stderr).toMatch(
      /credentials of the profile role-of-sso can't prove who it is: .*\n.*AWS_CA_BUNDLE/,
    )
    expect(set.aws.asked).toEqual([])
  })
})
