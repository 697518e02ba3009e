import { expect, test } from 'vitest'
import { credentialSource } from '../../../../main/engine/s3/credential-source.ts'
import type { Environment } from '../../../../main/engine/s3/shared-config.ts'

/** All that a profile and an environment can have, in the order in which it counts: each line lacks those above it. */
const places: readonly [string, Environment, Environment, string][] = [
  ['AWS_ACCESS_KEY_ID', { AWS_ACCESS_KEY_ID: 'x' }, {}, 'environment'],
  ['AWS_SECRET_ACCESS_KEY', { AWS_SECRET_ACCESS_KEY: 'x' }, {}, 'environment'],
  ['role_arn', {}, { role_arn: 'x' }, 'role'],
  ['AWS_WEB_IDENTITY_TOKEN_FILE', { AWS_WEB_IDENTITY_TOKEN_FILE: 'x' }, {}, 'web-identity'],
  ['web_identity_token_file', {}, { web_identity_token_file: 'x' }, 'web-identity'],
  ['sso_account_id', {}, { sso_account_id: 'x' }, 'sso'],
  ['sso_role_name', {}, { sso_role_name: 'x' }, 'sso'],
  ['keys in the credentials file', {}, { 'in credentials': 'x' }, 'keys'],
  ['login_session', {}, { login_session: 'x' }, 'login'],
  ['credential_process', {}, { credential_process: 'x' }, 'process'],
  ['keys in the config file', {}, { aws_access_key_id: 'x' }, 'keys'],
  ['a container’s path', { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: 'x' }, {}, 'container'],
  ['a container’s address', { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'x' }, {}, 'container'],
  ['no instance', { AWS_EC2_METADATA_DISABLED: 'true' }, {}, 'none'],
  ['nothing', {}, {}, 'instance'],
]

function sourceOf(lines: typeof places, onCommandLine = false): string {
  const env = Object.assign({}, ...lines.map(([, variables]) => variables)) as Environment
  const all = Object.assign({}, ...lines.map(([, , settings]) => settings)) as Environment
  const { 'in credentials': key, ...settings } = all
  const profile = {
    name: 'p',
    named: true,
    settings: key === undefined ? settings : { aws_access_key_id: key, ...settings },
    inCredentials: key === undefined ? {} : { aws_access_key_id: key },
    services: {},
    configPath: '/c',
    credentialsPath: '/k',
  }
  return credentialSource(profile, { env, identity: onCommandLine ? {} : env })
}

test.each(places)('%s goes before all that comes below it in the table', (name, _env, _settings, source) => {
  const from = places.findIndex(([other]) => other === name)
  // A token of a web identity makes of `role_arn` its own role.
  const below = places
    .slice(from)
    .filter(([other]) => name !== 'role_arn' || other !== 'web_identity_token_file')
  expect(sourceOf(below)).toBe(source)
})

test('a role with the token of a web identity is that identity’s', () => {
  expect(sourceOf(places.filter(([name]) => ['role_arn', 'web_identity_token_file'].includes(name)))).toBe(
    'web-identity',
  )
})

test.each([
  ['AWS_ACCESS_KEY_ID', 'sso_role_name', 'sso'],
  ['AWS_WEB_IDENTITY_TOKEN_FILE', 'sso_role_name', 'sso'],
  ['a container’s path', 'credential_process', 'process'],
  ['a container’s path', 'nothing', 'container'],
])('with a profile on the command line, of %s and %s the source is %s', (one, other, source) => {
  expect(
    sourceOf(
      places.filter(([name]) => name === one || name === other),
      true,
    ),
  ).toBe(source)
})

test('what is there and empty is not there', () => {
  const empty = places.map(([name, env, settings, source]) => {
    const blank = (all: Environment) => Object.fromEntries(Object.keys(all).map((key) => [key, '']))
    return [name, blank(env), blank(settings), source] as const
  })
  expect(sourceOf(empty.map(([name, env, settings, source]) => [name, env, settings, source]))).toBe(
    'instance',
  )
})
