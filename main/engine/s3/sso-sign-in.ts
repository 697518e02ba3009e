import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc'
import { getSSOTokenFilepath, loadSsoSessionData } from '@smithy/core/config'
import { SluiceError } from '../../../shared/errors.ts'
import type { Clock } from '../world.ts'
import { readCertificates } from './ca-bundle.ts'
import { explainCredentialError } from './explain-credentials.ts'
import { whose } from './credential-identity.ts'
import { findCaBundle, readProfile, type Profile, type WhichProfile } from './shared-config.ts'
import { WireHandler } from './wire-handler.ts'

/** What a person confirms in a browser, to be logged in. */
export interface SsoSignIn {
  /** Of Amazon's page, with the code in it. */
  readonly url: string
  /** What that page shows, to be compared. */
  readonly code: string
  /** Milliseconds since 1970; after that it is too late. */
  readonly until: number
  /**
   * Waits for it, and keeps the login where the AWS CLI and the SDK look for it. Rejects with the signal's reason.
   * @throws SluiceError `credentials-refused` where it was denied, `credentials-expired` where it is too late, `disk-failed`.
   */
  confirmed(signal: AbortSignal): Promise<void>
  /** Nobody waits for it any more. */
  cancel(): void
}

export interface SignInOptions extends WhichProfile {
  readonly clock: Clock
}

/** Where one logs in. */
interface Login {
  readonly startUrl: string
  readonly region: string
  /** Scopes bring a token that renews itself. */
  readonly scopes: string[]
  /** What its file is called by. */
  readonly name: string
}

/** A client of SSO that one can log in with. */
interface Registered {
  readonly clientId: string
  readonly clientSecret: string
  readonly expiresAt: number
}

const grantType = 'urn:ietf:params:oauth:grant-type:device_code'

/**
 * Begins a login to the SSO of a profile, or of the profile that its role is assumed with (RFC 8628, as
 * `aws sso login --use-device-code`).
 *
 * @throws SluiceError `usage` for a profile that is not there, `no-credentials` for one without SSO, and what asking says.
 */
export async function beginSsoSignIn(options: SignInOptions, signal: AbortSignal): Promise<SsoSignIn> {
  const { clock, env } = options
  const profile = await ssoProfile(options, [])
  const login = await loginOf(profile)
  const caBundle = await findCaBundle(options)
  const requestHandler = new WireHandler({
    clock,
    stallAfter: 30_000,
    connectWithin: 10_000,
    maxSockets: 1,
    verifyCertificates: true,
    proxyEnv: env,
    ...(caBundle === undefined ? {} : { ca: await readCertificates(caBundle) }),
  })
  const client = new SSOOIDCClient({ region: login.region, requestHandler, maxAttempts: 3 })
  const sent = { abortSignal: signal }
  try {
    const registered = await client.send(
      new RegisterClientCommand({ clientName: 'Sluice', clientType: 'public', scopes: login.scopes }),
      sent,
    )
    const { clientId = '', clientSecret = '', clientSecretExpiresAt = 0 } = registered
    const asked = await client.send(
      new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl: login.startUrl }),
      sent,
    )
    const { deviceCode = '', userCode = '', verificationUri = '', expiresIn = 600, interval = 5 } = asked
    const until = clock.now() + expiresIn * 1000
    return {
      url: asked.verificationUriComplete ?? verificationUri,
      code: userCode,
      until,
      cancel: () => requestHandler.destroy(),
      confirmed: async (whileWanted) => {
        try {
          const as: Registered = { clientId, clientSecret, expiresAt: clientSecretExpiresAt * 1000 }
          const token = await waitForToken(
            { client, as, deviceCode, interval, until, clock, profile },
            whileWanted,
          )
          await keep(login, as, token, clock.now())
        } finally {
          requestHandler.destroy()
        }
      },
    }
  } catch (error) {
    requestHandler.destroy()
    signal.throwIfAborted()
    throw explainCredentialError(error, 'sso', profile)
  }
}

/** @throws SluiceError `no-credentials` */
async function ssoProfile(which: WhichProfile, seen: readonly string[]): Promise<Profile> {
  const profile = await readProfile(which)
  const { sso_session: session, sso_start_url: url, source_profile: source } = profile.settings
  if (session !== undefined || url !== undefined) return profile
  if (source !== undefined && ![...seen, profile.name].includes(source))
    return ssoProfile({ ...which, profile: source }, [...seen, profile.name])
  throw new SluiceError({
    code: 'no-credentials',
    message: `Nobody logs in for ${whose(profile)}: it has no sso_session.`,
    subject: profile.name,
    advice: `Its settings are in ${profile.configPath}.`,
  })
}

/** @throws SluiceError `no-credentials` for settings that are not complete. */
async function loginOf(profile: Profile): Promise<Login> {
  const { sso_session: name, sso_start_url: legacyUrl, sso_region: legacyRegion } = profile.settings
  const sessions = name === undefined ? {} : await loadSsoSessionData({ configFilepath: profile.configPath })
  const session = name === undefined ? null : (sessions[name] ?? {})
  const startUrl = session === null ? legacyUrl : session['sso_start_url']
  const region = session === null ? legacyRegion : session['sso_region']
  if (startUrl === undefined || region === undefined) {
    throw explainCredentialError(new Error('The settings are not complete.'), 'sso', profile)
  }
  const scopes =
    session === null ? [] : (session['sso_registration_scopes'] ?? 'sso:account:access').split(',')
  return { startUrl, region, scopes: scopes.map((scope) => scope.trim()), name: name ?? startUrl }
}

interface Waiting {
  readonly client: SSOOIDCClient
  readonly as: Registered
  readonly deviceCode: string
  /** Seconds between two looks. */
  readonly interval: number
  readonly until: number
  readonly clock: Clock
  readonly profile: Profile
}

interface Token {
  readonly accessToken: string
  readonly refreshToken: string | undefined
  /** Seconds. */
  readonly expiresIn: number
}

/** Looks again and again, as slowly as it is told to (RFC 8628, 3.5). */
async function waitForToken(
  { client, as: { clientId, clientSecret }, deviceCode, interval, until, clock, profile }: Waiting,
  signal: AbortSignal,
): Promise<Token> {
  for (let pause = interval; clock.now() < until;) {
    await clock.sleep(pause * 1000, signal)
    try {
      const token = await client.send(
        new CreateTokenCommand({ clientId, clientSecret, deviceCode, grantType }),
        { abortSignal: signal },
      )
      const { accessToken = '', refreshToken, expiresIn = 0 } = token
      return { accessToken, refreshToken, expiresIn }
    } catch (error) {
      signal.throwIfAborted()
      const name = error instanceof Error ? error.name : ''
      if (name === 'AuthorizationPendingException') continue
      if (name === 'SlowDownException') pause += 5
      else if (name === 'AccessDeniedException') throw denied(profile)
      else if (name === 'ExpiredTokenException') break
      else {
        const told = explainCredentialError(error, 'sso', profile)
        // The network may be back in time: it may be confirmed already.
        if (!passing.has(told.code)) throw told
        pause += 5
      }
    }
  }
  throw new SluiceError({
    code: 'credentials-expired',
    message: `The login of ${whose(profile)} was not confirmed in time.`,
    subject: profile.name,
    advice: 'Begin it again.',
  })
}

const passing: ReadonlySet<string> = new Set(['unreachable', 'server-failed', 'slow-down'])

const denied = (profile: Profile): SluiceError =>
  new SluiceError({
    code: 'credentials-refused',
    message: `The login of ${whose(profile)} was denied in the browser.`,
    subject: profile.name,
    advice: 'Begin it again, as someone who may.',
  })

/** As the AWS CLI keeps it, for this user alone. @throws SluiceError `disk-failed` */
async function keep(login: Login, as: Registered, token: Token, now: number): Promise<void> {
  const path = getSSOTokenFilepath(login.name)
  const text = JSON.stringify({
    startUrl: login.startUrl,
    region: login.region,
    accessToken: token.accessToken,
    expiresAt: isoTime(now + token.expiresIn * 1000),
    clientId: as.clientId,
    clientSecret: as.clientSecret,
    registrationExpiresAt: isoTime(as.expiresAt),
    ...(token.refreshToken === undefined ? {} : { refreshToken: token.refreshToken }),
  })
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFile(`${path}.sluice`, text, { mode: 0o600 })
    await rename(`${path}.sluice`, path)
  } catch (error) {
    throw new SluiceError(
      {
        code: 'disk-failed',
        message: `The login can't be kept: ${error instanceof Error ? error.message : String(error)}`,
        subject: path,
        advice: 'See that this folder can be written to.',
      },
      { cause: error },
    )
  }
}

/** As Amazon's tools write it: whole seconds. */
const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/\.\d+/, '')
