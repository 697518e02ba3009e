import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { bootElectron } from '../../../../main/host/electron/boot.ts'
import { FakeContents, FakeElectron, FakeEvent } from '../../../fakes/electron.ts'

const here = { argv: [], cwd: '/home/ada' }

function boot(start: { argv: string[]; cwd: string } = here, devOrigin: string | null = null) {
  const electron = new FakeElectron()
  const booted = bootElectron(electron.parts, start, devOrigin)
  if (booted === null) throw new Error('it is the only one')
  const opened: string[] = []
  return { electron, booted, opened }
}

test('what must be done before Electron is ready is done at once, in this order', () => {
  const { electron } = boot()
  expect(electron.calls).toEqual([
    'enableSandbox',
    'registerSchemesAsPrivileged',
    'requestSingleInstanceLock',
  ])
  expect(electron.schemes).toEqual([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
})

test('the entry waits for nothing at its top level, which would keep Electron from being ready', () => {
  const entry = readFileSync(path.resolve(import.meta.dirname, '../../../../main/start-electron.ts'), 'utf8')
  expect(entry.split('\n').filter((line) => /^await |^(const|let) .*= await /.test(line))).toEqual([])
})

describe('paths from outside', () => {
  test('that come before the window is there wait for it', () => {
    const { electron, booted, opened } = boot({ argv: ['site'], cwd: '/home/ada' })
    const event = new FakeEvent()
    electron.app.emit('open-file', event, '/dropped')
    expect(event.prevented).toBe(true)
    booted.onOpenPath((opening) => opened.push(opening))
    expect(opened).toEqual(['/home/ada/site', '/dropped'])
    electron.app.emit('open-file', new FakeEvent(), '/later')
    expect(opened.at(-1)).toBe('/later')
  })

  test('of a second start are found from its own folder, and the window is shown', () => {
    const { electron, booted, opened } = boot()
    let shown = 0
    booted.onShow(() => shown++)
    booted.onOpenPath((opening) => opened.push(opening))
    electron.app.emit('second-instance', {}, ['--padded'], '/wrong', { argv: ['x', '--y'], cwd: '/right' })
    expect(opened).toEqual(['/right/x'])
    expect(shown).toBe(1)
  })

  test.each([null, undefined, 'x', {}, { argv: [1], cwd: '/' }, { argv: ['x'] }])(
    'of a second start that sends %j are not taken',
    (sent) => {
      const { electron, booted, opened } = boot()
      booted.onOpenPath((opening) => opened.push(opening))
      electron.app.emit('second-instance', {}, [], '/', sent)
      expect(opened).toEqual([])
    },
  )
})

test('a second process goes no further', () => {
  const electron = new FakeElectron()
  electron.isOnly = false
  expect(bootElectron(electron.parts, here, null)).toBeNull()
})

describe('a page', () => {
  const outside = [
    'https://example.com/',
    'file:///etc/passwd',
    'app://other/',
    'data:text/html,x',
    'javascript:1',
  ]
  function contents(devOrigin: string | null = null) {
    const { electron } = boot(here, devOrigin)
    const page = new FakeContents()
    electron.app.emit('web-contents-created', {}, page)
    return (name: string, fields: Readonly<Record<string, unknown>>) => {
      const event = new FakeEvent(fields)
      page.emit(name, event)
      return { prevented: event.prevented, page }
    }
  }

  test.each(outside)('does not leave for %s', (url) => {
    const emit = contents()
    expect(emit('will-navigate', { url }).prevented).toBe(true)
    expect(emit('will-frame-navigate', { url, isMainFrame: true }).prevented).toBe(true)
    expect(emit('will-redirect', { url }).prevented).toBe(true)
  })

  test('may be loaded again', () => {
    const emit = contents()
    expect(emit('will-frame-navigate', { url: 'app://sluice/index.html', isMainFrame: true }).prevented).toBe(
      false,
    )
  })

  test('may come from the developer’s server only while there is one', () => {
    const url = 'http://localhost:5173/index.html'
    expect(contents()('will-navigate', { url }).prevented).toBe(true)
    expect(contents('http://localhost:5173')('will-navigate', { url }).prevented).toBe(false)
  })

  test('has no frames, no webview and no second window', () => {
    const emit = contents()
    expect(emit('will-frame-navigate', { url: 'app://sluice/', isMainFrame: false }).prevented).toBe(true)
    const { prevented, page } = emit('will-attach-webview', {})
    expect(prevented).toBe(true)
    expect(page.openHandler({ url: 'https://example.com' })).toEqual({ action: 'deny' })
  })
})
