import type { CredentialSource } from './credential-source.ts'
import type { Identity } from './object-store.ts'
import type { Profile } from './shared-config.ts'

/**
 * Whose credentials those of a source are, and what brings new ones while a run waits:
 *
 * | source              | named                            | new ones                                             |
 * |---------------------|----------------------------------|------------------------------------------------------|
 * | environment         | the environment                  | none: a process keeps the environment it began with  |
 * | keys                | the profile                      | written into the files                               |
 * | role                | the profile                      | from what its role is assumed with                   |
 * | web-identity        | the web identity                 | written into the token's file                        |
 * | sso, login          | the profile                      | by logging in again, from another terminal           |
 * | process             | the profile                      | from what its command gets them from                 |
 * | container, instance | the container, this machine      | by themselves                                        |
 * | none                | the profile                      | none                                                 |
 */
export function identityOf(source: CredentialSource, profile: Profile): Identity {
  const name = whose(profile)
  switch (source) {
    case 'environment':
      return { name: 'the environment', renewal: null }
    case 'keys':
      return { name, renewal: `Write new keys for [${profile.name}] into ${fileOf(profile)}.` }
    case 'role':
      return { name, renewal: renewalOfRole(profile) }
    case 'web-identity':
      return { name: 'the web identity', renewal: 'What writes the token file must renew it.' }
    case 'sso':
      return { name, renewal: `Run \`aws sso login${profileFlag(profile)}\` in another terminal.` }
    case 'login':
      return { name, renewal: `Run \`aws login${profileFlag(profile)}\` in another terminal.` }
    case 'process':
      return {
        name,
        renewal: `Log in to what its credential_process gets them from (${profile.configPath}).`,
      }
    case 'container':
      return { name: 'the container', renewal: 'It is given new ones by itself, in a while.' }
    case 'instance':
      return { name: 'this machine', renewal: 'It is given new ones by itself, in a while.' }
    case 'none':
      return { name, renewal: null }
  }
}

function renewalOfRole({ settings }: Profile): string | null {
  const { source_profile: source, credential_source: place } = settings
  if (source === undefined)
    return place === 'Environment' ? null : `${place ?? 'It'} is given new ones by itself, in a while.`
  return `Get new ones for the profile ${source}, which assumes its role (for SSO: \`aws sso login --profile ${source}\`).`
}

const fileOf = ({ inCredentials, credentialsPath, configPath }: Profile): string =>
  inCredentials['aws_access_key_id'] === undefined ? configPath : credentialsPath

/** A profile as it goes into a sentence. */
export const whose = ({ named, name }: Pick<Profile, 'named' | 'name'>): string =>
  named ? `the profile ${name}` : 'the default profile'

/** What names it to `aws`; empty for the default one. */
export const profileFlag = ({ named, name }: Pick<Profile, 'named' | 'name'>): string =>
  named ? ` --profile ${name}` : ''
