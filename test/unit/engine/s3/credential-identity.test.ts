import { describe, expect, test } from 'vitest'
import { identityOf } from '../../../../main/engine/s3/credential-identity.ts'
import type { CredentialSource } from '../../../../main/engine/s3/credential-source.ts'

const profile = (settings: Record<string, string> = {}, named = true) => ({
  name: named ? 'dev' : 'default',
  named,
  settings,
  inCredentials: {},
  services: {},
  configPath: '/config',
  credentialsPath: '/credentials',
})

describe('credentials', () => {
  test.each<[CredentialSource, string, RegExp | null]>([
    ['environment', 'the environment', null],
    ['keys', 'the profile dev', /Write new keys for \[dev\] into \/config\./],
    ['web-identity', 'the web identity', /token file/],
    ['sso', 'the profile dev', /`aws sso login --profile dev` in another terminal/],
    ['login', 'the profile dev', /`aws login --profile dev` in another terminal/],
    ['process', 'the profile dev', /credential_process .*\/config/],
    ['container', 'the container', /by itself/],
    ['instance', 'this machine', /by itself/],
    ['none', 'the profile dev', null],
  ])('of the source %s are those of %s, and new ones come so: %s', (source, name, renewal) => {
    const identity = identityOf(source, profile())
    expect(identity.name).toBe(name)
    if (renewal === null) expect(identity.renewal).toBeNull()
    else expect(identity.renewal).toMatch(renewal)
  })

  test('of keys in the credentials file are renewed there', () => {
    const inCredentials = { aws_access_key_id: 'K' }
    expect(identityOf('keys', { ...profile(), inCredentials }).renewal).toContain('/credentials')
  })

  test.each([
    [{ source_profile: 'base' }, /for the profile base.*`aws sso login --profile base`/],
    [{ credential_source: 'Ec2InstanceMetadata' }, /Ec2InstanceMetadata.* by itself/],
    [{ credential_source: 'Environment' }, null],
  ])('of a role come from whom it is assumed by: %o', (settings, renewal) => {
    const said = identityOf('role', profile(settings)).renewal
    if (renewal === null) expect(said).toBeNull()
    else expect(said).toMatch(renewal)
  })

  test('of nobody in particular are the default profile’s', () => {
    const identity = identityOf('sso', profile({}, false))
    expect(identity.name).toBe('the default profile')
    expect(identity.renewal).toContain('`aws sso login`')
  })
})
