import { isTrue } from './config-units.ts'
import type { Environment, Profile } from './shared-config.ts'

/** A place that credentials come from. */
export type CredentialSource =
  | 'environment'
  | 'role'
  | 'web-identity'
  | 'sso'
  | 'keys'
  | 'login'
  | 'process'
  | 'container'
  | 'instance'
  | 'none'

/**
 * The first of these that is there, in the order of the AWS CLI v2. It is the only one that is asked: where it fails,
 * going on would look like another identity, or like none.
 *
 * | there is                                                                        | source       |
 * |---------------------------------------------------------------------------------|--------------|
 * | AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY, and no profile on the command line  | environment  |
 * | `role_arn`, without `web_identity_token_file`                                   | role         |
 * | AWS_WEB_IDENTITY_TOKEN_FILE, and no profile on the command line                 | web-identity |
 * | `web_identity_token_file`                                                       | web-identity |
 * | `sso_account_id` or `sso_role_name`                                             | sso          |
 * | `aws_access_key_id` in the credentials file                                     | keys         |
 * | `login_session`                                                                 | login        |
 * | `credential_process`                                                            | process      |
 * | `aws_access_key_id` in the config file                                          | keys         |
 * | AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or AWS_CONTAINER_CREDENTIALS_FULL_URI    | container    |
 * | AWS_EC2_METADATA_DISABLED=true                                                  | none         |
 * | nothing of all that                                                             | instance     |
 *
 * @param identity what of the environment says who this is: empty for a profile that was named on the command line.
 */
export function credentialSource(
  { settings, inCredentials }: Profile,
  { env, identity }: { readonly env: Environment; readonly identity: Environment },
): CredentialSource {
  const inEnvironment = (name: string): boolean => isThere(identity[name])
  if (inEnvironment('AWS_ACCESS_KEY_ID') || inEnvironment('AWS_SECRET_ACCESS_KEY')) return 'environment'
  const has = (name: string): boolean => isThere(settings[name])
  if (has('role_arn') && !has('web_identity_token_file')) return 'role'
  if (inEnvironment('AWS_WEB_IDENTITY_TOKEN_FILE') || has('web_identity_token_file')) return 'web-identity'
  if (has('sso_account_id') || has('sso_role_name')) return 'sso'
  if (isThere(inCredentials['aws_access_key_id'])) return 'keys'
  if (has('login_session')) return 'login'
  if (has('credential_process')) return 'process'
  if (has('aws_access_key_id')) return 'keys'
  if (isThere(env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'])) return 'container'
  if (isThere(env['AWS_CONTAINER_CREDENTIALS_FULL_URI'])) return 'container'
  return isTrue(env['AWS_EC2_METADATA_DISABLED']) ? 'none' : 'instance'
}

const isThere = (text: string | undefined): boolean => text !== undefined && text !== ''
