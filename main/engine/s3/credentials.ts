import { SluiceError } from '../../../shared/errors.ts'
import type { Credentials, CredentialsProvider } from './s3-connection.ts'
import { readProfile, type Environment, type Profile, type WhichProfile } from './shared-config.ts'

/**
 * Where credentials come from, as Amazon's tools look for them: a profile named on the command line; else keys in the
 * environment; else the profile of the environment or `default`, with all that a profile can hold (keys, SSO, roles,
 * `credential_process`), a web identity, a container, or the instance. Nothing is asked for until the first call.
 *
 * @throws SluiceError `no-credentials` for half a pair of keys, and for a named profile that does not exist.
 */
export async function findCredentials(which: WhichProfile): Promise<CredentialsProvider> {
  if (which.profile === undefined || which.profile === '') {
    const found = credentialsIn(which.env)
    if (found !== null) return () => Promise.resolve(found)
  }
  const profile = await readProfile(which)
  const { fromIni, fromNodeProviderChain } = await import('@aws-sdk/credential-providers')
  const where = {
    ...(profile.named ? { profile: profile.name } : {}),
    configFilepath: profile.configPath,
    filepath: profile.credentialsPath,
    ignoreCache: true,
    // Without one the SDK writes its warnings to the console.
    logger: silent,
  }
  // The chain goes on when a profile fails, and says in the end that there is nothing anywhere: an expired login would
  // look like none.
  return saysWhence(profile) ? fromIni(where) : fromNodeProviderChain(where)
}

/** Settings any of which makes a profile a source of credentials (AWS SDKs and Tools Reference Guide). */
const sources = [
  'aws_access_key_id',
  'credential_process',
  'login_session',
  'role_arn',
  'sso_account_id',
  'sso_session',
  'sso_start_url',
  'web_identity_token_file',
]

const saysWhence = (profile: Profile): boolean =>
  sources.some((source) => profile.settings[source] !== undefined)

/** The keys of the environment; null where there are none. */
function credentialsIn(env: Environment): Credentials | null {
  const accessKeyId = env['AWS_ACCESS_KEY_ID'] ?? ''
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'] ?? ''
  if (accessKeyId === '' && secretAccessKey === '') return null
  if (accessKeyId === '' || secretAccessKey === '') throw halfAPair(accessKeyId === '')
  const sessionToken = env['AWS_SESSION_TOKEN'] ?? ''
  const expiration = new Date(env['AWS_CREDENTIAL_EXPIRATION'] ?? '')
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === '' ? {} : { sessionToken }),
    ...(Number.isNaN(expiration.getTime()) ? {} : { expiration }),
  }
}

function halfAPair(withoutId: boolean): SluiceError {
  const [missing, there] = withoutId
    ? ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']
    : ['AWS_SECRET_ACCESS_KEY', 'AWS_ACCESS_KEY_ID']
  return new SluiceError({
    code: 'no-credentials',
    message: `${there} is set and ${missing} is not.`,
    subject: missing,
    advice: 'Set both, or neither to use a profile.',
  })
}

const silent = {
  trace: (): void => undefined,
  debug: (): void => undefined,
  info: (): void => undefined,
  warn: (): void => undefined,
  error: (): void => undefined,
}
