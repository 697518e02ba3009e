import type { CredentialSource } from './credential-source.ts'
import type { Environment, Profile } from './shared-config.ts'

/**
 * Who calls are made as, as far as settings say it without a secret:
 *
 * | source       | id                                                                    |
 * |--------------|-----------------------------------------------------------------------|
 * | environment  | the access key's id; none with a session token, which goes with it    |
 * | keys         | the same                                                              |
 * | role         | the role's ARN                                                        |
 * | web-identity | the same                                                              |
 * | sso          | account and role: `123456789012/Deploy`                               |
 * | others       | none: only their answer says it                                       |
 *
 * @param identity what of the environment says who this is.
 */
export function identityIdOf(
  source: CredentialSource,
  { settings }: Pick<Profile, 'settings'>,
  identity: Environment,
): string | null {
  switch (source) {
    case 'environment':
      return lasting(identity['AWS_ACCESS_KEY_ID'], identity['AWS_SESSION_TOKEN'])
    case 'keys':
      return lasting(settings['aws_access_key_id'], settings['aws_session_token'])
    case 'role':
      return settings['role_arn'] ?? null
    case 'web-identity':
      return identity['AWS_ROLE_ARN'] ?? settings['role_arn'] ?? null
    case 'sso':
      return `${settings['sso_account_id'] ?? ''}/${settings['sso_role_name'] ?? ''}`
    case 'login':
    case 'process':
    case 'container':
    case 'instance':
    case 'none':
      return null
  }
}

const lasting = (id: string | undefined, token: string | undefined): string | null =>
  id === undefined || id === '' || (token !== undefined && token !== '') ? null : id
