import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { bootElectron } from '../../../../main/host/electron/boot.ts'
import { createElectronHost } from '../../../../main/host/electron/electron-host.ts'
import type { Leave } from '../../../../main/host/window-host.ts'
import type { Message, Port } from '../../../../shared/bridge/messages.ts'
import { defaultSettings } from '../../../../shared/settings.ts'
import { FakeElectron, FakeEvent, FakeFrame } from '../../../fakes/electron.ts'

let page: string

beforeAll(async () => {
  page = await mkdtemp(path.join(tmpdir(), 'sluice-electron-'))
  await writeFile(path.join(page, 'index.html'), '<!doctype html>')
})
afterAll(() => rm(page, { recursive: true }))

async function open(platform: NodeJS.Platform = 'linux', packaged = true) {
  const electron = new FakeElectron()
  electron.app.isPackaged = packaged
  const boot = bootElectron(electron.parts, { argv: [], cwd: '/' }, null)
  if (boot === null) throw new Error('it is the only one')
  let settings = defaultSettings
  let time = 0
  const logged: string[] = []
  const host = await createElectronHost(electron.parts, boot, {
    platform,
    settings: { read: () => settings, change: (changes) => (settings = { ...settings, ...changes }) },
    built: { page, preload: '/out/preload.cjs', engine: '/out/engine.js' },
    devUrl: null,
    now: () => time,
    log: (text) => logged.push(text),
  })
  const left: Leave[] = []
  host.onLeave((how) => left.push(how))
  const pages: { port: Port; heard: Message[]; gone: boolean }[] = []
  await host.openWindow((port) => {
    const opened = { port, heard: [] as Message[], gone: false }
    pages.push(opened)
    port.listen((message) => opened.heard.push(message))
    return () => (opened.gone = true)
  })
  const [window] = electron.windows
  if (window === undefined) throw new Error('no window')
  const send = (
    envelope: unknown,
    frame: FakeFrame | null = new FakeFrame(),
    sender: object = window.webContents,
  ) => electron.ipcMain.emit('sluice', { senderFrame: frame, sender }, envelope)
  const crash = (at: number) => {
    time = at
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
  }
  return { electron, host, window, left, pages, send, crash, logged }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))
const cancel = { kind: 'cancel', id: 1 }

describe('the window', () => {
  test('is sandboxed, isolated, and has nothing of Node', async () => {
    const { window } = await open()
    expect(window.options['webPreferences']).toEqual({
      preload: '/out/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: false,
    })
    expect(window.url).toBe('app://sluice/index.html')
  })

  test('has the developer’s tools only before it is packaged', async () => {
    const { window } = await open('linux', false)
    expect(window.options['webPreferences']).toMatchObject({ devTools: true })
  })

  test('is shown when there is something to show', async () => {
    const { window } = await open()
    expect(window.done).toEqual([])
    window.emit('ready-to-show')
    expect(window.done).toEqual(['show'])
  })

  test('comes forward when Sluice is started once more', async () => {
    const { electron, window } = await open()
    window.minimized = true
    electron.app.emit('second-instance', {}, [], '/', null)
    expect(window.done).toEqual(['restore', 'show', 'focus'])
  })
})

describe('the session', () => {
  test.each(['notifications', 'geolocation', 'clipboard-read', 'media', 'hid', 'openExternal'])(
    'gives no %s, asked for or looked up',
    async (permission) => {
      const { electron } = await open()
      const given: boolean[] = []
      electron.handler('permissionRequest')(
        null as never,
        permission as never,
        ((is: boolean) => given.push(is)) as never,
      )
      expect(given).toEqual([false])
      expect(electron.handler('permissionCheck')(null as never, permission as never)).toBe(false)
      expect(electron.handler('devicePermission')({} as never)).toBe(false)
    },
  )

  test('downloads nothing', async () => {
    const event = new FakeEvent()
    ;(await open()).electron.handler('will-download')(event as never)
    expect(event.prevented).toBe(true)
  })

  test.each([
    ['app://sluice/assets/x.js', false],
    ['data:image/png;base64,', false],
    ['https://example.com/', true],
    ['file:///etc/passwd', true],
    ['devtools://devtools/x.js', true],
  ])('cancelling %s is %s', async (url, cancelled) => {
    const { electron } = await open()
    const done = vi.fn()
    electron.handler('beforeRequest')({ url } as never, done as never)
    expect(done).toHaveBeenCalledWith({ cancel: cancelled })
  })

  test('serves the files of the page with the policy, and no others', async () => {
    const { electron } = await open()
    const ask = async (url: string) =>
      (await electron.handler('app:')({ url, method: 'GET' } as never)) as Response
    const found = await ask('app://sluice/')
    expect(await found.text()).toBe('<!doctype html>')
    expect(found.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect((await ask('app://sluice/../package.json')).status).toBe(404)
  })
})

describe('a message', () => {
  test('of our page comes through, and is answered to that page', async () => {
    const { pages, send, window } = await open()
    send({ page: 'a' })
    send({ page: 'a', message: cancel })
    expect(pages[0]?.heard).toEqual([cancel])
    pages[0]?.port.post({ kind: 'event', event: 'x', value: 1 })
    expect(window.webContents.sent).toEqual([
      ['sluice', { page: 'a', message: { kind: 'event', event: 'x', value: 1 } }],
    ])
  })

  test('counts only from the main frame of our window while it shows our page', async () => {
    const { pages, send } = await open()
    const frame = (changes: Partial<FakeFrame>) => Object.assign(new FakeFrame(), changes)
    send({ page: 'a' }, null)
    send({ page: 'a' }, frame({ detached: true }))
    send({ page: 'a' }, frame({ parent: new FakeFrame() }))
    send({ page: 'a' }, frame({ url: 'https://example.com/' }))
    send({ page: 'a' }, frame({ url: 'app://sluice.example/' }))
    send({ page: 'a' }, frame({}), {})
    expect(pages).toEqual([])
  })

  test.each([null, 'x', {}, { page: '' }, { page: 1 }, { page: 'a', more: 1 }])(
    'like %j is dropped',
    async (raw) => {
      const { pages, send } = await open()
      send(raw)
      expect(pages).toEqual([])
    },
  )

  test('to a window that is gone is dropped', async () => {
    const { pages, send, window, host } = await open()
    send({ page: 'a' })
    await host.close()
    expect(pages[0]?.gone).toBe(true)
    pages[0]?.port.post({ kind: 'event', event: 'x', value: 1 })
    expect(window.webContents.sent).toEqual([])
    send({ page: 'b' })
    expect(pages).toHaveLength(1)
  })
})

describe('leaving', () => {
  test('asks nothing where nothing runs', async () => {
    const { electron, window, left } = await open()
    expect(window.closeByHand()).toBe(true)
    await settled()
    expect(electron.asked).toEqual([])
    expect(left).toEqual(['finish'])
  })

  test.each([
    [0, []],
    [1, ['finish']],
    [2, ['stop']],
  ])('with a run asks, and button %i means %j', async (answer, how) => {
    const { electron, window, host, left } = await open()
    electron.answer = answer
    host.showActivity({ runs: 1, fraction: null })
    expect(window.closeByHand()).toBe(true)
    await settled()
    expect(electron.asked[0]?.buttons).toEqual([
      'Keep running',
      'Finish what is moving, then quit',
      'Stop now and quit',
    ])
    expect(left).toEqual(how)
  })

  test('asks again while what is moving is finished', async () => {
    const { electron, window, host, left } = await open()
    electron.answer = 1
    host.showActivity({ runs: 1, fraction: null })
    window.closeByHand()
    await settled()
    window.closeByHand()
    await settled()
    expect(electron.asked[1]?.buttons).toEqual(['Wait', 'Stop now and quit'])
    expect(left).toEqual(['finish', 'stop'])
  })

  test('asks one question at a time, also when the application is to quit', async () => {
    const { electron, window, host, left } = await open()
    electron.answer = null
    host.showActivity({ runs: 1, fraction: null })
    window.closeByHand()
    const event = new FakeEvent()
    electron.app.emit('before-quit', event)
    await settled()
    expect(event.prevented).toBe(true)
    expect(electron.asked).toHaveLength(1)
    electron.answer = 2
    await settled()
    await settled()
    expect(left).toEqual(['stop'])
  })

  test('on a Mac hides a window that is closed, and the dock brings it back', async () => {
    const { electron, window, left } = await open('darwin')
    window.fullScreen = true
    expect(window.closeByHand()).toBe(true)
    expect(window.fullScreen).toBe(false)
    electron.app.emit('activate')
    expect(window.done).toEqual(['hide', 'show', 'focus'])
    expect(left).toEqual([])
  })

  test('stops what is moving when Windows ends the session', async () => {
    const { window, left } = await open('win32')
    window.emit('session-end', {})
    expect(left).toEqual(['stop'])
  })

  test('closes for good: the machine may sleep, the window goes, the application quits', async () => {
    const { electron, host, window } = await open()
    host.showActivity({ runs: 1, fraction: 0.5 })
    await host.close()
    expect(electron.blockers.size).toBe(0)
    expect(window.destroyed).toBe(true)
    expect(electron.calls.at(-1)).toBe('quit')
    const event = new FakeEvent()
    electron.app.emit('before-quit', event)
    expect(event.prevented).toBe(false)
  })
})

describe('a page that crashes', () => {
  test('is loaded again twice a minute, and then a person is asked', async () => {
    const { electron, window, crash, logged } = await open()
    for (const at of [0, 1000, 2000]) crash(at)
    await settled()
    expect(window.webContents.reloads).toBe(3)
    expect(electron.asked.map(({ buttons }) => buttons)).toEqual([['Load it again', 'Quit']])
    expect(logged[0]).toContain('crashed')
  })

  test('is not loaded for ever by itself', async () => {
    const { electron, window, crash, left } = await open()
    electron.answer = 1
    for (const at of [0, 1, 2]) crash(at)
    await settled()
    await settled()
    expect(window.webContents.reloads).toBe(2)
    expect(left).toEqual(['finish'])
  })

  test('is gone for those who talk to it', async () => {
    const { pages, send, crash } = await open()
    send({ page: 'a' })
    crash(0)
    expect(pages[0]?.gone).toBe(true)
    send({ page: 'b' })
    expect(pages[1]?.gone).toBe(false)
  })
})

test('the dialog for folders begins where a pane is, or else where it was last', async () => {
  const { electron, host } = await open()
  expect(await host.chooseFolder('Open', null)).toBe('/chosen')
  expect(await host.chooseFolder('Open', '/pane')).toBe('/chosen')
  electron.chosen = []
  expect(await host.chooseFolder('Open', null)).toBeNull()
  expect(electron.folderDialogs).toMatchObject([
    { defaultPath: homedir(), properties: ['openDirectory', 'createDirectory'] },
    { defaultPath: '/pane' },
    { defaultPath: '/chosen' },
  ])
})

test('the theme that is chosen holds for frames and menus too, and the system’s is told', async () => {
  const { electron, host } = await open()
  const told: boolean[] = []
  host.onTheme((dark) => told.push(dark))
  host.settings.change({ theme: 'dark' })
  expect(electron.nativeTheme.themeSource).toBe('dark')
  electron.nativeTheme.shouldUseDarkColors = true
  electron.nativeTheme.emit('updated')
  expect(told).toEqual([true])
})

test('the engine is a process of its own, whose end is told with why', async () => {
  const { electron, host, logged } = await open()
  const asked = host.startEngine()
  asked.end()
  expect(await asked.ended).toBeNull()
  const dying = host.startEngine()
  const child = electron.children[1]
  const heard: Message[] = []
  dying.port.listen((message) => heard.push(message))
  child?.emit('message', cancel)
  expect(heard).toEqual([cancel])
  child?.stderr.emit('data', Buffer.from('out of memory'))
  child?.emit('exit', 9)
  expect(await dying.ended).toMatchObject({ message: 'its process ended with code 9' })
  expect(logged).toEqual(['out of memory'])
})
