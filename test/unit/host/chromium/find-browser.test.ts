import { describe, expect, test } from 'vitest'
import { browserPaths, findBrowser } from '../../../../main/host/chromium/find-browser.ts'

describe('browsers are looked for where their platform has them', () => {
  test.each([
    ['linux', { PATH: '/usr/bin' }, '/usr/bin/google-chrome-stable', 'Chrome'],
    ['linux', { PATH: '/usr/bin' }, '/usr/bin/chromium', 'Chromium'],
    ['linux', { PATH: 'here::/a:/b' }, '/b/microsoft-edge', 'Edge'],
    ['darwin', {}, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', 'Chrome'],
    ['darwin', {}, '/home/ada/Applications/Chromium.app/Contents/MacOS/Chromium', 'Chromium'],
    ['win32', { ProgramFiles: 'C:\\P' }, 'C:\\P\\Google\\Chrome\\Application\\chrome.exe', 'Chrome'],
    [
      'win32',
      { 'ProgramFiles(x86)': 'C:\\P86' },
      'C:\\P86\\Microsoft\\Edge\\Application\\msedge.exe',
      'Edge',
    ],
    [
      'linux',
      { SLUICE_BROWSER: '/opt/chromium/chrome', PATH: '/usr/bin' },
      '/opt/chromium/chrome',
      'Chromium',
    ],
  ] as const)('%s with %j: %s', (platform, env, path, name) => {
    expect(browserPaths(platform, env, '/home/ada')).toContainEqual({ name, path })
  })
})

test('the first that can be run is taken, and Snap’s last', () => {
  const found = (...there: string[]) =>
    findBrowser('linux', { PATH: '/snap/bin:/usr/bin' }, '/home/ada', (path) => there.includes(path))?.path
  expect(found('/snap/bin/chromium', '/usr/bin/chromium', '/usr/bin/microsoft-edge')).toBe(
    '/usr/bin/chromium',
  )
  expect(found('/snap/bin/chromium')).toBe('/snap/bin/chromium')
  expect(found()).toBeUndefined()
})

test('where one is named, no other is looked for', () => {
  expect(browserPaths('win32', { SLUICE_BROWSER: 'D:\\edge.exe', ProgramFiles: 'C:\\P' }, 'C:\\ada')).toEqual(
    [{ name: 'Edge', path: 'D:\\edge.exe' }],
  )
})

test('a folder of PATH that is not absolute is passed over', () => {
  expect(browserPaths('linux', { PATH: '.:bin:' }, '/home/ada')).toEqual([])
})
