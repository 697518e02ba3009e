import { defaultTransferSettings } from '../../../../shared/transfer-settings.ts'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { History } from '../../../../main/services/history/history.ts'
import { ReviewedSync, type Side } from '../../../../main/engine/index.ts'
import { planStatusSchema } from '../../../../shared/bridge/plans.ts'
import { defaultRules } from '../../../../shared/sync-rules.ts'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'
import { RecordingLog } from '../../../fakes/memory-world.ts'
import { FakeHost } from '../../cli/fake-host.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-history-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

function open() {
  const set = setUpSync()
  set.plant({ a: 'a', 'sub/b': 'b' })
  const host = new FakeHost()
  const runs: { runId: string; storePath: string }[] = []
  host.pastRuns = async () => runs
  const log = new RecordingLog()
  const history = new History(host, set.world.clock, log)
  const never = new AbortController().signal
  /** Leaves a run behind, which is the newest one. */
  const run = async (
    facts: Record<string, unknown>,
    how: 'run' | 'only planned' = 'run',
    sides: [Side, Side] = [local, set.www],
  ): Promise<string> => {
    const runId = `run-${runs.length + 1}`
    const storePath = join(folder, `${runId}.sqlite`)
    const [source, destination] = sides
    const sync = new ReviewedSync(
      set.world,
      {
        source,
        destination,
        rules: defaultRules,
        transfer: { ...defaultTransferSettings, maxConcurrentRequests: 2 },
        runId,
        storePath,
        stateOfRun: () => 'unknown',
        pastRuns: () => Promise.resolve([]),
        facts,
      },
      { onEvent: () => undefined },
    )
    await set.world.clock.run(sync.plan(never))
    if (how === 'run') await set.world.clock.run(sync.run({ finish: never, stop: never }))
    sync.close()
    runs.unshift({ runId, storePath })
    return runId
  }
  const foreign = (name: string, text: string): void => {
    const storePath = join(folder, `${name}.sqlite`)
    writeFileSync(storePath, text)
    runs.unshift({ runId: name, storePath })
  }
  return { history, run, foreign, log, runs }
}

const upload = { from: 'window', source: '/home/ada/site', destination: 's3://www/site/' }
const none = (): boolean => false

describe('the list', () => {
  test('has the runs of the window and of the command line, the newest first', async () => {
    const { history, run } = open()
    await run(upload)
    await run({ ...upload, from: 'command line' })
    const { total, runs } = await history.list(0, 10, none)
    expect(total).toBe(2)
    expect(runs).toMatchObject([
      { runId: 'run-2', from: 'command line', report: { exit: 0 } },
      { runId: 'run-1', from: 'window', source: '/home/ada/site', destination: 's3://www/site/' },
    ])
  })

  test('has no run that is open in this window, and no plan that was never applied', async () => {
    const { history, run } = open()
    await run(upload)
    await run(upload, 'only planned')
    expect((await history.list(0, 10, none)).runs.map(({ runId }) => runId)).toEqual(['run-1'])
    expect((await history.list(0, 10, (runId) => runId === 'run-1')).total).toBe(0)
  })

  test('has a run of the command line that was killed, without a report', async () => {
    const { history, run } = open()
    await run({ ...upload, from: 'command line' }, 'only planned')
    expect((await history.list(0, 10, none)).runs).toMatchObject([{ report: null }])
  })

  test('is given in pages', async () => {
    const { history, run } = open()
    for (let i = 0; i < 3; i++) await run(upload)
    const page = await history.list(1, 1, none)
    expect([page.total, page.runs.map(({ runId }) => runId)]).toEqual([3, ['run-2']])
  })

  test('leaves out what is damaged, foreign, or says nothing of itself, and logs each once', async () => {
    const { history, run, foreign, log } = open()
    await run(upload)
    foreign('damaged', 'not a database')
    foreign('empty', '')
    await run({ from: 'elsewhere' })
    for (let i = 0; i < 2; i++) expect((await history.list(0, 10, none)).total).toBe(1)
    expect(log.events.map(({ what }) => what)).toEqual(Array(3).fill('past-run-unreadable'))
  })
})

describe('a run that is opened', () => {
  test('is a plan to look at: its rows, what it came to, and how it was asked for', async () => {
    const { history, run } = open()
    const runId = await run({ ...upload, selection: ['a'] })
    const status = await history.open(runId)
    expect(planStatusSchema.parse(status)).toMatchObject({
      past: true,
      phase: 'ended',
      direction: 'upload',
      selection: ['a'],
      listed: { source: 2, destination: 0 },
      states: { done: { count: 2 } },
      report: { exit: 0 },
    })
    const past = history.find(status.planId)
    expect(past?.status()).toEqual(status)
    expect(past?.review.row(1)).toMatchObject({ key: 'a', state: 'done' })
    expect(history.close(status.planId)).toBe(true)
    expect(history.find(status.planId)).toBeNull()
    expect(history.close(status.planId)).toBe(false)
  })

  test.each([
    ['/a', 's3://b/', 'upload'],
    ['s3://b/', '/a', 'download'],
    ['s3://b/', 's3://c/', 'copy'],
  ])('from %s to %s was a %s', async (source, destination, direction) => {
    const { history, run } = open()
    const runId = await run({ ...upload, source, destination })
    expect((await history.open(runId)).direction).toBe(direction)
    history.closeAll()
  })

  test('twice is opened once', async () => {
    const { history, run } = open()
    const runId = await run(upload)
    const [one, other] = [await history.open(runId), await history.open(runId)]
    expect(other.planId).toBe(one.planId)
    history.closeAll()
    expect(history.find(one.planId)).toBeNull()
  })

  test.each(['none', 'damaged', 'run-1'])('is refused with words where it can not be: %s', async (runId) => {
    const { history, run, foreign } = open()
    await run({ from: 'elsewhere' })
    foreign('damaged', 'not a database')
    await expect(history.open(runId)).rejects.toMatchObject({ code: 'usage' })
  })
})
