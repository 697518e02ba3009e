import { expect, test } from 'vitest'
import { Bandwidth } from '../../../../main/engine/running/bandwidth.ts'
import { BufferPool } from '../../../../main/engine/running/buffer-pool.ts'
import { hashInline } from '../../../../main/engine/transfer/hashing.ts'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import type { RunContext } from '../../../../main/engine/running/run-context.ts'
import { slotsOf } from '../../../fakes/slots.ts'
import { transferRow } from '../../../../main/engine/running/transfer-row.ts'
import type { ObjectStore } from '../../../../main/engine/s3/object-store.ts'
import { defaultRules } from '../../../../shared/sync-rules.ts'
import type { PlanRow } from '../../../../shared/plan-row.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'

const nothing = (): void => undefined

/** A copy of one object between two identities; `head` is what the destination's asks first. */
function copyBetween(head: (signal: AbortSignal) => Promise<null>) {
  const world = createMemoryWorld()
  const servers = ['from', 'to'].map((name) => {
    const server = new MemoryS3({ quirks: 'aws' })
    server.makeBucket(name)
    return server
  })
  const [from, to] = servers.map((server) => server.connect())
  if (from === undefined || to === undefined) throw new Error('no stores')
  const asking: ObjectStore = Object.create(to, {
    endpoint: { value: to.endpoint },
    put: { value: to.put.bind(to) },
    head: { value: (_: unknown, signal: AbortSignal) => head(signal) },
  }) as ObjectStore
  const context = {
    world,
    retry: createRetry(world),
    slots: slotsOf(4),
    buffers: new BufferPool({ budget: 1000, from: 1 }),
    hashing: hashInline,
    bandwidth: new Bandwidth(world.clock, null),
    multipart: { multipartThreshold: 8 << 20, multipartChunksize: 8 << 20 },
    rules: { ...defaultRules, mayRelay: true },
    source: { kind: 's3', store: from, bucket: 'from', prefix: '' },
    destination: { kind: 's3', store: asking, bucket: 'to', prefix: '' },
    copyWay: { decided: null },
    meter: { addMoved: nothing, takeBack: nothing },
    moving: { move: nothing, keep: nothing, watch: (_seq: number, retry: unknown) => retry },
    store: { large: {} },
    endedRuns: { takeUploads: () => Promise.resolve([]) },
  } as unknown as RunContext
  return { context, from, to }
}

test('a cancel while it is asked how to copy decides nothing: the next row asks again', async () => {
  const cancel = new AbortController()
  let asked = 0
  const { context, from, to } = copyBetween((signal) => {
    asked++
    if (asked > 1) return Promise.resolve(null)
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error)
      })
      cancel.abort(new Error('Cancelled.'))
    })
  })
  const body = Buffer.from('bytes')
  const md5 = Buffer.from('4b3a6218bb3e3a7303e8a171a60fcf92', 'hex')
  const unstopped = new AbortController().signal
  const { etag } = await from.put({ bucket: 'from', key: 'k', body, md5 }, unstopped)
  const row = {
    seq: 1,
    key: 'k',
    action: 'copy',
    source: { size: body.length, modified: 0, etag },
    destination: null,
  } as unknown as PlanRow
  await expect(transferRow(context, row, cancel.signal)).rejects.toThrow('Cancelled.')
  expect(context.copyWay.decided).toBeNull()
  expect(await transferRow(context, row, unstopped)).toMatchObject({ proof: 'hash' })
  expect(await context.copyWay.decided).toBe('relay')
  expect((await to.head({ bucket: 'to', key: 'k' }, unstopped))?.size).toBe(body.length)
})
