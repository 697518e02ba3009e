import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCommandLine } from '../../../../main/cli/command-line.ts'
import { parts } from '../../../../main/cli/wiring.ts'
import { FakeHost } from '../fake-host.ts'

/** A host with folders of its own on the real disk. */
class HostInFolder extends FakeHost {
  constructor(folder: string) {
    super()
    this.scratch = folder
    this.cwd = folder
    this.folders = { ...this.folders, state: join(folder, 'state') }
  }

  override now(): number {
    return Date.now()
  }
}

let folder = ''
let host = new FakeHost()
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-practice-test-'))
  host = new HostInFolder(folder)
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** Runs the practice server until `use` is done with what it printed, then presses Ctrl-C. */
async function whileRunning(
  args: readonly string[],
  use: (printed: string) => Promise<void>,
): Promise<number> {
  const running = runCommandLine(['practice', ...args], host, parts)
  while (!host.stdout.text.includes('Ctrl-C ends it') && host.stderr.text === '')
    await new Promise(setImmediate)
  await use(host.stdout.text)
  host.signal('SIGINT')
  return running
}

describe('sluice practice', () => {
  it('runs until Ctrl-C, prints what to paste, and that works', async () => {
    const exit = await whileRunning([], async (printed) => {
      const env: Record<string, string> = {}
      for (const [, name = '', value = ''] of printed.matchAll(/export (\w+)='(.*)'/g)) env[name] = value
      expect(Object.keys(env)).toEqual([
        'AWS_ACCESS_KEY_ID',
        'AWS_SECRET_ACCESS_KEY',
        'AWS_REGION',
        'AWS_ENDPOINT_URL',
      ])
      const other = new HostInFolder(folder)
      other.env = env
      expect(await runCommandLine(['ls'], other, parts)).toBe(0)
      expect(other.stdout.text).toContain('practice')
    })
    expect(exit).toBe(0)
    expect(host.listeners).toBe(0)
    expect(existsSync(join(folder, 'state/practice'))).toBe(true)
  })

  it('says when its folder is in use, and when its port is', async () => {
    await whileRunning(['--directory', 'd'], async (printed) => {
      const port = /127\.0\.0\.1:(\d+)/.exec(printed)?.[1] ?? ''
      const second = new HostInFolder(folder)
      expect(await runCommandLine(['practice', '--directory', 'd'], second, parts)).toBe(7)
      expect(second.stderr.text).toContain('--directory')
      expect(await runCommandLine(['practice', '--directory', 'e', '--port', port], second, parts)).toBe(5)
      expect(second.stderr.text).toContain('--port')
    })
  })

  it('prints variables for the shell of the platform', async () => {
    host.platform = 'win32'
    host.cwd = folder
    await whileRunning([], (printed) => {
      expect(printed).toMatch(/\$env:AWS_REGION='us-east-1'/)
      return Promise.resolve()
    })
  })
})

describe('sluice practice --tour', () => {
  it('plans, applies, changes, plans with reasons, deletes, and ends with both sides the same', async () => {
    expect(await runCommandLine(['practice', '--tour'], host, parts)).toBe(0)
    const text = host.stdout.text
    const files = /\((\d+) files, /.exec(text)?.[1]
    expect(text).toContain(`${files} to upload`)
    expect(text).toContain(`Verified: ${files} by a hash over every byte, 0 by size only, 0 not at all.`)
    expect(text).toContain('why: the destination does not have it [MRG-1]')
    expect(text).toContain('why: same size, but the source is newer [CMP-2]')
    expect(text).toMatch(/why: size differs: .* \[CMP-1\]/)
    expect(text).toMatch(/- images\/banner-winter\.png .*\n +why: the source does not have it \[DEL-1\]/)
    expect(text).toContain('    upload: site/css/site.css to s3://tour/css/site.css\n')
    expect(text).toContain('    delete: s3://tour/images/banner-winter.png\n')
    expect(text).toMatch(/Once more: nothing to do, \d+ files the same on both sides\./)
    expect(host.stderr.text).toBe('')
    for (const line of host.stdout.lines)
      if (!line.includes(folder)) expect(line.length, line).toBeLessThanOrEqual(80)
    const home = /practice --directory (.*)$/m.exec(text)?.[1] ?? ''
    expect(existsSync(home)).toBe(true)
    expect(host.listeners).toBe(0)
  })
})
