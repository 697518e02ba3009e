import * as aws from '@aws-sdk/credential-providers'
import type { CredentialSource } from './credential-source.ts'
import type { CredentialsProvider } from './connection-options.ts'
import type { Environment, Profile } from './shared-config.ts'

/** The sources that have to be asked. */
export type AskedSource = Exclude<CredentialSource, 'environment' | 'keys' | 'none'>

export interface WebIdentity {
  readonly webIdentityTokenFile: string
  readonly roleArn: string
  readonly roleSessionName?: string
}

/** Asks for the code that a second factor shows now. Rejects with a SluiceError where there is nobody to ask. */
export type AskCode = (serial: string) => Promise<string>

export interface Asking {
  readonly profile: Profile
  readonly env: Environment
  /** Of the services that give credentials, where their own settings name none. */
  readonly region: string
  /** Where STS is; Amazon's own of the region if absent. */
  readonly stsEndpoint: string | undefined
  readonly webIdentity: WebIdentity | null
  /** Absent where nobody can be asked. */
  readonly askCode?: AskCode
}

/** The SDK's providers, told everything that they would look up by themselves otherwise. */
export const credentialProviders: Readonly<Record<AskedSource, (asking: Asking) => CredentialsProvider>> = {
  role: (asking) => (options) =>
    aws.fromIni({
      ...settingsFor(asking, options),
      ...(asking.askCode === undefined ? {} : { mfaCodeProvider: asking.askCode }),
    })(options),
  sso: (asking) => (options) => aws.fromSSO(settingsFor(asking, options))(options),
  login: (asking) => (options) => aws.fromLoginCredentials(settingsFor(asking, options))(options),
  process: (asking) => (options) => aws.fromProcess(settingsFor(asking))(options),
  'web-identity': (asking) => (options) =>
    aws.fromTokenFile({ ...settingsFor(asking, options), ...asking.webIdentity })(options),
  container:
    ({ env }) =>
    () =>
      aws.fromHttp({
        logger: silent,
        ...given('awsContainerCredentialsRelativeUri', env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI']),
        ...given('awsContainerCredentialsFullUri', env['AWS_CONTAINER_CREDENTIALS_FULL_URI']),
        ...given('awsContainerAuthorizationToken', env['AWS_CONTAINER_AUTHORIZATION_TOKEN']),
        ...given('awsContainerAuthorizationTokenFile', env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE']),
      })(),
  // Made once: while the instance does not answer, it goes on with what it was given last.
  instance: (asking) => aws.fromInstanceMetadata(settingsFor(asking)),
}

/** The files, and the way to the network of the client that asks: its proxies, and whom it trusts. */
function settingsFor(
  { profile: { name, configPath, credentialsPath }, region, stsEndpoint }: Asking,
  options: Parameters<CredentialsProvider>[0] = {},
) {
  const requestHandler = options.callerClientConfig?.requestHandler
  return {
    profile: name,
    configFilepath: configPath,
    filepath: credentialsPath,
    ignoreCache: true,
    logger: silent,
    parentClientConfig: { region, profile: name },
    clientConfig: { profile: name, ...(requestHandler === undefined ? {} : { requestHandler }) },
    clientPlugins: stsEndpoint === undefined ? [] : [sendTo(new URL(stsEndpoint))],
  }
}

/** STS elsewhere. The SDK looks an address up in the profile of its own environment, and not in the one it is told. */
function sendTo({ protocol, hostname, port, pathname }: URL): StsPlugin {
  return {
    applyToStack(stack) {
      stack.add(
        (next) => (args) => {
          Object.assign(args.request as object, {
            protocol,
            hostname,
            port: port === '' ? undefined : Number(port),
            path: pathname,
          })
          return next(args)
        },
        // Before the request gets its Host, and is signed.
        { step: 'build', priority: 'high', name: 'stsEndpoint' },
      )
    },
  }
}

type StsPlugin = NonNullable<NonNullable<Parameters<typeof aws.fromIni>[0]>['clientPlugins']>[number]

/** A field, where there is something to put into it. */
const given = <Name extends string>(name: Name, text: string | undefined): Partial<Record<Name, string>> =>
  text === undefined || text === '' ? {} : ({ [name]: text } as Record<Name, string>)

/** Without one the SDK writes its warnings to the console. */
const silent = {
  trace: (): void => undefined,
  debug: (): void => undefined,
  info: (): void => undefined,
  warn: (): void => undefined,
  error: (): void => undefined,
}
