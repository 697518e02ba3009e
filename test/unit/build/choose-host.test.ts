import { expect, test } from 'vitest'
import { chooseHost, type Machine } from '../../../build/choose-host.ts'
import type { ElectronStatus } from '../../../build/electron-status.ts'

const ready: ElectronStatus = { state: 'ready', version: '45', path: '/electron' }
const cached: ElectronStatus = { state: 'cached', version: '45' }
const away: ElectronStatus = { state: 'needs-download', version: '45', url: 'https://e' }
const none: ElectronStatus = { state: 'no-package' }

const machine = (electron: ElectronStatus, changes: Partial<Machine> = {}): Machine => ({
  electron,
  browser: 'Chrome',
  hasScreen: true,
  isRoot: false,
  ...changes,
})

test.each([
  [null, machine(ready), 'electron', 'Electron 45'],
  [null, machine(cached), 'electron', 'Electron 45'],
  [null, machine(ready, { browser: null }), 'electron', 'Electron 45'],
  [null, machine(away), 'chromium', 'install-electron'],
  [null, machine(none), 'chromium', 'Chrome, which is installed here'],
  [null, machine(ready, { isRoot: true }), 'chromium', 'does not run as root'],
  [null, machine(ready, { isRoot: true, browser: null }), 'terminal', 'does not run as root'],
  [null, machine(away, { browser: null }), 'terminal', 'no Chrome, Chromium or Edge'],
  [null, machine(ready, { hasScreen: false }), 'terminal', 'no display'],
  ['chromium', machine(ready), 'chromium', 'as asked for'],
  ['electron', machine(away, { hasScreen: false }), 'electron', 'as asked for'],
  ['terminal', machine(ready), 'terminal', 'as asked for'],
] as const)('asked for %s on %j: %s', (asked, on, host, why) => {
  const choice = chooseHost(asked, on)
  expect(choice.host).toBe(host)
  expect(choice.why).toContain(why)
  expect(choice.why).not.toContain('\n')
})
