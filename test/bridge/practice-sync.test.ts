import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Opening } from '../../shared/bridge/calls.ts'
import { everyName } from '../../shared/name-filter.ts'
import type { BrowseStatus } from '../../shared/bridge/places.ts'
import type { PlanStatus } from '../../shared/bridge/plans.ts'
import { everyRow } from '../../shared/review.ts'
import { defaultSyncOptions, type SyncOptions } from '../../shared/sync-options.ts'
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

async function preview(
  options: Partial<SyncOptions> = {},
  selection: string[] | null = null,
): Promise<PlanStatus> {
  const { planId } = await engine.ask('plan.start', {
    source: pair.left.token,
    destination: pair.right.token,
    selection,
    options: { ...defaultSyncOptions, ...options },
  })
  return engine.planIn(planId, ['ready', 'partial', 'failed'])
}

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

/** A listing of a pane, to its end. */
async function browse(token: string): Promise<BrowseStatus> {
  let status = await engine.ask('browse.start', { token })
  while (!status.complete && status.error === null) {
    await engine.nextEvent()
    const { viewId } = status
    const events = engine.received.filter(
      (text) => text.includes('browse.changed') && text.includes(`"${viewId}"`),
    )
    status = (JSON.parse(events.at(-1) ?? '{"value":null}') as { value: BrowseStatus | null }).value ?? status
  }
  return status
}

const marksOf = async ({ viewId }: BrowseStatus): Promise<Record<string, string | null>> => {
  const sort = { by: 'name', descending: false } as const
  const { entries } = await engine.ask('browse.page', {
    viewId,
    sort,
    filter: everyName,
    offset: 0,
    limit: 500,
  })
  return Object.fromEntries(entries.map(({ name, mark }) => [name, mark]))
}

const site = (): string => pair.left.text
const runFiles = (): string[] =>
  readdirSync(join(engine.host.folders.state, 'runs')).filter((name) => name.endsWith('.sqlite'))

describe('the first start', () => {
  test('opens the sample site and an empty prefix, and its plan is the whole site', async () => {
    expect(pair).toMatchObject({ firstStart: true, plan: null, right: { text: 's3://practice/site/' } })
    const plan = await preview()
    expect(plan).toMatchObject({ phase: 'ready', direction: 'upload', past: false, recovery: 'kept' })
    expect(plan.totals.new.included.count).toBe(sampleSite().length)
  })

  test('does not make the site again over what a person did to it', async () => {
    rmSync(join(site(), 'index.html'))
    await engine.ask('app.open', { left: null, right: null })
    expect(existsSync(join(site(), 'index.html'))).toBe(false)
  })

  test('goes home where what was left is gone', async () => {
    const opening = await engine.ask('app.open', {
      left: { connectionId: 'local', text: '/no/such/folder' },
      right: { connectionId: 'session:7', text: 's3://b/' },
    })
    expect([opening.left.text, opening.right.text]).toEqual([engine.host.home, engine.host.home])
    expect(opening.firstStart).toBe(false)
  })
})

describe('a sync, from its preview to its report', () => {
  test('does what was shown, and a second plan has nothing to do', async () => {
    const done = await apply(await preview())
    expect(done.report).toMatchObject({ exit: 0, transferred: { count: sampleSite().length }, failed: 0 })
    expect(done.states.done.count).toBe(sampleSite().length)
    expect([done.report?.lookedAt, done.report?.onTrust]).toEqual([undefined, undefined])
    const again = await preview()
    expect(again.same).toBe(sampleSite().length)
    expect(Object.values(again.totals).every(({ included }) => included.count === 0)).toBe(true)
  })

  test('by content finds what kept its size and time, and keeps digests in the cache folder', async () => {
    await apply(await preview())
    const index = join(site(), 'index.html')
    const { atime, mtime } = statSync(index)
    writeFileSync(index, readFileSync(index, 'utf8').toUpperCase())
    utimesSync(index, atime, mtime)
    expect((await preview()).totals.newer.included.count).toBe(0)
    const plan = await preview({ compare: 'content' })
    const rows = await engine.ask('plan.rows', { planId: plan.planId, view: everyRow, offset: 0, limit: 10 })
    expect(rows.rows).toMatchObject([{ key: 'index.html', reason: 'content-differs' }])
    expect(existsSync(join(engine.host.folders.cache, 'digests.sqlite'))).toBe(true)
    expect((await apply(plan)).report).toMatchObject({ exit: 0, transferred: { count: 1 } })
    expect((await preview({ compare: 'content' })).same).toBe(sampleSite().length)
  })

  test('leaves out what a person has taken out', async () => {
    const plan = await preview()
    const { rows } = await engine.ask('plan.rows', {
      planId: plan.planId,
      view: everyRow,
      offset: 0,
      limit: 3,
    })
    const chosen = await engine.ask('plan.choose', {
      planId: plan.planId,
      choice: { kind: 'rows', seqs: rows.map(({ seq }) => seq) },
      included: false,
    })
    expect(chosen.digest).not.toBe(plan.digest)
    expect(chosen.totals.new.leftOut.count).toBe(3)
    const done = await apply(chosen)
    expect(done.report?.transferred.count).toBe(sampleSite().length - 3)
    expect(await engine.ask('plan.row', { planId: plan.planId, seq: rows[0]?.seq ?? 0 })).toMatchObject({
      state: 'excluded-by-you',
    })
  })

  test('is refused where the plan is another one than was on screen', async () => {
    const plan = await preview()
    for (const other of [{ digest: 'x' }, { deletes: 1 }, { deleteBytes: 1 }]) {
      expect(await engine.refusal('plan.apply', { ...reviewed(plan), ...other })).toBe('changed')
    }
    expect((await engine.ask('plan.status', { planId: plan.planId })).phase).toBe('ready')
  })

  test('deletes more than half of the destination only when the number was typed', async () => {
    await apply(await preview())
    for (const name of readdirSync(site())) {
      if (name !== 'index.html') rmSync(join(site(), name), { recursive: true })
    }
    const plan = await preview({ deleteExtras: true })
    const count = sampleSite().length - 1
    const deletes = await engine.ask('plan.deletes', { planId: plan.planId })
    expect(deletes).toMatchObject({ count, destinationEntries: count + 1, mustType: true })
    expect(deletes.folders.length).toBeGreaterThan(0)
    for (const typed of [null, '', '7']) {
      expect(await engine.refusal('plan.apply', reviewed(plan, typed))).toBe('too-many-deletes')
    }
    const done = await apply(plan, String(count))
    expect(done.report).toMatchObject({ exit: 0, deleted: { count } })
  })

  test('is only of the selection, whatever its names look like', async () => {
    mkdirSync(join(site(), 'a[1]*'))
    writeFileSync(join(site(), 'a[1]*', 'page'), 'one')
    writeFileSync(join(site(), 'a1x'), 'another')
    const plan = await preview({}, ['a[1]*'])
    expect(plan.totals.new.included.count).toBe(1)
    const { text } = await engine.ask('plan.command', { planId: plan.planId })
    expect(text).toContain(
      `--exclude '*' --include 'a[[]1][*]' --include 'a[[]1][*]/*' --endpoint-url http://127.0.0.1:`,
    )
  })

  test('can be paused and stopped, and keeps what it did', async () => {
    const plan = await preview()
    await engine.ask('plan.apply', reviewed(plan))
    expect((await engine.ask('plan.pause', { planId: plan.planId, paused: true })).phase).toBe('paused')
    expect(await engine.refusal('plan.close', { planId: plan.planId })).toBe('usage')
    expect((await engine.ask('plan.cancel', { planId: plan.planId, step: 'stop' })).phase).toBe('stopping')
    const ended = await engine.planIn(plan.planId, ['ended'])
    expect(ended.report?.exit).toBe(130)
    expect(await engine.refusal('plan.apply', reviewed(ended))).toBe('usage')
  })

  test('tries again what failed', async () => {
    const plan = await preview()
    const page = join(site(), 'index.html')
    rmSync(page)
    const failed = await apply(plan)
    expect(failed.report?.exit).toBe(1)
    const left = failed.states.failed.count + failed.states['refused-changed'].count
    expect(left).toBe(1)
    await engine.ask('plan.retry', { planId: plan.planId })
    const again = await engine.planIn(plan.planId, ['ended'])
    expect(again.states.done.count).toBe(sampleSite().length - 1)
  })

  test('says why there is nothing to apply where the source is gone', async () => {
    rmSync(site(), { recursive: true })
    const plan = await preview({ deleteExtras: true })
    expect(plan).toMatchObject({ phase: 'failed', error: { code: 'source-missing' } })
    expect(await engine.refusal('plan.apply', reviewed(plan))).toBe('usage')
  })

  test('has two places between which something can go', async () => {
    const buckets = await engine.ask('places.open', { connectionId: 'practice', text: 's3://', base: null })
    const ask = (source: string, destination: string) =>
      engine.refusal('plan.start', { source, destination, selection: null, options: defaultSyncOptions })
    expect(await ask(pair.left.token, pair.left.token)).toBe('usage')
    expect(await ask(buckets.token, pair.left.token)).toBe('usage')
    const below = await engine.ask('places.child', { token: pair.right.token, name: 'below' })
    expect(await ask(pair.right.token, below.token)).toBe('overlapping-roots')
    expect(await ask('made-up', pair.left.token)).toBe('usage')
  })
})

describe('what stays', () => {
  test('a plan that was never applied leaves no file', async () => {
    const plan = await preview()
    expect(runFiles()).toHaveLength(1)
    await engine.ask('plan.close', { planId: plan.planId })
    expect(runFiles()).toEqual([])
    expect(await engine.refusal('plan.status', { planId: plan.planId })).toBe('usage')
  })

  test('a run stays in the history, to look at', async () => {
    const plan = await preview()
    await apply(plan)
    expect((await engine.ask('history.list', { offset: 0, limit: 10 })).total).toBe(0)
    await engine.ask('plan.close', { planId: plan.planId })
    const { runs } = await engine.ask('history.list', { offset: 0, limit: 10 })
    expect(runs).toMatchObject([
      { from: 'window', source: site(), destination: 's3://practice/site/', report: { exit: 0 } },
    ])
    const past = await engine.ask('history.open', { runId: runs[0]?.runId ?? '' })
    expect(past).toMatchObject({
      past: true,
      phase: 'ended',
      states: { done: { count: sampleSite().length } },
    })
    expect(await engine.ask('plan.status', { planId: past.planId })).toEqual(past)
    const page = await engine.ask('plan.rows', { planId: past.planId, view: everyRow, offset: 0, limit: 5 })
    expect(page.total).toBe(sampleSite().length)
    for (const call of ['plan.retry', 'plan.deletes'] as const) {
      expect(await engine.refusal(call, { planId: past.planId })).toBe('usage')
    }
    await engine.ask('plan.close', { planId: past.planId })
    expect(await engine.refusal('plan.status', { planId: past.planId })).toBe('usage')
  })

  test('after a reload the plan is open still, and old listings are closed', async () => {
    const plan = await preview()
    const view = await browse(pair.left.token)
    const opening = await engine.ask('app.open', {
      left: { connectionId: 'local', text: site() },
      right: null,
    })
    expect(opening.plan?.planId).toBe(plan.planId)
    expect(opening.left.token).toBe(pair.left.token)
    expect(await engine.refusal('browse.refresh', { viewId: view.viewId })).toBe('usage')
  })

  test('a plan that waited and can’t be removed any more keeps the window from nothing', async () => {
    const other = new EngineUnderTest()
    const stuck = join(other.root, 'state', 'waiting', 'run.sluice')
    mkdirSync(stuck, { recursive: true })
    utimesSync(stuck, 0, 0)
    const opening = await other.ask('app.open', { left: null, right: null })
    expect(opening.jobs).toEqual([])
    await other.close()
  })

  test('leaving ends what runs, and the run says so', async () => {
    const plan = await preview()
    await engine.ask('plan.apply', reviewed(plan))
    await engine.ask('engine.leave', { step: 'stop' })
    const { runs } = await engine.ask('history.list', { offset: 0, limit: 10 })
    expect(runs.map(({ report }) => report?.exit)).toEqual([130])
  })
})

describe('two panes', () => {
  test('are marked against each other, folders once a plan has looked into them', async () => {
    await apply(await preview())
    const later = new Date(Date.now() + 3_600_000)
    utimesSync(join(site(), 'index.html'), later, later)
    writeFileSync(join(site(), 'new.html'), 'new')
    rmSync(join(site(), '404.html'))
    const [left, right] = [await browse(pair.left.token), await browse(pair.right.token)]
    await engine.ask('browse.compare', {
      source: left.viewId,
      destination: right.viewId,
      options: defaultSyncOptions,
    })
    const here = await marksOf(left)
    expect(here).toMatchObject({ 'index.html': 'differs', 'new.html': 'only-here', css: null })
    expect(await marksOf(right)).toMatchObject({
      'index.html': 'differs',
      '404.html': 'only-there',
      css: null,
    })
    await preview()
    expect(await marksOf(left)).toMatchObject({ css: 'same' })
  })

  test('of which one is gone says so, and keeps the address', async () => {
    const gone = await engine.ask('places.open', {
      connectionId: 'practice',
      text: 's3://no-such-bucket',
      base: null,
    })
    expect(await browse(gone.token)).toMatchObject({ complete: false, error: { code: 'no-such-bucket' } })
    expect((await engine.ask('places.at', { token: gone.token })).text).toBe('s3://no-such-bucket/')
  })

  test('complete an address as it is typed', async () => {
    await apply(await preview())
    const complete = async (connectionId: string, text: string) =>
      (await engine.ask('places.complete', { connectionId, text, base: pair.left.token })).texts
    expect(await complete('practice', 's3://pra')).toEqual(['s3://practice/'])
    expect(await complete('practice', 's3://practice/site/c')).toEqual(['s3://practice/site/css/'])
    expect(await complete('local', 'cs')).toEqual([`${site()}/css/`])
    expect(await complete('local', 's3://pra')).toEqual([])
  })
})
