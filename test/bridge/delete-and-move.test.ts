import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Opening } from '../../shared/bridge/calls.ts'
import type { PlanStatus } from '../../shared/bridge/plans.ts'
import { defaultSyncOptions } from '../../shared/sync-options.ts'
import { sampleSite } from '../../main/practice/sample-site.ts'
import { EngineUnderTest } from './engine-under-test.ts'

let engine: EngineUnderTest
let pair: Opening

beforeEach(async () => {
  engine = new EngineUnderTest()
  pair = await engine.ask('app.open', { left: null, right: null })
})
afterEach(async () => {
  expect(engine.malformed).toEqual([])
  await engine.close()
})

const ready = ({ planId }: PlanStatus): Promise<PlanStatus> =>
  engine.planIn(planId, ['ready', 'partial', 'failed'])

const reviewed = ({ planId, digest, totals }: PlanStatus, typed: string | null = null) => ({
  planId,
  digest,
  deletes: totals.delete.included.count,
  deleteBytes: totals.delete.included.bytes,
  typed,
})

async function apply(plan: PlanStatus, typed: string | null = null): Promise<PlanStatus> {
  await engine.ask('plan.apply', reviewed(plan, typed))
  return engine.planIn(plan.planId, ['ended'])
}

const remove = async (place: string, selection: string[] | null): Promise<PlanStatus> =>
  ready(await engine.ask('plan.remove', { place, selection }))

const move = async (selection: string[] | null): Promise<PlanStatus> =>
  ready(
    await engine.ask('plan.move', {
      source: pair.left.token,
      destination: pair.right.token,
      selection,
      options: { ...defaultSyncOptions, deleteExtras: true },
    }),
  )

const here = (name: string): boolean => existsSync(join(pair.left.text, name))

/** What a plan that would make the bucket match the folder would have to do. */
async function missing(): Promise<number> {
  const { planId } = await engine.ask('plan.start', {
    source: pair.left.token,
    destination: pair.right.token,
    selection: null,
    options: defaultSyncOptions,
  })
  return (await engine.planIn(planId, ['ready'])).totals.new.included.count
}

describe('a removal', () => {
  test('of a folder and a file goes through a review of both, and leaves no empty folder', async () => {
    mkdirSync(join(pair.left.text, 'css', 'none'))
    const plan = await remove(pair.left.token, ['css', '404.html'])
    expect(plan).toMatchObject({ task: 'remove', phase: 'ready', recovery: 'trash', withheld: null })
    const css = sampleSite().filter(({ path }) => path.startsWith('css/'))
    expect(plan.totals.delete.included.count).toBe(css.length + 2)
    expect(
      (await engine.ask('plan.deletes', { planId: plan.planId })).folders.map(({ path }) => path),
    ).toContain('css/')
    expect([here('css'), here('404.html')]).toEqual([true, true])
    expect((await apply(plan)).report).toMatchObject({ exit: 0, deleted: { count: css.length + 2 } })
    expect([here('css'), here('404.html'), here('index.html')]).toEqual([false, false, true])
  })

  test('puts its files into the trash, and its undo puts all of it back', async () => {
    mkdirSync(join(pair.left.text, 'css', 'none'))
    const before = readdirSync(pair.left.text, { recursive: true }).sort()
    const removed = await apply(await remove(pair.left.token, ['css', '404.html']))
    expect(removed.report?.aside).toMatchObject({ kind: 'trash', where: 'the trash' })
    const undo = await ready(await engine.ask('plan.undo', { planId: removed.planId }))
    expect(undo).toMatchObject({ task: 'undo', direction: 'restore', recovery: 'trash', phase: 'ready' })
    expect(undo.totals.new.included.count).toBe((removed.report?.aside?.count ?? 0) + 1)
    expect((await apply(undo)).report).toMatchObject({ exit: 0 })
    expect(readdirSync(pair.left.text, { recursive: true }).sort()).toEqual(before)
  })

  test('of more than ten and half of a place needs the number typed', async () => {
    const plan = await remove(pair.left.token, null)
    expect(await engine.refusal('plan.apply', reviewed(plan))).toBe('too-many-deletes')
    expect(here('index.html')).toBe(true)
    const typed = String(sampleSite().length)
    expect((await apply(plan, typed)).report).toMatchObject({
      exit: 0,
      deleted: { count: sampleSite().length },
    })
    expect([here('index.html'), existsSync(pair.left.text)]).toEqual([false, true])
  })

  test('of another number than was reviewed is refused', async () => {
    const plan = await remove(pair.left.token, ['css'])
    expect(await engine.refusal('plan.apply', { ...reviewed(plan), deletes: 1 })).toBe('changed')
    expect(here('css')).toBe(true)
  })

  test('stands in the history as what it was, and has no command', async () => {
    const plan = await remove(pair.left.token, ['404.html'])
    expect(await engine.refusal('plan.command', { planId: plan.planId })).toBe('usage')
    await apply(plan)
    await engine.ask('plan.close', { planId: plan.planId })
    const { runs } = await engine.ask('history.list', { offset: 0, limit: 10 })
    expect(runs).toMatchObject([{ task: 'remove', destination: pair.left.text, report: { exit: 0 } }])
    const past = await engine.ask('history.open', { runId: runs[0]?.runId ?? '' })
    expect(past).toMatchObject({ task: 'remove', past: true, states: { done: { count: 1 } } })
  })

  test('of buckets is refused', async () => {
    const buckets = await engine.ask('places.open', { connectionId: 'practice', text: 's3://', base: null })
    expect(await engine.refusal('plan.remove', { place: buckets.token, selection: ['practice'] })).toBe(
      'usage',
    )
  })
})

describe('a move', () => {
  test('copies, deletes nothing by itself, and then removes what it has copied', async () => {
    const copied = await apply(await move(['css', 'index.html']))
    expect(copied).toMatchObject({ task: 'move', options: { deleteExtras: false }, report: { exit: 0 } })
    expect([here('css'), here('index.html')]).toEqual([true, true])
    const plan = await ready(await engine.ask('plan.finishMove', { planId: copied.planId }))
    await engine.ask('plan.close', { planId: copied.planId })
    expect(plan).toMatchObject({ task: 'remove', totals: { problem: { included: { count: 0 } } } })
    expect(plan.totals.delete.included.count).toBe(copied.report?.transferred.count)
    expect((await apply(plan)).report).toMatchObject({ exit: 0 })
    expect([here('css'), here('index.html'), here('404.html')]).toEqual([false, false, true])
    expect(await missing()).toBe(
      sampleSite().filter(({ path }) => !/^(css\/|index\.html$)/.test(path)).length,
    )
  })

  test('says nothing of what its ignore file has left out of the copy', async () => {
    writeFileSync(join(pair.left.text, '.sluiceignore'), 'css/\n404.html\n')
    const copied = await apply(await move(null))
    const plan = await ready(await engine.ask('plan.finishMove', { planId: copied.planId }))
    expect(plan.totals.problem.included.count).toBe(0)
    expect(plan.totals.delete.included.count).toBe(copied.report?.transferred.count)
    await apply(plan, String(plan.totals.delete.included.count))
    expect([here('css'), here('404.html'), here('.sluiceignore'), here('index.html')]).toEqual([
      true,
      true,
      true,
      false,
    ])
  })

  test('leaves a file that was changed between the copy and its removal', async () => {
    const copied = await apply(await move(['index.html', '404.html']))
    writeFileSync(join(pair.left.text, 'index.html'), 'newer than its copy')
    const plan = await ready(await engine.ask('plan.finishMove', { planId: copied.planId }))
    expect(plan.totals).toMatchObject({
      delete: { included: { count: 1 } },
      problem: { included: { count: 1 } },
    })
    await apply(plan)
    expect([here('index.html'), here('404.html')]).toEqual([true, false])
  })

  test('that goes the other way empties the bucket', async () => {
    await apply(await move(['css']))
    rmSync(join(pair.left.text, 'css'), { recursive: true })
    const back = await ready(
      await engine.ask('plan.move', {
        source: pair.right.token,
        destination: pair.left.token,
        selection: ['css'],
        options: defaultSyncOptions,
      }),
    )
    const copied = await apply(back)
    expect(here('css')).toBe(true)
    const plan = await ready(await engine.ask('plan.finishMove', { planId: copied.planId }))
    expect(plan.recovery).toBe('kept')
    expect((await apply(plan)).report).toMatchObject({ exit: 0, failed: 0, refused: 0 })
    expect(await missing()).toBe(sampleSite().length)
  })

  test('that has not come to its end, or is none, has nothing to remove', async () => {
    const plan = await move(['index.html'])
    expect(await engine.refusal('plan.finishMove', { planId: plan.planId })).toBe('usage')
    const { planId } = await engine.ask('plan.start', {
      source: pair.left.token,
      destination: pair.right.token,
      selection: ['404.html'],
      options: defaultSyncOptions,
    })
    await apply(await engine.planIn(planId, ['ready']))
    expect(await engine.refusal('plan.finishMove', { planId })).toBe('usage')
    expect(here('404.html')).toBe(true)
  })
})
