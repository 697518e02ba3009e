import { createHash, generateKeyPairSync } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { startFakeAws, type Certificate, type FakeAws } from '../fakes/fake-aws.ts'
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

[profile role-with-code]
role_arn = arn:aws:iam::123456789012:role/wanted
source_profile = keys
mfa_serial = arn:aws:iam::123456789012:mfa/me

[profile loop-a]
role_arn = arn:aws:iam::123456789012:role/a
source_profile = loop-b

[profile loop-b]
role_arn = arn:aws:iam::123456789012:role/b
source_profile = loop-a

[profile role-of-role]
role_arn = arn:aws:iam::123456789012:role/second
source_profile = role

[profile role-of-sso]
role_arn = arn:aws:iam::123456789012:role/wanted
source_profile = sso

[profile role-of-nobody]
role_arn = arn:aws:iam::123456789012:role/wanted
source_profile = nobody

[profile half-keys]
aws_access_key_id = HALF

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

/** A time as the AWS tools write it, so many hours from now. */
export const hoursFromNow = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()

/** The home of someone who uses Amazon's tools, and all of Amazon on loopback; both end with the test. */
export class AwsHome {
  readonly folder: string
  readonly aws: FakeAws

  private constructor(folder: string, aws: FakeAws) {
    this.folder = folder
    this.aws = aws
  }

  static async set(tls: Certificate | null = null): Promise<AwsHome> {
    const home = new AwsHome(await mkdtemp(path.join(tmpdir(), 'sluice-aws-home-')), await startFakeAws(tls))
    onTestFinished(async () => {
      await home.aws.close()
      await rm(home.folder, { recursive: true })
    })
    await home.plant('.aws/config', config)
    await home.plant('.aws/credentials', credentials)
    return home
  }

  path(...names: string[]): string {
    return path.join(this.folder, ...names)
  }

  async plant(name: string, content: string): Promise<void> {
    await mkdir(path.dirname(this.path(name)), { recursive: true })
    await writeFile(this.path(name), content)
  }

  /** A login of `aws sso login`, as it leaves it. */
  plantSso(name: string, more: object = {}): Promise<void> {
    return this.plant(
      `.aws/sso/cache/${createHash('sha1').update(name).digest('hex')}.json`,
      JSON.stringify({ accessToken: 'kept', expiresAt: hoursFromNow(1), ...more }),
    )
  }

  /** A login of `aws login`, as it leaves it. @returns where it is. */
  async plantLogin(expiresAt: string): Promise<string> {
    const session = 'arn:aws:iam::123456789012:user/me'
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const name = `.aws/login/cache/${createHash('sha256').update(session).digest('hex')}.json`
    await this.plant(
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
        refreshToken: 'CANARY-refresh',
        dpopKey: privateKey.export({ type: 'sec1', format: 'pem' }),
      }),
    )
    return this.path(name)
  }

  /** `sluice sync`, where every service of Amazon's is the one on loopback, and nothing else is known of AWS. */
  sync(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CliRun> {
    return runCli(sluice, ['sync', ...args], { cwd: this.folder, env: { ...this.env(), ...env } })
  }

  /** The whole environment of a command line. */
  env(): Record<string, string> {
    return {
      HOME: this.folder,
      PATH: process.env['PATH'] ?? '',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL: this.aws.endpoint,
    }
  }

  /** What the environment of an instance says. */
  instance(): Record<string, string> {
    return { AWS_EC2_METADATA_DISABLED: 'false', AWS_EC2_METADATA_SERVICE_ENDPOINT: this.aws.endpoint }
  }

  /** What the environment of a pod says. */
  async webIdentity(): Promise<Record<string, string>> {
    await this.plant('token', 'CANARY-token')
    return { AWS_WEB_IDENTITY_TOKEN_FILE: this.path('token'), AWS_ROLE_ARN: 'arn:aws:iam::1:role/pod' }
  }
}
