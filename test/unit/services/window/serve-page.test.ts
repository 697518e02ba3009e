import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEngineLine } from '../../../../main/services/window/engine-line.ts'
import { servePage } from '../../../../main/services/window/serve-page.ts'
import { createWindowAnswers } from '../../../../main/services/window/window-calls.ts'
import { calls, processCalls } from '../../../../shared/bridge/calls.ts'
import { windowCalls } from '../../../../shared/bridge/window-calls.ts'
import { defaultSettings } from '../../../../shared/settings.ts'
import { FakePort, FakeWindowHost } from './fake-window.ts'

const settled = () => new Promise((resolve) => setImmediate(resolve))

function serve() {
  const host = new FakeWindowHost()
  const page = new FakePort()
  const engine = createEngineLine(
    host.engine,
    () => undefined,
    () => undefined,
    () => undefined,
  )
  let started = 0
  const end = servePage(
    page,
    engine,
    createWindowAnswers(
      host,
      '1.2.3',
      () => undefined,
      async ({ name }) => ({ url: `https://s3/${name}?X-Amz-Signature=CANARY`, until: 1, endsBy: 'asked' }),
    ),
    () => started++,
  )
  const ask = async (call: string, params: unknown) => {
    page.receive({ kind: 'request', id: page.posted.length, call, params })
    await settled()
    return page.replies.at(-1)?.result
  }
  return { host, page, end, ask, asked: host.engine.port.posted, started: () => started }
}

describe('the window itself answers', () => {
  test('what the page needs to begin', async () => {
    const { ask, started } = serve()
    const start = {
      version: '1.2.3',
      host: { kind: 'electron', name: 'Fake 1', platform: 'linux', choosesFolders: true },
      settings: defaultSettings,
    }
    expect(await ask('window.start', {})).toEqual({ ok: true, value: start })
    expect(started()).toBe(1)
  })

  test('a change of the settings, and leaves what is not named', async () => {
    const { ask } = serve()
    const changed = { ...defaultSettings, theme: 'dark' }
    expect(await ask('window.changeSettings', { theme: 'dark', left: undefined })).toEqual({
      ok: true,
      value: changed,
    })
  })

  test('a link to an object, which goes to the clipboard and not to the page', async () => {
    const { ask, host, page } = serve()
    const value = { until: 1, endsBy: 'asked' }
    const asked = { token: 't', name: 'a', expiresIn: 60 }
    expect(await ask('window.copyLink', asked)).toEqual({ ok: true, value })
    expect(host.copied).toEqual(['https://s3/a?X-Amz-Signature=CANARY'])
    expect(JSON.stringify(page.posted)).not.toContain('CANARY')
  })

  test('a folder to choose, and text to copy', async () => {
    const { ask, host } = serve()
    expect(await ask('window.chooseFolder', { title: 'T', start: '/s' })).toEqual({
      ok: true,
      value: { path: 'T /s' },
    })
    expect(await ask('window.copyText', { text: 'x' })).toEqual({ ok: true, value: {} })
    expect(host.copied).toEqual(['x'])
  })

  test('that there is no dialog where the host has none', async () => {
    const { ask, host } = serve()
    host.choosesFolders = false
    expect(await ask('window.chooseFolder', { title: 'T', start: null })).toMatchObject({
      ok: false,
      error: { code: 'usage' },
    })
  })

  test('a failure of the host as data', async () => {
    const { ask, host } = serve()
    host.copyText = async () => {
      throw new Error('no clipboard')
    }
    expect(await ask('window.copyText', { text: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'internal', message: expect.stringContaining('no clipboard') },
    })
  })
})

describe('a page is refused', () => {
  test.each([...Object.keys(processCalls), 'gone', 'toString', '__proto__', 'constructor', ''])(
    'the call %j',
    async (call) => {
      const { ask, asked } = serve()
      expect(await ask(call, {})).toMatchObject({ ok: false, error: { code: 'usage' } })
      expect(asked).toEqual([])
    },
  )

  test('params that are not as they should be, and their values are not repeated', async () => {
    const { ask, asked } = serve()
    const secret = 'canary-secret'
    const result = await ask('connections.add', {
      label: '',
      endpoint: '',
      region: '',
      accessKeyId: secret,
      secretAccessKey: [secret],
      sessionToken: '',
    })
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'usage', message: expect.stringContaining('secretAccessKey') },
    })
    expect(JSON.stringify(result)).not.toContain(secret)
    expect(asked).toEqual([])
  })
})

test('a cancel reaches the engine for what it was asked, once known', () => {
  const { page, asked } = serve()
  page.receive({ kind: 'cancel', id: 5 })
  page.receive({ kind: 'request', id: 5, call: 'connections.list', params: {} })
  page.receive({ kind: 'cancel', id: 5 })
  expect(asked).toEqual([
    { kind: 'request', id: 1, call: 'connections.list', params: {} },
    { kind: 'cancel', id: 1 },
  ])
})

test('a request under an id that is still open is dropped', () => {
  const { page, asked } = serve()
  for (let n = 0; n < 2; n++) page.receive({ kind: 'request', id: 5, call: 'connections.list', params: {} })
  expect(asked).toHaveLength(1)
})

test('nothing a page can send breaks it, reaches the engine unparsed, or is answered twice', async () => {
  const { page, asked, ask } = serve()
  const message = fc.oneof(
    fc.anything(),
    fc.record({
      kind: fc.constantFrom('request', 'cancel', 'reply', 'event'),
      id: fc.oneof(fc.nat(50), fc.anything()),
      call: fc.oneof(fc.constantFrom(...Object.keys(calls)), fc.string()),
      params: fc.anything(),
    }),
  )
  fc.assert(
    fc.property(message, (sent) => {
      page.receive(sent)
    }),
    { numRuns: 5000 },
  )
  await settled()
  for (const request of asked) {
    if (request.kind !== 'request') continue
    const call = calls[request.call as keyof typeof calls]
    expect(call.params.safeParse(request.params).success).toBe(true)
    expect(Object.keys(windowCalls)).not.toContain(request.call)
  }
  expect(await ask('window.start', {})).toMatchObject({ ok: true })
})
