import { ESLint } from 'eslint'
import path from 'node:path'
import ts from 'typescript-eslint'
import { describe, expect, test } from 'vitest'

/*
 * What a library must not reach for by itself is broken once each, and lint must say so. The planted files exist
 * nowhere, so the rules that want types are left out.
 */

const eslint = new ESLint({
  cwd: path.resolve(import.meta.dirname, '../..'),
  overrideConfig: { files: ['**/*.ts', '**/*.svelte'], ...ts.configs.disableTypeChecked },
})

async function findings(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: file })
  return (result?.messages ?? []).map(({ ruleId, message }) => `${ruleId ?? 'syntax'}: ${message}`)
}

const reaching = [
  ["process.env['HOME']", 'no-restricted-properties'],
  ['process.argv', 'no-restricted-properties'],
  ['process.cwd()', 'no-restricted-properties'],
  ['process.exit(1)', 'no-restricted-properties'],
  ["process.stdout.write('')", 'no-restricted-properties'],
  ["process.on('SIGINT', () => undefined)", 'no-restricted-properties'],
  ["console.log('')", 'no-restricted-globals'],
  ["globalThis.console.log('')", 'no-restricted-globals'],
  ['Date.now()', 'no-restricted-properties'],
  ['const now = Date.now', 'no-restricted-properties'],
  ['new Date()', 'no-restricted-syntax'],
  ['Date()', 'no-restricted-syntax'],
  ['performance.now()', 'no-restricted-globals'],
  ['process.hrtime()', 'no-restricted-properties'],
  ['setTimeout(() => undefined, 1)', 'no-restricted-globals'],
  ['setInterval(() => undefined, 1)', 'no-restricted-globals'],
  ['setImmediate(() => undefined)', 'no-restricted-globals'],
  ['AbortSignal.timeout(1)', 'no-restricted-properties'],
  ['Math.random()', 'no-restricted-properties'],
  ["fetch('http://127.0.0.1')", 'no-restricted-globals'],
  ["import { env } from 'node:process'", 'no-restricted-imports'],
  ["import { setTimeout } from 'node:timers/promises'", 'no-restricted-imports'],
  ["import { performance } from 'node:perf_hooks'", 'no-restricted-imports'],
  ["'a'.localeCompare('b')", 'no-restricted-syntax'],
  ['new Intl.Collator()', 'no-restricted-syntax'],
] as const

describe.each(['main/engine', 'main/practice', 'shared'])('in %s', (layer) => {
  test.each(reaching)('%s is refused', async (code, rule) => {
    const found = await findings(`${layer}/planted.ts`, `${code}\n`)
    expect(found.map((line) => line.split(':')[0])).toContain(rule)
  })

  test('a time that is given, and a platform that is asked, are not', async () => {
    expect(
      await findings(`${layer}/planted.ts`, "export const a = [new Date(0), process.platform === 'win32']\n"),
    ).toEqual([])
  })
})

test('the command line may read its environment and print', async () => {
  expect(await findings('main/cli/planted.ts', "console.log(process.env['HOME'], Date.now())\n")).toEqual([])
})

describe('a test that leaves itself out', () => {
  test.each(['describe.skip', 'test.only', 'it.skipIf(true)', 'test.todo'])(
    'as %s is refused',
    async (call) => {
      const found = await findings('test/unit/planted.test.ts', `${call}('name', () => undefined)\n`)
      expect(found.map((line) => line.split(':')[0])).toContain('no-restricted-syntax')
    },
  )
})

test('a file of more than 350 lines is refused', async () => {
  const found = await findings('main/engine/planted.ts', 'export {}\n'.repeat(351))
  expect(found.map((line) => line.split(':')[0])).toContain('max-lines')
})

test('a page that imports from the main process is refused, even a type', async () => {
  const code =
    '<script lang="ts">\n  import type { World } from \'../main/engine/index.ts\'\n  const a: World | null = null\n</script>\n{a}\n'
  const found = await findings('renderer/Planted.svelte', code)
  expect(found.map((line) => line.split(':')[0])).toContain('no-restricted-imports')
})
