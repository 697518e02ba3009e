import type { MenuItemConstructorOptions } from 'electron'
import { homedir } from 'node:os'
import { describe, expect, test, vi } from 'vitest'
import type { Message } from '../../../../shared/bridge/messages.ts'
import { FakeEvent, FakeFrame } from '../../../fakes/electron.ts'
import { openOnFake as open } from './open-on-fake.ts'

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

  test('says in the log when its preload script has failed', async () => {
    const { window, logged } = await open()
    window.webContents.emit('preload-error', {}, '/out/preload.cjs', new Error('broken'))
    expect(logged).toEqual(['preload /out/preload.cjs: broken'])
  })

  test('comes forward when Sluice is started once more', async () => {
    const { electron, window } = await open()
    window.minimized = true
    electron.app.emit('second-instance', {}, [], '/', null)
    expect(window.done).toEqual(['restore', 'show', 'focus'])
  })
})

test('a page to log in on is opened in the browser of the system', async () => {
  const { electron, host } = await open()
  expect(await host.openPage('https://company.awsapps.com/start')).toBe(true)
  expect(electron.pages).toEqual(['https://company.awsapps.com/start'])
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

test.each(['Open folder…', 'Refresh'])(
  'the menu’s %s acts in a window one can see, also where a Mac had hidden it',
  async (label) => {
    const { electron, window } = await open('darwin')
    window.closeByHand()
    const menus = electron.menu as MenuItemConstructorOptions[]
    const items = menus.flatMap(({ submenu }) => (submenu as MenuItemConstructorOptions[] | undefined) ?? [])
    items.find((item) => item.label === label)?.click?.({} as never, undefined, {})
    expect(window.done).toEqual(['hide', 'show', 'focus'])
  },
)

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
