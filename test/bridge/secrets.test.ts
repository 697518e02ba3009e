import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { defaultSyncOptions } from '../../shared/sync-options.ts'
import { canaries, EngineUnderTest } from './engine-under-test.ts'

const secrets = Object.values(canaries)

let engine: EngineUnderTest
beforeEach(() => {
  engine = new EngineUnderTest()
})
afterEach(async () => {
  expect(engine.malformed).toEqual([])
  await engine.close()
})

/** The files of a person where a secret was before Sluice came, which it only reads. */
const given = new Set(['config', 'credentials'])

/** Files below the temporary folder that have one of the secrets in them, whatever they are. */
function filesWithSecrets(): string[] {
  return readdirSync(engine.root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !given.has(path.slice(engine.root.length + sep.length)))
    .filter((path) => {
      const bytes = readFileSync(path)
      return secrets.some((secret) => bytes.includes(secret))
    })
}

function expectNoSecret(): void {
  for (const secret of secrets) {
    expect(engine.received.filter((text) => text.includes(secret))).toEqual([])
    expect(engine.host.stderr.text + engine.host.stdout.text).not.toContain(secret)
    expect(JSON.stringify(engine.host.logged)).not.toContain(secret)
  }
  expect(filesWithSecrets()).toEqual([])
}

const typed = {
  label: 'Mine',
  endpoint: '',
  region: 'eu-north-1',
  accessKeyId: canaries.sessionKeyId,
  secretAccessKey: canaries.sessionSecret,
  sessionToken: canaries.sessionToken,
  keep: false,
  replace: false,
}

test('no secret is told, logged or written, by a sync over a connection that nothing comes of', async () => {
  const session = await engine.ask('connections.add', { ...typed, endpoint: 'http://127.0.0.1:1' })
  expect(session).toMatchObject({ kind: 'session', keyTail: 'TAIL' })
  const home = engine.host.home
  mkdirSync(join(home, 'site'))
  writeFileSync(join(home, 'site', 'index.html'), 'page')
  const from = await engine.ask('places.open', { connectionId: 'local', text: '~/site', base: null })
  for (const connectionId of [session.id, 'profile:nas', 'environment']) {
    const to = await engine.ask('places.open', { connectionId, text: 's3://b/p', base: null })
    const { planId } = await engine.ask('plan.start', {
      source: from.token,
      destination: to.token,
      selection: null,
      options: { ...defaultSyncOptions, deleteExtras: true },
    })
    const { text } = await engine.ask('plan.command', { planId })
    expect(text).toContain('sluice sync')
    expectNoSecret()
    await engine.ask('plan.cancel', { planId, step: 'stop' })
    await engine.ask('plan.close', { planId })
  }
  await engine.ask('connections.remove', { connectionId: session.id })
  const { connections } = await engine.ask('connections.list', {})
  expect(connections.map(({ id }) => id)).not.toContain(session.id)
  expectNoSecret()
})

test('a run over a connection that works leaves no secret behind', async () => {
  const pair = await engine.ask('app.open', { left: null, right: null })
  await engine.ask('connections.add', typed)
  const { planId } = await engine.ask('plan.start', {
    source: pair.left.token,
    destination: pair.right.token,
    selection: null,
    options: defaultSyncOptions,
  })
  const { digest } = await engine.planIn(planId, ['ready'])
  await engine.ask('plan.apply', { planId, digest, deletes: 0, deleteBytes: 0, typed: null })
  const ended = await engine.planIn(planId, ['ended'])
  expect(ended.report?.exit).toBe(0)
  await engine.ask('plan.close', { planId })
  const { runs } = await engine.ask('history.list', { offset: 0, limit: 10 })
  await engine.ask('history.open', { runId: runs[0]?.runId ?? '' })
  expectNoSecret()
})

test.each([
  ['a name and password', `https://${canaries.sessionKeyId}:${canaries.sessionSecret}@nas`],
  ['a name', `https://${canaries.sessionSecret}@nas`],
  ['the secret alone', canaries.sessionSecret],
])('an endpoint with %s in it is refused, and not repeated', async (_case, endpoint) => {
  expect(await engine.refusal('connections.add', { ...typed, endpoint })).toBe('usage')
  expectNoSecret()
})
