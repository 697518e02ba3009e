import { describe, expect, it } from 'vitest'
import type { RowQueue } from '../../../../main/engine/running/row-queue.ts'
import type { RunContext } from '../../../../main/engine/running/run-context.ts'
import { runTransfers } from '../../../../main/engine/running/run-transfers.ts'
import type { PlanRow, RowState } from '../../../../shared/plan-row.ts'
import { s3Error } from '../../../fakes/s3-error.ts'
import { fsError } from '../../../fakes/fs-error.ts'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'

const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${String(i).padStart(4, '0')}`, 'x']))

/** Uploads so many small files to a server that takes 100 ms for each; the most that it was asked at once. */
async function upload(count: number, maxConcurrentRequests: number, strike?: (nth: number) => void) {
  const sides = setUpSync({ latency: 100 }, { maxConcurrentRequests })
  sides.plant(many(count))
  let now = 0
  let most = 0
  const times = new Map<string, number>()
  sides.s3.before = (op, _bucket, key = '') => {
    if (op !== 'put') return
    most = Math.max(most, ++now)
    void sides.world.clock.sleep(100, new AbortController().signal).then(() => now--)
    const nth = (times.get(key) ?? 0) + 1
    times.set(key, nth)
    strike?.(nth)
  }
  const began = sides.world.clock.now()
  const report = await sides.run(local, sides.www)
  return { report, most, took: sides.world.clock.now() - began }
}

describe('a run to a server that is far', () => {
  it('has as many requests in flight as may be, soon', async () => {
    const { report, most } = await upload(2000, 256)
    expect(report).toMatchObject({ exit: 0, transferred: { count: 2000 } })
    expect(most).toBe(256)
  })

  it('has no more than were asked for', async () => {
    expect((await upload(100, 5)).most).toBe(5)
  })
})

describe('a run that is asked for less', () => {
  it('by two replies of three goes slower, is done, and says so', async () => {
    const { report } = await upload(300, 256, (nth) => {
      if (nth < 3) throw s3Error('SlowDown', { op: 'put', bucket: 'www' })
    })
    expect(report).toMatchObject({ exit: 0, failed: 0, transferred: { count: 300 } })
    expect(report.askedForLess).toBeGreaterThan(100)
  })

  it('for want of file descriptors goes slower, is done, and says so', async () => {
    const sides = setUpSync({ latency: 10 }, { maxConcurrentRequests: 256 })
    sides.plant(many(300))
    const { fs } = sides.world
    let most = 0
    fs.before = (op, path) => {
      if (op !== 'openToRead') return
      if (fs.openFiles >= 8) throw fsError('EMFILE', { op, path })
      most = Math.max(most, fs.openFiles)
    }
    const report = await sides.run(local, sides.www)
    expect(report).toMatchObject({ exit: 0, failed: 0, transferred: { count: 300 } })
    expect(report.askedForLess).toBeGreaterThan(0)
    expect(most).toBeLessThan(8)
  })
})

/** Rows that take no time, all there at once when they come, and a limit that a test sets. */
function instantRows(
  count: number,
  state: RowState,
  limits: { limit: number },
  finish: () => void = () => undefined,
) {
  const row: PlanRow = {
    seq: 1,
    key: 'k',
    action: 'upload',
    reason: 'only-source',
    source: { size: 1, modified: 0 },
    destination: null,
    decidedBy: 'MRG-1',
    state,
    outcome: null,
  }
  const arrived = Promise.withResolvers<undefined>()
  let left = count
  let stopped = false
  const queue = {
    next: async () => {
      await arrived.promise
      return stopped || left === 0 ? null : (left--, row)
    },
    stop: () => {
      stopped = true
    },
  } as Partial<RowQueue> as RowQueue
  const context = {
    rules: { dryRun: false },
    pace: limits,
    meter: { transfers: { failed: 0 } },
    store: { finish },
    tally: { add: () => undefined },
    onEvent: () => undefined,
  } as unknown as RunContext
  const ended = runTransfers(context, queue, new AbortController().signal)
  return { ended, arrive: () => arrived.resolve(undefined), left: () => left }
}

describe('the rows of a run', () => {
  it('are all worked off where the limit has sunk while all of them waited, and they go on in step', async () => {
    const limits = { limit: 32 }
    const { ended, arrive, left } = instantRows(1000, 'excluded-by-you', limits)
    limits.limit = 8
    arrive()
    await ended
    expect(left()).toBe(0)
  })

  it('end the run with what the store failed with, also where that was begun later', async () => {
    const limits = { limit: 1 }
    let finished = 0
    const { ended, arrive } = instantRows(1000, 'failed', limits, () => {
      limits.limit = 16
      if (++finished === 100) throw new Error('the disk is full')
    })
    arrive()
    await expect(ended).rejects.toThrow('the disk is full')
    expect(finished).toBeLessThan(1000)
  })
})
