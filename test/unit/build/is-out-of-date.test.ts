import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isOutOfDate } from '../../../build/is-out-of-date.ts'

const built = [
  'out/cli/sluice.js',
  'out/main/start-chromium.js',
  'out/main/start-engine.js',
  'out/main/sender-thread.js',
  'out/electron/start-electron.js',
  'out/preload/electron-preload.cjs',
  'out/preload/chromium-page-script.js',
  'out/renderer/index.html',
]
const sources = [
  'main/host/host.ts',
  'shared/errors.ts',
  'preload/a.ts',
  'renderer/App.svelte',
  'package-lock.json',
]

let project: string

beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), 'sluice-build-'))
  for (const file of sources) put(file, 1)
  for (const file of built) put(file, 2)
})
afterEach(() => {
  rmSync(project, { recursive: true })
})

/** Writes a file whose time, and that of the folders above it, is `seconds`. */
function put(file: string, seconds: number): void {
  const at = path.join(project, file)
  mkdirSync(path.dirname(at), { recursive: true })
  writeFileSync(at, '')
  for (let touched = at; touched !== project; touched = path.dirname(touched)) {
    utimesSync(touched, seconds, seconds)
  }
}

test('what is newer than its sources is not', async () => {
  expect(await isOutOfDate(project)).toBe(false)
})

test.each(sources)('%s being newer makes it so', async (file) => {
  put(file, 3)
  expect(await isOutOfDate(project)).toBe(true)
})

test.each(built)('%s being older, or not there, makes it so', async (file) => {
  put(file, 0.5)
  expect(await isOutOfDate(project)).toBe(true)
  rmSync(path.join(project, file))
  expect(await isOutOfDate(project)).toBe(true)
})

test('a source that was removed makes it so, by the folder it was in', async () => {
  utimesSync(path.join(project, 'main/host'), 3, 3)
  expect(await isOutOfDate(project)).toBe(true)
})
