import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listLocal } from '../../../../main/engine/listing/local-walk.ts'
import { createNodeFs } from '../../../../main/engine/local/node-fs.ts'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-walk-'))
  const names = [
    'a',
    'a-b',
    'a.txt',
    'a0',
    'A',
    'é',
    'e\u0301',
    '～',
    '😀',
    '\ufffd',
    '\n',
    ' ',
    '%2B',
    '+',
    '\\',
    '!',
  ]
  for (const outer of names) {
    mkdirSync(join(folder, `${outer}+`))
    mkdirSync(join(folder, outer))
    for (const inner of names) {
      writeFileSync(join(folder, outer, inner), outer)
      writeFileSync(join(folder, `${outer}${inner}x`), inner)
    }
  }
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

it('lists a real disk in the order of `LC_ALL=C sort`', async (context) => {
  if (process.platform !== 'linux') context.skip('needs the find and sort of GNU')
  const problems: unknown[] = []
  const keys: string[] = []
  const listing = {
    fs: createNodeFs(() => performance.now()),
    root: folder,
    followLinks: true,
    asDestination: false,
    mayBeMissing: false,
    onProblem: (problem: unknown) => problems.push(problem),
    onUnknown: (key: string) => problems.push(key),
  }
  for await (const page of listLocal(listing, new AbortController().signal))
    keys.push(...page.map(({ key }) => key))
  const sorted = execFileSync('sh', ['-c', 'find . -type f -printf "%P\\0" | LC_ALL=C sort -z'], {
    cwd: folder,
  })
  expect(keys).toEqual(sorted.toString().split('\0').slice(0, -1))
  expect(keys.length).toBeGreaterThan(400)
  expect(problems).toEqual([])
})
