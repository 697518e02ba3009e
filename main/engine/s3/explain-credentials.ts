import { SluiceError, type ErrorCode } from '../../../shared/errors.ts'
import { profileFlag as flag, whose } from './credential-identity.ts'
import type { AskedSource } from './credential-providers.ts'
import { sentence } from './explain-reply.ts'
import { readServiceError } from './service-error.ts'
import type { Profile } from './shared-config.ts'
import { nodeErrorCode } from './wire-fault.ts'

interface Told {
  readonly code: ErrorCode
  readonly message: string
  readonly advice: string
}

/** A failure, as the words for it are looked for. */
interface Failure {
  readonly error: unknown
  /** The provider's own words, where they can be repeated. */
  readonly text: string
  readonly profile: Profile
}

/**
 * Why there are no credentials, in words that name the profile and the way out. A provider's own texts are used only
 * where they hold neither a command line nor a piece of what was read: either may have a secret in it.
 *
 * | what went wrong                                          | code                                       |
 * |----------------------------------------------------------|--------------------------------------------|
 * | the service that gives them can't be reached             | unreachable                                |
 * | the service fails, or asks for fewer requests            | server-failed, slow-down                   |
 * | a login is over, or there is none; a token has expired   | credentials-expired                        |
 * | the service refuses the role                             | credentials-refused                        |
 * | everything else                                          | no-credentials                             |
 */
export function explainCredentialError(error: unknown, source: AskedSource, profile: Profile): SluiceError {
  if (error instanceof SluiceError) return error
  const text = error instanceof Error ? error.message : String(error)
  const isPrivate = /^Command failed|SyntaxError|is not valid JSON/.test(text) || error instanceof SyntaxError
  const failure = { error, text: isPrivate ? 'What came is not what should come' : text, profile }
  const told = (source === 'instance' ? null : explainWay(failure)) ?? words[source](failure)
  return new SluiceError({ ...told, subject: profile.name }, isPrivate ? undefined : { cause: error })
}

/** Nothing anywhere. */
export function noCredentials(profile: Profile, cause?: unknown): SluiceError {
  return new SluiceError(
    { ...nothing(profile), subject: profile.name },
    cause === undefined ? undefined : { cause },
  )
}

const nothing = (profile: Profile): Told =>
  profile.named
    ? told(
        'no-credentials',
        `There are no credentials in ${whose(profile)}, and none were found elsewhere.`,
        `Run \`aws configure${flag(profile)}\`, or \`aws configure sso${flag(profile)}\`.`,
      )
    : told(
        'no-credentials',
        'No credentials were found.',
        'Run `aws configure`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile.',
      )

/** What is between here and the service that gives credentials, and how it fares. */
function explainWay({ error, text, profile }: Failure): Told | null {
  const code = nodeErrorCode(error) ?? ''
  if (/certificate|CERT_/.test(`${code} ${text}`)) {
    return told(
      'unreachable',
      `The server that gives the credentials of ${whose(profile)} can't prove who it is: ${sentence(text)}`,
      'If something of your own is in between, give its CA certificate (AWS_CA_BUNDLE, or ca_bundle in the profile).',
    )
  }
  if (offline.test(`${code} ${text}`)) {
    return told(
      'unreachable',
      `The server that gives the credentials of ${whose(profile)} can't be reached: ${sentence(text)}`,
      'Check the network, and whether a VPN, firewall or proxy is in between.',
    )
  }
  const reply = readServiceError(error)
  const busy = /throttl|too ?many ?requests|slow ?down/i.test(`${reply?.code ?? ''} ${text}`)
  if (busy || (reply !== null && reply.status >= 500)) {
    return told(
      busy ? 'slow-down' : 'server-failed',
      `The server that gives the credentials of ${whose(profile)} does not give them now: ${sentence(text)}`,
      'Run it again later.',
    )
  }
  return null
}

const offline =
  /\b(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_PROXY_TUNNEL)\b|socket hang up|No connection within|No byte moved/

const words: Readonly<Record<AskedSource, (failure: Failure) => Told>> = {
  role: explainRole,
  'web-identity': explainWebIdentity,
  sso: explainSso,
  login: explainLogin,
  process: explainProcess,
  container: ({ text }) =>
    told(
      'no-credentials',
      `The container gives no credentials: ${sentence(text)}`,
      'Check AWS_CONTAINER_CREDENTIALS_FULL_URI or _RELATIVE_URI and its AWS_CONTAINER_AUTHORIZATION_TOKEN, and the role of the task.',
    ),
  instance: ({ profile }) => nothing(profile),
}

function explainSso({ text, profile }: Failure): Told {
  const { sso_role_name: role = '', sso_account_id: account = '' } = profile.settings
  const login = `aws sso login${flag(profile)}`
  if (/Forbidden|AccessDenied/.test(text)) {
    return told(
      'credentials-refused',
      `The SSO login of ${whose(profile)} may not be ${role} in the account ${account}.`,
      `Check sso_role_name and sso_account_id in ${profile.configPath}, or log in as someone else: \`${login}\`.`,
    )
  }
  if (/expired|Unauthorized|sso login/i.test(text)) {
    return told(
      'credentials-expired',
      `The SSO login of ${whose(profile)} is over, or there is none.`,
      `Run \`${login}\`, then run this again; what is done is not done twice.`,
    )
  }
  return told(
    'no-credentials',
    `The SSO settings of ${whose(profile)} are not complete.`,
    `Run \`aws configure sso${flag(profile)}\`; they are in ${profile.configPath}.`,
  )
}

function explainLogin({ text, profile }: Failure): Told {
  const login = `aws login${flag(profile)}`
  return /permission/i.test(text)
    ? told(
        'credentials-refused',
        `The login of ${whose(profile)} may not be renewed: ${sentence(text)}`,
        `It needs the permission signin:CreateOAuth2Token; or run \`${login}\`.`,
      )
    : told(
        'credentials-expired',
        `The login of ${whose(profile)} is over, or there is none.`,
        `Run \`${login}\`, then run this again; what is done is not done twice.`,
      )
}

function explainProcess({ error, text, profile }: Failure): Told {
  if (/expired credentials/.test(text)) {
    return told(
      'credentials-expired',
      `The credential_process of ${whose(profile)} gives credentials that have expired.`,
      `Log in to what it gets them from. The command is in ${profile.configPath}.`,
    )
  }
  const failed = error instanceof Error && error.message.startsWith('Command failed')
  return told(
    'no-credentials',
    `The credential_process of ${whose(profile)} ${failed ? 'failed' : 'does not print credentials as it should'}.`,
    `Run the command by hand: it says why. It is in ${profile.configPath}.`,
  )
}

/** What fails may be the role, or how the profile that is to assume it gets its own credentials. */
function explainRole({ error, text, profile }: Failure): Told {
  const { role_arn: role = '', source_profile: name, credential_source: place } = profile.settings
  const by: Profile = name === undefined ? profile : { ...profile, name, named: true, settings: {} }
  const reply = readServiceError(error)
  if (reply !== null && /expired/i.test(reply.code ?? '')) {
    return told(
      'credentials-expired',
      `The credentials that ${whose(profile)} assumes its role with have expired: ${sentence(text)}`,
      `Get new ones ${name === undefined ? `(credential_source ${place ?? ''})` : `for the profile ${name}`}.`,
    )
  }
  if (reply !== null && /MultiFactorAuthentication failed/.test(text)) {
    return told(
      'credentials-expired',
      `The code for the role of ${whose(profile)} is not right, or was used before: ${sentence(text)}`,
      'Give the next one that the device shows; each is good once.',
    )
  }
  if (reply !== null) {
    return told(
      'credentials-refused',
      `The role ${role} may not be assumed for ${whose(profile)}: ${sentence(text)}`,
      `Check role_arn in ${profile.configPath}, and whom the role trusts.`,
    )
  }
  if (text.includes('multi-factor authentication')) {
    return told(
      'no-credentials',
      `The role of ${whose(profile)} wants a code of a second factor, which nobody is asked for here.`,
      `Run this on a terminal, or get a session with \`aws configure export-credentials${flag(profile)} --format env\` and run this with it.`,
    )
  }
  if (/\bSSO\b/i.test(text)) return explainSso({ error, text, profile: by })
  if (/aws login|re-?authenticate|load token/i.test(text)) return explainLogin({ error, text, profile: by })
  if (/credential_process/.test(text) || (error instanceof Error && /^Command failed/.test(error.message)))
    return explainProcess({ error, text, profile: by })
  return told(
    'no-credentials',
    `There are no credentials to assume the role of ${whose(profile)} with: ${sentence(text)}`,
    `Check ${name === undefined ? 'credential_source' : 'source_profile'} in ${profile.configPath}.`,
  )
}

function explainWebIdentity({ error, text, profile }: Failure): Told {
  const reply = readServiceError(error)
  if (reply === null) {
    return told(
      'no-credentials',
      `The token of the web identity can't be had: ${sentence(text)}`,
      `Check AWS_WEB_IDENTITY_TOKEN_FILE, or web_identity_token_file in ${profile.configPath}.`,
    )
  }
  return /expired/i.test(reply.code ?? '')
    ? told(
        'credentials-expired',
        `The token of the web identity has expired: ${sentence(text)}`,
        'What writes the token file must renew it; then run this again.',
      )
    : told(
        'credentials-refused',
        `The role may not be assumed with this web identity: ${sentence(text)}`,
        'Check AWS_ROLE_ARN or role_arn, and which identity provider the role trusts.',
      )
}

const told = (code: ErrorCode, message: string, advice: string): Told => ({ code, message, advice })
