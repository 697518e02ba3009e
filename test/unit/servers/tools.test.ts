import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findCommand, findCommands } from '../../servers/tools.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sluice-tools-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

async function program(name: string, mode: number): Promise<string> {
  const file = path.join(folder, name)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, '')
  await chmod(file, mode)
  return file
}

test('the first folder that has the command wins', async () => {
  const first = await program('one/tool', 0o755)
  await program('two/tool', 0o755)
  expect(findCommand('tool', [`${folder}/none`, `${folder}/one`, `${folder}/two`].join(':'))).toBe(first)
})

test('a command that is in several folders is found in each', async () => {
  const both = [await program('one/tool', 0o755), await program('two/tool', 0o755)]
  expect(findCommands('tool', `${folder}/one:${folder}/two`)).toEqual(both)
})

test('the command of the system goes before one that hides it', async () => {
  await program('shims/env', 0o755)
  expect(findCommand('env', `${folder}/shims:/usr/bin`)).toBe('/usr/bin/env')
})

test('a command of the system counts only where PATH has its folder', async () => {
  expect(findCommand('env', folder)).toBeNull()
})

test('a file that may not be run is no command', async () => {
  await program('tool', 0o644)
  expect(findCommand('tool', folder)).toBeNull()
})
