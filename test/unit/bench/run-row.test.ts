import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Contestant, Kind } from '../../bench/contestants.ts'
import type { Row, Stage } from '../../bench/row.ts'
import { runRow, takesPart } from '../../bench/run-row.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-run-row-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

const contestant = (kind: Kind): Contestant => ({
  ...{ kind, name: kind, version: null, planned: /(?!)/ },
  sync: () => ['true'],
  env: () => ({}),
})

/** Everyone in it runs a program that ends at once; whoever is `bad` is void. */
async function run(bad: Kind | null, rounds: number) {
  const asked: string[] = []
  const row: Row = {
    ...{ id: 'B', title: 'a row', objects: null, kinds: ['sluice', 'aws', 'rclone'] },
    open: () =>
      Promise.resolve({
        attempt({ kind }) {
          asked.push(kind)
          const env = { PATH: process.env['PATH'] ?? '' }
          return Promise.resolve({
            command: { line: ['true'], env, cwd: folder },
            verdict: () => Promise.resolve(kind === bad ? 'less work' : null),
            clear: () => Promise.resolve(asked.push('clear')).then(() => undefined),
          })
        },
        close: () => Promise.resolve(asked.push('close')).then(() => undefined),
      }),
  }
  const stage: Stage = {
    ...{ folder, quick: false, say: () => undefined },
    radosgw: () => Promise.reject(new Error('there is none')),
    env: () => Promise.resolve({}),
  }
  const everyone = (['sluice', 'aws', 's5cmd', 'rclone'] as const).map(contestant)
  const tried = await runRow(row, everyone, rounds, stage, new AbortController().signal)
  return { tried, asked: asked.join(' ') }
}

test('everyone of a row runs in turn, once more than what counts, and takes away what it made', async () => {
  const { tried, asked } = await run(null, 1)
  expect(asked).toBe('sluice clear aws clear rclone clear sluice clear aws clear rclone clear close')
  expect(tried.map(({ kind, rounds, void: why }) => [kind, rounds.length, why])).toEqual([
    ['sluice', 1, null],
    ['aws', 1, null],
    ['rclone', 1, null],
  ])
})

test('who was void is not asked again, and the others go on', async () => {
  const { tried, asked } = await run('aws', 1)
  expect(asked).toBe('sluice clear aws clear rclone clear sluice clear rclone clear close')
  expect(tried.map(({ void: why }) => why)).toEqual([null, 'less work', null])
})

test('a row that takes minutes has fewer rounds of all but Sluice, and no warm-up', () => {
  const rounds = (kind: Kind, fewer?: number) =>
    [0, 1, 2, 3].filter((round) =>
      takesPart(
        contestant(kind),
        { kinds: [], ...(fewer === undefined ? {} : { fewer }) } as unknown as Row,
        round,
      ),
    )
  expect(rounds('aws')).toEqual([0, 1, 2, 3])
  expect(rounds('aws', 2)).toEqual([1, 2])
  expect(rounds('sluice', 2)).toEqual([0, 1, 2, 3])
})
