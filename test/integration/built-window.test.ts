import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const project = path.resolve(import.meta.dirname, '../..')
const out = path.join(project, 'out')
const read = (file: string): string => readFileSync(path.join(out, file), 'utf8')

test('the preload script for Electron is one file that asks for nothing but Electron', () => {
  expect(readdirSync(path.join(out, 'preload')).toSorted()).toEqual([
    'chromium-page-script.js',
    'electron-preload.cjs',
  ])
  expect(read('preload/electron-preload.cjs').match(/require\([^)]*\)/g)).toEqual(['require("electron")'])
})

test('the script for the Chromium host leaves no name behind it', () => {
  expect(read('preload/chromium-page-script.js')).toMatch(/^(var \w+=)?\(?function/)
  expect(read('preload/chromium-page-script.js')).not.toMatch(/^var /m)
})

test('the page has nothing inline, which its policy would refuse', () => {
  const page = read('renderer/index.html')
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:/)
})

test('package.json names the entry that was built', () => {
  const { main } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8')) as { main: string }
  expect(existsSync(path.join(project, main))).toBe(true)
})

test('the entry for Electron boots in order, and loads the page', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-boot-'))
  try {
    const fake = pathToFileURL(path.join(project, 'test/fakes/electron-module.ts')).href
    const hook = path.join(folder, 'hook.mjs')
    writeFileSync(
      hook,
      `import { registerHooks } from 'node:module'
       registerHooks({ resolve: (name, context, next) =>
         name === 'electron' ? { url: ${JSON.stringify(fake)}, shortCircuit: true } : next(name, context) })`,
    )
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', hook, path.join(out, 'electron/start-electron.js')],
      { env: { PATH: process.env['PATH'], HOME: folder } },
    )
    expect(JSON.parse(stdout)).toEqual([
      'enableSandbox',
      'registerSchemesAsPrivileged',
      'requestSingleInstanceLock',
      'ready',
      'load app://sluice/index.html',
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
