import fc from 'fast-check'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engineCalls, processCalls, type EngineCallName } from '../../shared/bridge/calls.ts'
import { defaultSyncOptions } from '../../shared/sync-options.ts'
import { arbitraryParams } from './arbitrary-params.ts'
import { canaries, EngineUnderTest } from './engine-under-test.ts'

const nowhere = 'http://127.0.0.1:1'

/** Each asked this often; those that begin something less often. */
const asked = 150
const beginning: readonly string[] = [
  'plan.start',
  'plan.move',
  'plan.remove',
  'browse.start',
  'browse.refresh',
  'places.rename',
  'app.open',
  'history.open',
]

let engine: EngineUnderTest
let words: string[] = []

beforeAll(async () => {
  engine = new EngineUnderTest()
  const { left, right } = await engine.ask('app.open', { left: null, right: null })
  const secrets = { label: '', endpoint: nowhere, region: 'eu-north-1', keep: false, replace: false }
  const session = await engine.ask('connections.add', {
    ...secrets,
    accessKeyId: canaries.sessionKeyId,
    secretAccessKey: canaries.sessionSecret,
    sessionToken: canaries.sessionToken,
  })
  const small = join(engine.host.home, 'small')
  mkdirSync(join(small, 'below'), { recursive: true })
  writeFileSync(join(small, 'below', 'page.html'), 'page')
  const local = await engine.ask('places.open', { connectionId: 'local', text: '~/small', base: null })
  const dead = await engine.ask('places.open', { connectionId: session.id, text: 's3://b/p', base: null })
  const views = await Promise.all(
    [left, right, local, dead].map(({ token }) => engine.ask('browse.start', { token })),
  )
  const plan = await engine.ask('plan.start', {
    source: left.token,
    destination: right.token,
    selection: null,
    options: defaultSyncOptions,
  })
  await engine.planIn(plan.planId, ['ready'])
  const tokens = [left, right, local, dead].map(({ token }) => token)
  const connections = ['local', 'practice', 'profile:nas', 'environment', session.id]
  const texts = [
    'below',
    'page.html',
    'index.html',
    'css/',
    `s3://practice/`,
    nowhere,
    '~/small',
    canaries.sessionSecret,
  ]
  words = [...tokens, ...views.map(({ viewId }) => viewId), plan.planId, ...connections, ...texts]
})

afterAll(async () => {
  await engine.close()
})

/** No secret of this machine, the practice server's own among them, in anything that came. */
function expectNothingWrong(): void {
  expect(engine.malformed).toEqual([])
  const server = join(engine.host.folders.state, 'practice-window', 'server')
  const identity = readdirSync(server)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(server, name), 'utf8')) as Record<string, string>)
  expect(identity).toHaveLength(1)
  const secrets = [
    canaries.environmentSecret,
    canaries.profileSecret,
    canaries.sessionKeyId,
    canaries.sessionToken,
    ...identity.flatMap((keys) => Object.values(keys)),
  ]
  for (const secret of secrets) {
    expect(engine.received.filter((text) => text.includes(secret))).toEqual([])
  }
}

const names = Object.keys(engineCalls) as EngineCallName[]

describe('whatever it is asked, the engine replies as its table says, and tells no secret', () => {
  test.each(names)('%s', async (name) => {
    const params = arbitraryParams(engineCalls[name].params, words)
    const numRuns = beginning.includes(name) ? asked / 5 : asked
    const property = fc.asyncProperty(params, async (value) => {
      const result = await engine.send(name, value)
      if (!result.ok) expect(result.error.code).not.toBe('internal')
    })
    await fc.assert(property, { numRuns })
    expectNothingWrong()
  })

  test('calls that are in no table', async () => {
    const call = fc.oneof(
      fc.string(),
      fc.constantFrom('toString', '__proto__', 'constructor', 'window.start'),
    )
    const property = fc.asyncProperty(call, fc.jsonValue(), async (name, params) => {
      fc.pre(!Object.hasOwn({ ...engineCalls, ...processCalls }, name) && name.length <= 100)
      expect(await engine.send(name, params)).toMatchObject({ ok: false, error: { code: 'usage' } })
    })
    await fc.assert(property, { numRuns: 300 })
    expectNothingWrong()
  })

  test('messages that are none', async () => {
    const message = fc.oneof(
      fc.jsonValue(),
      fc.record({ kind: fc.constantFrom('request', 'cancel', 'reply', 'event'), id: fc.jsonValue() }),
      fc.record({ kind: fc.constant('cancel'), id: fc.integer({ min: 1, max: 100 }) }),
    )
    await fc.assert(
      fc.asyncProperty(message, async (value) => {
        engine.post(value)
      }),
      { numRuns: 1000 },
    )
    const { connections } = await engine.ask('connections.list', {})
    expect(connections.map(({ id }) => id)).toContain('local')
    expectNothingWrong()
  })

  test('what wrong params had in them is not repeated', async () => {
    const result = await engine.send('connections.add', {
      accessKeyId: 7,
      secretAccessKey: canaries.sessionSecret,
    })
    expect(result).toMatchObject({ ok: false, error: { code: 'usage' } })
    expect(JSON.stringify(result)).toContain('connections.add')
    expect(JSON.stringify(result)).not.toContain(canaries.sessionSecret)
  })
})
