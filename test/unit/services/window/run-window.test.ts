import { describe, expect, test } from 'vitest'
import { runWindow } from '../../../../main/services/window/run-window.ts'
import { SluiceError } from '../../../../shared/errors.ts'
import { nothingRuns } from '../../../../main/host/window-host.ts'
import { FakeWindowHost, type FakePort } from './fake-window.ts'

const settled = () => new Promise((resolve) => setImmediate(resolve))

async function open() {
  const host = new FakeWindowHost()
  await runWindow(host, '1.2.3')
  const load = () => {
    const { port, end } = host.load()
    return { page: port, end }
  }
  return { host, engine: host.engine, load }
}

async function started(page: FakePort): Promise<void> {
  page.receive({ kind: 'request', id: 0, call: 'window.start', params: {} })
  await settled()
}

const events = (page: FakePort) => page.posted.filter(({ kind }) => kind === 'event')

test('a call of the engine goes there under another id, and its answer comes back under the page’s', async () => {
  const { engine, load } = await open()
  const pages = [load().page, load().page]
  for (const page of pages) page.receive({ kind: 'request', id: 7, call: 'connections.list', params: {} })
  const ids = engine.port.posted.map((message) => (message.kind === 'request' ? message.id : null))
  expect(new Set(ids).size).toBe(2)
  engine.answer({ ok: true, value: { connections: [] } })
  expect(pages.map(({ posted }) => posted)).toEqual([
    [],
    [{ kind: 'reply', id: 7, result: { ok: true, value: { connections: [] } } }],
  ])
})

test('an event of the engine reaches the page; what runs reaches the host only', async () => {
  const { host, engine, load } = await open()
  const { page } = load()
  engine.say('connections.changed', {})
  const activity = { runs: 2, waiting: 1, kept: 1, held: false, fraction: 0.5 }
  engine.say('engine.activity', activity)
  expect(page.posted).toEqual([{ kind: 'event', event: 'connections.changed', value: {} }])
  expect(host.activities).toEqual([activity])
})

test.each([
  [true, 1],
  [false, 0],
])(
  'that a run has ended goes to the host, and no page, where it is to be said: %s',
  async (notify, times) => {
    const { host, engine, load } = await open()
    const { page } = load()
    host.settings.change({ notify })
    const ended = { title: 'Done: a → b', text: '3 files' }
    engine.say('engine.runEnded', ended)
    expect(page.posted).toEqual([])
    expect(host.ended).toEqual(Array.from({ length: times }, () => ended))
  },
)

test('a page that asks to leave is answered at once, and the engine is told how', async () => {
  const { engine, load } = await open()
  const { page } = load()
  page.receive({ kind: 'request', id: 3, call: 'window.leave', params: { how: 'finish' } })
  await settled()
  expect(page.replies.at(-1)).toMatchObject({ id: 3, result: { ok: true } })
  expect(engine.port.posted.at(-1)).toMatchObject({ call: 'engine.leave', params: { step: 'finish' } })
})

test('each page is told how the window is being left, those that are loaded later too', async () => {
  const { load } = await open()
  const { page } = load()
  await started(page)
  page.receive({ kind: 'request', id: 3, call: 'window.leave', params: { how: 'finish' } })
  const told = { kind: 'event', event: 'window.leaving', value: { how: 'finish' } }
  await settled()
  expect(page.posted).toContainEqual(told)
  const { page: next } = load()
  await started(next)
  expect(next.posted).toContainEqual(told)
})

test('after a reload the old page gets nothing, and the engine is told to stop answering it', async () => {
  const { engine, load } = await open()
  const { page, end } = load()
  page.receive({ kind: 'request', id: 1, call: 'connections.list', params: {} })
  end()
  expect(engine.port.posted.at(-1)).toEqual({ kind: 'cancel', id: 1 })
  const next = load().page
  engine.answer({ ok: true, value: { connections: [] } })
  engine.say('connections.changed', {})
  page.receive({ kind: 'request', id: 2, call: 'connections.list', params: {} })
  expect(page.posted).toEqual([])
  expect(next.posted).toEqual([{ kind: 'event', event: 'connections.changed', value: {} }])
  expect(engine.port.posted).toHaveLength(2)
})

describe('what the host tells', () => {
  test('reaches a page that has started', async () => {
    const { host, load } = await open()
    const { page } = load()
    await started(page)
    host.changeTheme(true)
    host.command('swap')
    host.openPath('/a')
    expect(events(page)).toEqual([
      { kind: 'event', event: 'window.themeChanged', value: { dark: true } },
      { kind: 'event', event: 'window.command', value: { command: 'swap' } },
      { kind: 'event', event: 'window.openPath', value: { path: '/a' } },
    ])
  })

  test('waits, where it is a path, for a page to open it', async () => {
    const { host, load } = await open()
    host.openPath('/a')
    const { page } = load()
    expect(page.posted).toEqual([])
    await started(page)
    expect(events(page)).toEqual([{ kind: 'event', event: 'window.openPath', value: { path: '/a' } }])
    const { page: next } = load()
    await started(next)
    expect(events(next)).toEqual([])
  })
})

describe('when the engine dies', () => {
  test('what is asked fails with what to do, now and later, and the page is told', async () => {
    const { host, engine, load } = await open()
    const { page } = load()
    await started(page)
    page.receive({ kind: 'request', id: 1, call: 'connections.list', params: {} })
    engine.die(new Error('out of memory'))
    await settled()
    page.receive({ kind: 'request', id: 2, call: 'connections.list', params: {} })
    const error = expect.objectContaining({
      code: 'internal',
      message: expect.stringContaining('out of memory'),
      advice: expect.stringContaining('start Sluice again'),
    })
    expect(page.replies.slice(1)).toEqual([
      { kind: 'reply', id: 1, result: { ok: false, error } },
      { kind: 'reply', id: 2, result: { ok: false, error } },
    ])
    expect(events(page)).toEqual([{ kind: 'event', event: 'engine.ended', value: { error } }])
    expect(host.activities.at(-1)).toEqual(nothingRuns)
  })

  test('a page that is loaded later is told when it has started', async () => {
    const { engine, load } = await open()
    engine.die(new Error('gone'))
    await settled()
    const { page } = load()
    await started(page)
    expect(events(page).map((message) => 'event' in message && message.event)).toEqual(['engine.ended'])
  })

  test('leaving does not wait for it', async () => {
    const { host, engine } = await open()
    engine.die(new Error('gone'))
    await settled()
    host.leave('finish')
    expect(host.closed).toBe(1)
  })
})

test('who leaves is asked of the engine, and the host closes when that has ended its runs', async () => {
  const { host, engine } = await open()
  host.leave('finish')
  expect(engine.port.posted).toEqual([
    { kind: 'request', id: 1, call: 'engine.leave', params: { step: 'finish' } },
  ])
  expect(host.closed).toBe(0)
  engine.answer({ ok: true, value: {} })
  expect([engine.asked, host.closed]).toEqual([1, 1])
})

test('a window that cannot be opened leaves no engine behind', async () => {
  const host = new FakeWindowHost()
  host.openFails = new SluiceError({ code: 'unreachable', message: 'no screen' })
  await expect(runWindow(host, '1')).rejects.toThrow('no screen')
  expect(host.engine.asked).toBe(1)
})
