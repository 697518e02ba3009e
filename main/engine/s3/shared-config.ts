import { homedir } from 'node:os'
import { join } from 'node:path'
import { loadSharedConfigFiles } from '@smithy/core/config'
import { SluiceError } from '../../../shared/errors.ts'
import { compareKeys } from '../listing/key-order.ts'
import { isTrue } from './config-units.ts'

/** The environment as a value: the engine does not read it by itself. */
export type Environment = Readonly<Record<string, string | undefined>>

export interface WhichProfile {
  /** As named on the command line; the environment's (AWS_PROFILE, then AWS_DEFAULT_PROFILE) if absent, and else `default`. */
  readonly profile?: string
  readonly env: Environment
}

/** A profile of `~/.aws/config` and `~/.aws/credentials`, or of the files that the environment names instead. */
export interface Profile {
  readonly name: string
  /** Named by someone, rather than `default` for want of a name. */
  readonly named: boolean
  /** Settings by name, those of a block as `s3.addressing_style`. */
  readonly settings: Readonly<Record<string, string | undefined>>
  /** Those of them that the credentials file has. */
  readonly inCredentials: Readonly<Record<string, string | undefined>>
  /** Settings of the `[services …]` section that the profile refers to. */
  readonly services: Readonly<Record<string, string | undefined>>
  readonly configPath: string
  readonly credentialsPath: string
}

function pathsOf(env: Environment): { configPath: string; credentialsPath: string } {
  const home = present(env['HOME']) ?? present(env['USERPROFILE']) ?? homedir()
  const below = (variable: string, name: string): string =>
    expandHome(present(env[variable]) ?? join(home, '.aws', name), home)
  return {
    configPath: below('AWS_CONFIG_FILE', 'config'),
    credentialsPath: below('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
  }
}

/**
 * Reads a profile as Amazon's tools do.
 * @throws SluiceError `usage` for a profile that was named and is in neither file.
 */
export async function readProfile({ profile, env }: WhichProfile): Promise<Profile> {
  const chosen = present(profile) ?? present(env['AWS_PROFILE']) ?? present(env['AWS_DEFAULT_PROFILE'])
  const name = chosen ?? 'default'
  const { configPath, credentialsPath } = pathsOf(env)
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    configFilepath: configPath,
    filepath: credentialsPath,
    ignoreCache: true,
  })
  const inConfig = configFile[name]
  const inCredentials = credentialsFile[name]
  if (chosen !== undefined && inConfig === undefined && inCredentials === undefined) {
    throw noSuchProfile(name, configPath, credentialsPath)
  }
  const settings = { ...inConfig, ...inCredentials }
  const services =
    settings['services'] === undefined ? {} : (configFile[`services.${settings['services']}`] ?? {})
  return {
    name,
    named: chosen !== undefined,
    settings,
    inCredentials: inCredentials ?? {},
    services,
    configPath,
    credentialsPath,
  }
}

/** A profile as a list shows it: never a secret. */
export interface ProfileName {
  readonly name: string
  readonly region: string | null
  /** `endpoint_url`, where the profile has one. */
  readonly endpoint: string | null
  /** The last four characters of a static access key id. */
  readonly keyTail: string | null
  /** What a person has to do before it works: log in, or give the code of a second factor. */
  readonly signIn: 'sso' | 'code' | null
}

/** All profiles of the two files, by name, `default` first. A file that is not there has none. */
export async function listProfiles(env: Environment): Promise<ProfileName[]> {
  const { configPath, credentialsPath } = pathsOf(env)
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    configFilepath: configPath,
    filepath: credentialsPath,
    ignoreCache: true,
  })
  const isProfile = (name: string): boolean => !/^(sso-session|services)\./.test(name)
  const names = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])].filter(isProfile)
  const rank = (name: string): string => (name === 'default' ? '' : name)
  return names
    .sort((a, b) => compareKeys(rank(a), rank(b)))
    .map((name) => {
      const settings = { ...configFile[name], ...credentialsFile[name] }
      return {
        name,
        region: settings['region'] ?? null,
        endpoint: settings['endpoint_url'] ?? null,
        keyTail: settings['aws_access_key_id']?.slice(-4) ?? null,
        signIn: signInOf(name, (of) => ({ ...configFile[of], ...credentialsFile[of] })),
      }
    })
}

/**
 * | profile                                     | a person        |
 * |---------------------------------------------|-----------------|
 * | a role with `mfa_serial`                    | gives a code    |
 * | `sso_account_id` or `sso_role_name`         | logs in         |
 * | a role of a `source_profile`                | as that one has |
 * | any other                                   | does nothing    |
 */
function signInOf(
  name: string,
  settingsOf: (name: string) => Profile['settings'],
  seen: readonly string[] = [],
): ProfileName['signIn'] {
  const { role_arn: role, mfa_serial: serial, source_profile: source, ...sso } = settingsOf(name)
  if (role !== undefined && serial !== undefined) return 'code'
  if (role === undefined) return (sso['sso_account_id'] ?? sso['sso_role_name']) === undefined ? null : 'sso'
  if (source === undefined || source === name || seen.includes(source)) return null
  return signInOf(source, settingsOf, [...seen, name])
}

function noSuchProfile(name: string, configPath: string, credentialsPath: string): SluiceError {
  return new SluiceError({
    code: 'usage',
    message: `There is no profile ${JSON.stringify(name)}.`,
    subject: name,
    advice: `Profiles are in ${configPath} (as [profile ${name}]) and ${credentialsPath} (as [${name}]); \`aws configure list-profiles\` names them.`,
  })
}

/** `--region`, or what the environment or the profile say; undefined where nothing does. */
export async function findRegion(
  which: WhichProfile & { readonly region?: string },
): Promise<string | undefined> {
  const { region, env } = which
  const said = present(region) ?? present(env['AWS_REGION']) ?? present(env['AWS_DEFAULT_REGION'])
  return said ?? present((await readProfile(which)).settings['region'])
}

/**
 * The address of the server: `--endpoint-url`; else, unless configured addresses are to be ignored, that of
 * `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile's `[services …]` section, or the profile, in this order
 * (AWS SDKs and Tools Reference Guide, "Service-specific endpoints"). Undefined means Amazon's own.
 */
export async function findEndpointUrl(
  which: WhichProfile & { readonly endpointUrl?: string },
): Promise<string | undefined> {
  const { endpointUrl = '', env } = which
  if (endpointUrl !== '') return checkUrl(endpointUrl)
  return configuredEndpoint('s3', await readProfile(which), env)
}

/** The address of one of Amazon's services, as the environment and the profile say. @throws SluiceError `usage` */
export function configuredEndpoint(
  service: 's3' | 'sts',
  { settings, services }: Profile,
  env: Environment,
): string | undefined {
  const ignored = present(env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'])
  if (isTrue(ignored ?? settings['ignore_configured_endpoint_urls'])) return undefined
  const found =
    present(env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`]) ??
    present(env['AWS_ENDPOINT_URL']) ??
    present(services[`${service}.endpoint_url`]) ??
    present(settings['endpoint_url'])
  return found === undefined ? undefined : checkUrl(found)
}

/** @throws SluiceError `usage` */
function checkUrl(text: string): string {
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return text
  throw new SluiceError({
    code: 'usage',
    message: `${JSON.stringify(text)} is not the address of a server.`,
    subject: text,
    advice: 'Write it as https://host or http://host:port.',
  })
}

/** The path of a file of certificates to trust instead of the system's. */
export async function findCaBundle(which: WhichProfile): Promise<string | undefined> {
  return present(which.env['AWS_CA_BUNDLE']) ?? present((await readProfile(which)).settings['ca_bundle'])
}

const present = (text: string | undefined): string | undefined => (text === '' ? undefined : text)

const expandHome = (path: string, home: string): string =>
  path.startsWith('~/') ? join(home, path.slice(2)) : path
