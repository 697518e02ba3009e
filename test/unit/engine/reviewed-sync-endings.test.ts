import { describe, expect, it } from 'vitest'
import type { ReviewedSync } from '../../../main/engine/reviewed-sync.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { local, setUpSync } from '../../fakes/memory-sync.ts'

const never = new AbortController().signal
const mebibyte = 1024 * 1024

/** Deletes of a to h, of which planning was cancelled after some were found. */
async function cancelledHalfWay() {
  const setup = setUpSync({ pageSize: 1 })
  setup.plant({ z: 'z' })
  for (const key of 'abcdefgh') setup.put(`site/${key}`, key)
  await setup.world.clock.advance(2000)
  const sync = setup.review(local, setup.www, { delete: true })
  const cancel = new AbortController()
  let pages = 0
  setup.s3.before = (op) => {
    if (op === 'listPage' && ++pages > 5) cancel.abort(new Error('cancelled'))
  }
  expect(await setup.world.clock.run(sync.plan(cancel.signal))).toBe('cancelled')
  setup.s3.before = undefined
  return { ...setup, sync }
}

describe('a plan that was not proved complete', () => {
  it('deletes nothing, even where nothing says that its deletes are withheld', async () => {
    const { sync, world, keys } = await cancelledHalfWay()
    expect(sync.review.totals.categories().delete.included.count).toBeGreaterThan(0)
    expect(sync.summary.withheld).toBeNull()
    const before = keys('www')
    const report = await world.clock.run(sync.run({ finish: never, stop: never }))
    expect(report.deleted.count).toBe(0)
    expect(keys('www')).toEqual(expect.arrayContaining(before))
    sync.close()
  })
})

describe('a pause after the first cancel', () => {
  it('is ended by the second', async () => {
    const { review, plant, www, world, s3 } = setUpSync({ latency: 50 })
    plant({ large: new Uint8Array(40 * mebibyte) })
    await world.clock.advance(2000)
    const sync = review(local, www)
    await world.clock.run(sync.plan(never))
    const finish = new AbortController()
    const stop = new AbortController()
    let parts = 0
    s3.before = (op) => {
      if (op !== 'putPart' || ++parts !== 2) return
      finish.abort(new Error('cancelled'))
      sync.pause()
    }
    const running = sync.run({ finish: finish.signal, stop: stop.signal })
    await world.clock.advance(5000)
    stop.abort(new Error('cancelled'))
    expect(await world.clock.run(running)).toMatchObject({ endedBy: { code: 'interrupted' } })
    expect(world.clock.pending).toBe(0)
    sync.close()
  })
})

describe('a store that fails', () => {
  /** What is left of a sync whose store takes nothing any more. */
  function withoutStore(): { sync: ReviewedSync; setup: ReturnType<typeof setUpSync> } {
    const setup = setUpSync()
    setup.plant({ a: 'a' })
    const sync = setup.review(local, setup.www)
    sync.close()
    return { sync, setup }
  }

  it('breaks planning off, and is why', async () => {
    const { sync, setup } = withoutStore()
    expect(await setup.world.clock.run(sync.plan(never))).toBe('broken')
    expect(sync.summary.withheld).toMatchObject({ code: 'internal' })
    expect(setup.world.clock.pending).toBe(0)
  })

  it('ends a run with a report that says so', async () => {
    const { sync, setup } = withoutStore()
    const report = await setup.world.clock.run(sync.run({ finish: never, stop: never }))
    expect(report).toMatchObject({ exit: 1, endedBy: { code: 'internal' }, transferred: { count: 0 } })
    expect(setup.world.clock.pending).toBe(0)
  })

  it('that can’t be made is an error of the disk, by its path', () => {
    const { review, www } = setUpSync()
    const path = '/no such folder/run.sqlite'
    const open = (): ReviewedSync => review(local, www, {}, path)
    expect(open).toThrow(SluiceError)
    expect(open).toThrow(expect.objectContaining({ code: 'disk-failed', subject: path }))
  })
})
