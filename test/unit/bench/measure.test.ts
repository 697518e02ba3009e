import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { measure } from '../../bench/measure.ts'
import { findCommand } from '../../servers/tools.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-measure-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

const run = (line: readonly string[], signal = new AbortController().signal) =>
  measure({ line, env: { PATH: process.env['PATH'] ?? '', WORD: 'said' }, cwd: folder }, folder, signal)

test('what a command took is told with its exit code and all that it printed', async ({ skip }) => {
  skip(findCommand('python3') === null, 'python3 reads what a process took')
  const { exit, output, ...use } = await run(['sh', '-c', 'echo $WORD; echo more >&2; exit 3'])
  expect({ exit, output }).toEqual({ exit: 3, output: 'said\nmore\n' })
  expect(Object.values(use).every((figure) => figure > 0)).toBe(true)
  expect(await readdir(folder)).toEqual([])
})

test('a child of a command is part of it', async ({ skip }) => {
  skip(findCommand('python3') === null, 'python3 reads what a process took')
  const filled = `Buffer.alloc(${300 * 2 ** 20}, 1)`
  const { peak } = await run(['sh', '-c', `"${process.execPath}" -e "${filled}"; true`])
  expect(peak).toBeGreaterThan(300 * 2 ** 20)
})

test('a command that is called off ends', async ({ skip }) => {
  skip(findCommand('python3') === null, 'python3 reads what a process took')
  const abort = new AbortController()
  const running = run(['sleep', '1000'], abort.signal)
  abort.abort(new Error('called off'))
  await expect(running).rejects.toThrow('called off')
})
