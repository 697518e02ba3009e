import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'

/* What `npm run package` goes by. Packing itself needs Electron's archives; here its own reader and schema look at it. */

const project = path.resolve(import.meta.dirname, '../..')
const configPath = 'build/electron-builder.yml'

interface Config {
  readonly appId: string
  readonly files: readonly { readonly filter: readonly string[] }[]
  readonly electronFuses: Readonly<Record<string, boolean>>
  readonly linux: {
    readonly syncDesktopName: boolean
    readonly icon: string
    readonly target: readonly string[]
  }
  readonly mac: { readonly icon: string; readonly entitlements: string; readonly entitlementsInherit: string }
  readonly win: { readonly icon: string }
  readonly publish: null
}

/** The part of the packer that reads a configuration: not its public door, but the one it goes through itself. */
interface Reader {
  getConfig(project: string, file: string, options: object | null): Promise<Config>
  validateConfiguration(config: unknown, log: object): Promise<void>
}

const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'))
const packing = builder('app-builder-lib/out/fileMatcher') as {
  FileMatcher: new (
    from: string,
    to: string,
    expand: (text: string) => string,
    patterns: readonly string[],
  ) => { createFilter(): (file: string, stat: { isDirectory(): boolean }) => boolean }
}
const aFile = { isDirectory: () => false }
const reader = builder('app-builder-lib/out/util/config/config') as Reader
const check = (config: unknown) => reader.validateConfiguration(config, { isEnabled: false })

const manifest = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8')) as Record<
  string,
  unknown
>
let config: Config

beforeAll(async () => {
  config = await reader.getConfig(project, configPath, null)
})

test('the packer accepts its configuration, and would say where it did not', async () => {
  await check(config)
  await expect(check({ ...config, asarr: true })).rejects.toThrow('asarr')
  const electronFuses = { ...config.electronFuses, runAsNod: false }
  await expect(check({ ...config, electronFuses })).rejects.toThrow('configuration.electronFuses')
})

test('every file that it names is there', () => {
  const { linux, mac, win } = config
  const named = [linux.icon, mac.icon, mac.entitlements, mac.entitlementsInherit, win.icon]
  expect(named.filter((file) => !existsSync(path.join(project, file)))).toEqual([])
})

describe('the icons', () => {
  test.each([16, 32, 48, 64, 128, 256, 512, 1024])('for Linux have one of %i pixels', (size) => {
    const png = readFileSync(path.join(project, config.linux.icon, `${size}x${size}.png`))
    expect(png.toString('latin1', 1, 4)).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size])
  })

  test('for macOS and Windows are what their names say', () => {
    expect(readFileSync(path.join(project, config.mac.icon)).toString('latin1', 0, 4)).toBe('icns')
    expect(readFileSync(path.join(project, config.win.icon)).readUInt32BE(0)).toBe(0x0000_0100)
  })
})

test('the fuses leave nothing that runs other code', () => {
  expect(config.electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
    loadBrowserProcessSpecificV8Snapshot: false,
  })
})

test('what goes along is what was built, without maps, tests and packages but the keyring', () => {
  const patterns = config.files.flatMap(({ filter }) => filter)
  expect(patterns).toContain('!**/*.map')
  expect(patterns).toContain('!node_modules/**')
  const filter = new packing.FileMatcher(project, '/to', (text) => text, ['**/*', ...patterns]).createFilter()
  const goes = (file: string): boolean => filter(path.join(project, file), aFile)
  expect(goes('node_modules/@napi-rs/keyring/index.js')).toBe(true)
  expect(goes('node_modules/zod/index.js')).toBe(false)
  expect(patterns.filter((pattern) => /^(test|main|renderer|preload|shared)\//.test(pattern))).toEqual([])
})

test('a deb finds who makes it, and where, in package.json', () => {
  expect(manifest).toMatchObject({
    description: expect.stringMatching(/./) as string,
    author: expect.stringMatching(/^[^<]+ <[^@\s]+@[^@\s]+>$/) as string,
    homepage: expect.stringMatching(/^https:/) as string,
  })
})

test('the desktop knows the window by one name', () => {
  expect(config.linux.syncDesktopName).toBe(true)
  expect(manifest['desktopName']).toBe(config.appId)
})

test('nothing updates itself, for nothing is signed', () => {
  expect(config.publish).toBeNull()
  expect(Object.keys(manifest['dependencies'] as object)).not.toContain('electron-updater')
})
