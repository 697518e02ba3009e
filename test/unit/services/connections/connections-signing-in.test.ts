import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorld } from '../../../../main/engine/index.ts'
import { Connections } from '../../../../main/services/connections/connections.ts'
import { FakeHost } from '../../cli/fake-host.ts'

let root = ''
let connections: Connections

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-connections-'))
  const host = new FakeHost()
  host.env = { AWS_CONFIG_FILE: join(root, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(root, 'credentials') }
  connections = new Connections(host, createWorld({ log: { write: () => undefined } }), () => undefined)
})
afterEach(async () => {
  await connections.close()
  rmSync(root, { recursive: true })
})

test('a profile says what its person has to do first', async () => {
  writeFileSync(
    join(root, 'config'),
    [
      '[profile a-role]\nrole_arn = r\nsource_profile = b-sso',
      '[profile b-sso]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r',
      '[profile c-code]\nrole_arn = r\nsource_profile = b-sso\nmfa_serial = m',
      '[profile d-keys]\naws_access_key_id = AKID\naws_secret_access_key = s',
      '[profile e-loop]\nrole_arn = r\nsource_profile = f-loop',
      '[profile f-loop]\nrole_arn = r\nsource_profile = e-loop',
    ].join('\n'),
  )
  const profiles = (await connections.list()).filter(({ kind }) => kind === 'profile')
  expect(profiles.map(({ label, signIn }) => [label, signIn])).toEqual([
    ['a-role', 'sso'],
    ['b-sso', 'sso'],
    ['c-code', 'code'],
    ['d-keys', null],
    ['e-loop', null],
    ['f-loop', null],
  ])
})

test('only a profile is logged in to', () => {
  const { signal } = new AbortController()
  expect(() => connections.signIn('session:1', signal)).toThrow(
    expect.objectContaining({ code: 'usage' }) as Error,
  )
})
