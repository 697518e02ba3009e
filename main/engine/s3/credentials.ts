import { SluiceError } from '../../../shared/errors.ts'
import type { AskCode, WebIdentity } from './credential-providers.ts'
import { identityOf } from './credential-identity.ts'
import { identityIdOf } from './identity-id.ts'
import { credentialSource, type CredentialSource } from './credential-source.ts'
import { explainCredentialError, noCredentials } from './explain-credentials.ts'
import type { Credentials, CredentialsProvider } from './connection-options.ts'
import type { Identity } from './object-store.ts'
import {
  configuredEndpoint,
  findRegion,
  readProfile,
  type Environment,
  type Profile,
  type WhichProfile,
} from './shared-config.ts'

/**
 * Where credentials come from, as Amazon's tools look for them (`credentialSource`). Nothing is asked for until the
 * first call; what fails then, fails with an error in words.
 *
 * @throws SluiceError `no-credentials` for settings that can't lead to any: half a pair of keys, a role that nobody can
 * assume, a profile that does not exist.
 */
export async function findCredentials(which: WhichCredentials): Promise<FoundCredentials> {
  const { env } = which
  const profile = await readProfile(which)
  // A profile on the command line goes before who the environment says that this is.
  const identity = which.profile === undefined || which.profile === '' ? env : {}
  const source = credentialSource(profile, { env, identity })
  return {
    identity: { ...identityOf(source, profile), id: identityIdOf(source, profile, identity) },
    credentials: await findProvider(source, profile, identity, which),
  }
}

export interface WhichCredentials extends WhichProfile {
  readonly region?: string
  readonly askCode?: AskCode
}

/** Credentials, and whose they are. */
export interface FoundCredentials {
  readonly identity: Identity
  readonly credentials: CredentialsProvider
}

async function findProvider(
  source: CredentialSource,
  profile: Profile,
  identity: Environment,
  which: WhichCredentials,
): Promise<CredentialsProvider> {
  const { env } = which
  if (source === 'environment') {
    const keys = keysOf(identity, environmentNames, 'The environment')
    return () => Promise.resolve(keys)
  }
  if (source === 'keys') return keysOfFiles(profile, which)
  if (source === 'none') return () => Promise.reject(noCredentials(profile))
  if (source === 'role') await checkRole(profile, env)
  const { credentialProviders } = await import('./credential-providers.ts')
  const ask = credentialProviders[source]({
    profile,
    env,
    region: (await findRegion(which)) ?? 'us-east-1',
    stsEndpoint: configuredEndpoint('sts', profile, env),
    webIdentity: source === 'web-identity' ? webIdentityOf(profile, identity) : null,
    ...(which.askCode === undefined ? {} : { askCode: which.askCode }),
  })
  const { askCode, ...withoutCode } = which
  const by = source === 'role' ? profile.settings['source_profile'] : undefined
  const asksCode = askCode !== undefined && profile.settings['mfa_serial'] !== undefined
  return async (options) => {
    // Whoever assumes the role first: the SDK leaves what fails with them unheard while the code is typed.
    if (asksCode && by !== undefined && by !== profile.name) {
      const { settings } = await readProfile({ ...withoutCode, profile: by })
      // Who needs a code too is asked for it in the turn of the SDK.
      if (settings['mfa_serial'] === undefined)
        await (await findCredentials({ ...withoutCode, profile: by })).credentials(options)
    }
    try {
      return await ask(options)
    } catch (error) {
      throw explainCredentialError(error, source, profile)
    }
  }
}

/** Other tools write new keys into the files while a run goes on: they are read anew when those read before are over. */
function keysOfFiles(profile: Profile, which: WhichProfile): CredentialsProvider {
  const read = ({ name, settings }: Profile): Credentials =>
    keysOf(settings, settingNames, `The profile ${name}`)
  const first = read(profile)
  return async (options) => (options?.forceRefresh === true ? read(await readProfile(which)) : first)
}

interface KeyNames {
  readonly id: string
  readonly secret: string
  readonly token: string
  readonly expiration: string
}

const environmentNames: KeyNames = {
  id: 'AWS_ACCESS_KEY_ID',
  secret: 'AWS_SECRET_ACCESS_KEY',
  token: 'AWS_SESSION_TOKEN',
  expiration: 'AWS_CREDENTIAL_EXPIRATION',
}

const settingNames: KeyNames = {
  id: 'aws_access_key_id',
  secret: 'aws_secret_access_key',
  token: 'aws_session_token',
  expiration: '',
}

/** @throws SluiceError `no-credentials` for half a pair. */
function keysOf(values: Environment, names: KeyNames, whose: string): Credentials {
  const { [names.id]: accessKeyId = '', [names.secret]: secretAccessKey = '' } = values
  if (accessKeyId === '' || secretAccessKey === '') {
    const [missing, there] = accessKeyId === '' ? [names.id, names.secret] : [names.secret, names.id]
    throw new SluiceError({
      code: 'no-credentials',
      message: `${whose} has ${there} and no ${missing}.`,
      subject: missing,
      advice: 'Set both, or neither.',
    })
  }
  const sessionToken = values[names.token] ?? ''
  const expiration = new Date(values[names.expiration] ?? '')
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === '' ? {} : { sessionToken }),
    ...(Number.isNaN(expiration.getTime()) ? {} : { expiration }),
  }
}

/** @throws SluiceError `no-credentials` for a role that nobody can assume. */
async function checkRole({ name, settings, configPath }: Profile, env: Environment): Promise<void> {
  const { source_profile: source, credential_source: place } = settings
  if ((source === undefined) === (place === undefined)) {
    throw new SluiceError({
      code: 'no-credentials',
      message: `The profile ${name} has a role_arn, and ${source === undefined ? 'nobody' : 'two'} to assume it.`,
      subject: name,
      advice: `Give it a source_profile or a credential_source, one of them, in ${configPath}.`,
    })
  }
  if (source === undefined) return
  try {
    await readProfile({ profile: source, env })
  } catch (error) {
    throw new SluiceError(
      {
        code: 'no-credentials',
        message: `The profile ${name} has the source_profile ${source}, which does not exist.`,
        subject: source,
        advice: `Name another one in ${configPath}; \`aws configure list-profiles\` names them.`,
      },
      { cause: error },
    )
  }
}

/**
 * The environment's, setting by setting before the profile's.
 * @throws SluiceError `no-credentials` for a token without a role.
 */
function webIdentityOf({ settings }: Profile, identity: Environment): WebIdentity {
  const read = (variable: string, setting: string): string =>
    [identity[variable], settings[setting]].find((text) => text !== undefined && text !== '') ?? ''
  const roleArn = read('AWS_ROLE_ARN', 'role_arn')
  if (roleArn === '') {
    throw new SluiceError({
      code: 'no-credentials',
      message: 'There is the token of a web identity, and no role to assume with it.',
      subject: 'AWS_ROLE_ARN',
      advice: 'Set AWS_ROLE_ARN, or role_arn in the profile.',
    })
  }
  const roleSessionName = read('AWS_ROLE_SESSION_NAME', 'role_session_name')
  return {
    webIdentityTokenFile: read('AWS_WEB_IDENTITY_TOKEN_FILE', 'web_identity_token_file'),
    roleArn,
    ...(roleSessionName === '' ? {} : { roleSessionName }),
  }
}
