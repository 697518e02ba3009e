import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)
const project = join(import.meta.dirname, '..', '..', '..')
const entry = join(project, 'main/cli/sluice.ts')

/** Says on stderr what a process imports. */
const sayImports =
  'data:text/javascript,import{registerHooks}from"node:module";' +
  'registerHooks({resolve(name,context,next){process.stderr.write(name+"\\n");return next(name,context)}})'

interface Ended {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}

async function sluice(args: readonly string[], nodeArgs: readonly string[] = []): Promise<Ended> {
  try {
    return { ...(await run(process.execPath, [...nodeArgs, entry, ...args])), code: 0 }
  } catch (error) {
    const { stdout, stderr, code } = error as Ended
    return { stdout, stderr, code }
  }
}

describe('the sluice program', () => {
  it('--version is that of package.json, and loads nothing but what stands in the entry', async () => {
    const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { version: string }
    const { stdout, stderr } = await sluice(['--version'], ['--import', sayImports])
    expect(stdout).toBe(`${version}\n`)
    const imported = stderr
      .split('\n')
      .filter((name) => name !== '' && !name.startsWith('node:') && !name.includes('sluice.ts'))
    expect(imported).toEqual([])
  })

  it('--help does not wait for the SDK', async () => {
    const { stdout, stderr, code } = await sluice(['--help'], ['--import', sayImports])
    expect(code).toBe(0)
    expect(stdout).toContain('Usage: sluice COMMAND')
    expect(stderr).toContain('commander')
    expect(stderr).not.toMatch(/aws-sdk|smithy|engine\/index/)
  })

  it('ends with the exit code of what it did, its output complete', async () => {
    const { stdout, stderr, code } = await sluice(['sync', 'a', 'b', '--json'])
    expect(code).toBe(252)
    expect(JSON.parse(stdout)).toMatchObject({ type: 'report', exit: 252 })
    expect(stderr).toContain('Both sides are on this machine')
  })
})
