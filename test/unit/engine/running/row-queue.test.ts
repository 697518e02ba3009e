import { describe, expect, it } from 'vitest'
import { RunStore } from '../../../../main/engine/planning/run-store.ts'
import { RowQueue } from '../../../../main/engine/running/row-queue.ts'
import type { NewRow } from '../../../../shared/plan-row.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

const rows = (count: number, from = 0): NewRow[] =>
  Array.from({ length: count }, (_, i) => ({
    key: `k${from + i}`,
    action: 'upload',
    reason: 'only-source',
    source: { size: 1, modified: 0 },
    destination: null,
    decidedBy: 'MRG-1',
  }))

const open = (): { store: RunStore; queue: RowQueue } => {
  const store = new RunStore(':memory:', new FakeClock())
  return { store, queue: new RowQueue(store, 'transfer') }
}

describe('RowQueue', () => {
  it('hands out every row once, over many pages, to several takers', async () => {
    const { store, queue } = open()
    store.add(rows(1000))
    queue.end()
    const seen: string[] = []
    const taker = async (): Promise<void> => {
      for (let row = await queue.next(); row !== null; row = await queue.next()) seen.push(row.key)
    }
    await Promise.all([taker(), taker(), taker()])
    expect(seen).toEqual(rows(1000).map((row) => row.key))
    store.close()
  })

  it('waits for rows that are still to come', async () => {
    const { store, queue } = open()
    const first = queue.next()
    const second = queue.next()
    store.add(rows(1))
    queue.wake()
    expect((await first)?.key).toBe('k0')
    queue.end()
    expect(await second).toBeNull()
    store.close()
  })

  it('hands out nothing more once it is stopped', async () => {
    const { store, queue } = open()
    store.add(rows(10))
    expect((await queue.next())?.key).toBe('k0')
    queue.stop()
    expect(await queue.next()).toBeNull()
    store.close()
  })
})
