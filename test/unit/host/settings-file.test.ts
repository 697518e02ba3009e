import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Conf from 'conf'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSettings } from '../../../main/host/settings-file.ts'
import { defaultSettings, type Settings } from '../../../shared/settings.ts'

let folder: string
const file = () => path.join(folder, 'settings.json')
const open = () => openSettings(folder, (options) => new Conf<Partial<Settings>>(options))

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sluice-settings-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

test('what is changed is there at the next start, in a file of this user alone', () => {
  expect(open().read()).toEqual(defaultSettings)
  const left = { connectionId: 'local', text: '/home/a.b/site' }
  expect(open().change({ left })).toEqual({ ...defaultSettings, left })
  expect(open().change({ theme: 'dark' })).toEqual({ ...defaultSettings, left, theme: 'dark' })
  expect(open().read()).toEqual({ ...defaultSettings, left, theme: 'dark' })
  expect(statSync(file()).mode & 0o777).toBe(0o600)
})

test('what an older file lacks is as by default', () => {
  writeFileSync(file(), JSON.stringify({ theme: 'light' }))
  expect(open().read()).toEqual({ ...defaultSettings, theme: 'light' })
  expect(readdirSync(folder)).toEqual(['settings.json'])
})

describe('a damaged file falls back to the defaults and is kept aside', () => {
  test.each(['', '{"theme":', 'null', '[]', '{"theme":"pink"}', '{"unknown":1}'])('%j', (text) => {
    writeFileSync(file(), text)
    expect(open().read()).toEqual(defaultSettings)
    expect(readFileSync(path.join(folder, 'settings.damaged.json'), 'utf8')).toBe(text)
    expect(open().change({ theme: 'dark' }).theme).toBe('dark')
    expect(open().read().theme).toBe('dark')
  })
})

test('a folder that cannot be used is said with its path', () => {
  writeFileSync(file(), '')
  expect(() =>
    openSettings(path.join(file(), 'below'), (options) => new Conf<Partial<Settings>>(options)),
  ).toThrow(
    expect.objectContaining({ code: 'disk-failed', subject: path.join(file(), 'below', 'settings.json') }),
  )
})
