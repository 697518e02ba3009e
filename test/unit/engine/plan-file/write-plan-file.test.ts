import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPlanFile } from '../../../../main/engine/plan-file/open-plan-file.ts'
import { keyMd5 } from '../../../../main/engine/s3/customer-keys.ts'
import { setUpSync } from '../../../fakes/memory-sync.ts'
import { savedPlan, scratch, seal } from './plans.ts'

const never = new AbortController().signal

let folder: ReturnType<typeof scratch>
let path: string

beforeEach(() => {
  folder = scratch()
  path = folder.path('plan.sluice')
})

afterEach(() => {
  folder.end()
})

it('leaves one file and nothing beside it', async () => {
  await savedPlan(path)
  expect(readdirSync(dirname(path))).toEqual(['plan.sluice'])
})

it('takes the place of a plan, and of nothing else', async () => {
  const { sync, about } = await savedPlan(path)
  const again = sync.save(path, { ...about, madeAt: 2000 }, seal)
  const file = openPlanFile(path)
  expect(file.digest).toBe(again)
  file.close()
  const page = folder.path('index.html')
  writeFileSync(page, 'mine')
  expect(() => sync.save(page, about, seal)).toThrow('is there already, and is no plan')
  expect(readFileSync(page, 'utf8')).toBe('mine')
})

it('says what keeps it from being written, and leaves nothing half-written', async () => {
  const { sync, about } = await savedPlan(path)
  const gone = folder.path('gone/plan.sluice')
  expect(() => sync.save(gone, about, seal)).toThrow(expect.objectContaining({ code: 'usage' }))
  expect(existsSync(dirname(gone))).toBe(false)
})

it('keeps no plan that did not come to its end', async () => {
  const setup = setUpSync()
  const { about } = await savedPlan(folder.path('other.sluice'))
  const sync = setup.review({ kind: 'local', root: '/gone' }, setup.www)
  await setup.world.clock.run(sync.plan(never))
  expect(() => sync.save(path, about, seal)).toThrow('did not come to its end')
  expect(existsSync(path)).toBe(false)
})

it('keeps what a person has left out as left out, and is another plan then', async () => {
  const { sync, about, digest } = await savedPlan(path)
  sync.review.choose({ kind: 'rows', seqs: [1] }, false)
  expect(sync.save(path, about, seal)).not.toBe(digest)
  const file = openPlanFile(path)
  expect([...file.rows()].map(({ state }) => state)).toEqual([
    'excluded-by-you',
    'planned',
    'planned',
    'planned',
    'planned',
  ])
  file.close()
})

it('has the MD5 of a key of SSE-C and not the key', async () => {
  const { sync, about } = await savedPlan(path)
  const key = { bytes: Buffer.from('0123456789abcdef0123456789ABCDEF') }
  if (about.destination.kind !== 's3') throw new Error('no bucket')
  sync.save(path, { ...about, destination: { ...about.destination, keyMd5: keyMd5(key) } }, seal)
  const bytes = readFileSync(path)
  expect(bytes.includes(keyMd5(key))).toBe(true)
  expect(bytes.includes(key.bytes)).toBe(false)
  expect(bytes.includes(Buffer.from(key.bytes).toString('base64'))).toBe(false)
})

it('has the same digest for the same plan, whoever made it when', async () => {
  const { digest } = await savedPlan(path)
  expect((await savedPlan(folder.path('twin.sluice'))).digest).toBe(digest)
})

it('takes nothing away that stands beside it', async () => {
  writeFileSync(`${path}.part`, 'mine')
  await savedPlan(path)
  expect(readFileSync(`${path}.part`, 'utf8')).toBe('mine')
})
