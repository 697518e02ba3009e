import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { electronStatus, type StatusWorld } from '../../../build/electron-status.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sluice-electron-'))
  put('package/package.json', '{"version":"45.4.1"}')
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const at = (file: string): string => path.join(folder, file)
function put(file: string, content: string): void {
  mkdirSync(path.dirname(at(file)), { recursive: true })
  writeFileSync(at(file), content)
}

const status = (changes: Partial<StatusWorld> = {}) =>
  electronStatus({
    env: {},
    platform: 'linux',
    arch: 'x64',
    home: at('home'),
    packageFolder: at('package'),
    ...changes,
  })

function unpack(version = '45.4.1', name = 'electron'): void {
  put('package/dist/electron', '')
  put('package/dist/version', version)
  put('package/path.txt', name)
}

test('a whole one is ready', () => {
  unpack()
  expect(status()).toEqual({ state: 'ready', version: '45.4.1', path: at('package/dist/electron') })
})

test.each([
  ['of another version', '44.0.0', 'electron'],
  ['of another platform', '45.4.1', 'electron.exe'],
])('one %s is not', (_name, version, name) => {
  unpack(version, name)
  expect(status()).toMatchObject({ state: 'needs-download' })
})

test('one that was only begun to be unpacked is not', () => {
  put('package/dist/electron', '')
  expect(status()).toMatchObject({ state: 'needs-download' })
})

test('one that stands elsewhere is ready where it is', () => {
  put('elsewhere/electron', '')
  expect(status({ env: { ELECTRON_OVERRIDE_DIST_PATH: at('elsewhere') } })).toMatchObject({
    state: 'ready',
    path: at('elsewhere/electron'),
  })
})

// The name of the cache's folder as Electron's downloader makes it for its own releases of this version.
const ofRelease = '63946acb59adc73ff164033f7dbb473beec0a930781be3b30181d4eb34ef3c3c'

test.each([
  ['linux', {}, 'home/.cache/electron'],
  ['linux', { XDG_CACHE_HOME: 'X' }, 'X/electron'],
  ['linux', { electron_config_cache: 'X' }, 'X'],
  ['darwin', {}, 'home/Library/Caches/electron'],
  ['win32', { LOCALAPPDATA: 'X' }, 'X/electron/Cache'],
] as const)('an archive in the cache of %s with %j is found', (platform, env, cache) => {
  put(path.join(cache, ofRelease, `electron-v45.4.1-${platform}-x64.zip`), '')
  const absolute = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, at(value)]))
  expect(status({ platform, env: absolute })).toEqual({ state: 'cached', version: '45.4.1' })
  expect(status({ platform, env: { ...absolute, ELECTRON_MIRROR: 'https://mirror/' } })).toEqual({
    state: 'needs-download',
    version: '45.4.1',
    url: 'https://mirror/v45.4.1',
  })
})

test('without the npm package there is none', () => {
  expect(status({ packageFolder: null })).toEqual({ state: 'no-package' })
})
