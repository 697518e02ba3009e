import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { openPage } from '../../../../main/host/chromium/open-page.ts'

const url = 'https://company.awsapps.com/start/#/device?user_code=A B&$(id)'

/** Starts something else instead, and keeps what was asked for. */
function standIn(program: string, code: string) {
  const asked: unknown[] = []
  const start = ((name: string, args: string[], options: object) => {
    asked.push([name, ...args])
    return spawn(program, ['-e', code], options)
  }) as unknown as typeof spawn
  return { start, asked }
}

test.each([
  ['linux', ['xdg-open', url]],
  ['darwin', ['open', url]],
  ['win32', ['rundll32', 'url.dll,FileProtocolHandler', url]],
] as const)('on %s the system’s own opener gets the address as one word', async (platform, words) => {
  const { start, asked } = standIn(process.execPath, '')
  expect(await openPage(url, platform, start)).toBe(true)
  expect(asked).toEqual([words])
})

test('an opener that stays with its browser has opened it', async () => {
  const { start } = standIn(process.execPath, 'setTimeout(() => process.exit(3), 4000)')
  expect(await openPage(url, 'linux', start)).toBe(true)
})

test('an opener that fails, or is not there, has opened nothing', async () => {
  expect(await openPage(url, 'linux', standIn(process.execPath, 'process.exit(3)').start)).toBe(false)
  expect(await openPage(url, 'linux', standIn('/no/such/program', '').start)).toBe(false)
})
