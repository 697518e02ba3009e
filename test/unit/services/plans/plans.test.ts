import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { PlanRequest } from '../../../../main/services/plans/opened-plan.ts'
import { scratch } from '../../engine/plan-file/plans.ts'
import { setUp, applyAll } from './stored-plans.ts'

describe('a plan between two places', () => {
  test('has the name of its run, knows both places, and goes the way they say', async () => {
    const { start, plans, changed, settle } = await setUp()
    const plan = await start()
    expect(plan.status()).toMatchObject({
      planId: 'run-1',
      direction: 'upload',
      phase: 'listing',
      source: { text: '/home/ada/site', connectionId: 'local' },
      destination: { text: 's3://www/site/', connectionId: 'mine' },
    })
    expect([plans.get('run-1'), plans.find('run-1'), plans.newest]).toEqual([plan, plan, plan])
    await settle()
    expect(changed.length).toBeGreaterThan(0)
    expect(new Set(changed)).toEqual(new Set([plan]))
    expect(plan.status().totals.new.included.count).toBe(2)
  })

  test('is only of what was selected', async () => {
    const { ready } = await setUp()
    expect((await ready({ selection: ['css'] })).status().totals.new.included.count).toBe(1)
  })

  test('has a world that logs to the files of its run', async () => {
    const { ready, logs } = await setUp()
    await ready()
    expect(logs.map(({ runId }) => runId)).toEqual(['run-1'])
  })
})

describe('what is no pair', () => {
  test.each<[string, (set: Awaited<ReturnType<typeof setUp>>) => Promise<Partial<PlanRequest>>, string]>([
    ['a list of buckets', async ({ token }) => ({ destination: await token('mine', 's3://') }), 'usage'],
    ['two folders', async ({ site }) => ({ destination: site }), 'usage'],
    ['a place nobody has told of', async () => ({ source: 'made-up' }), 'usage'],
    [
      'a prefix and one inside it',
      async ({ token }) => ({ source: await token('mine', 's3://www/') }),
      'overlapping-roots',
    ],
  ])('%s is refused, and leaves no files', async (_case, changes, code) => {
    const set = await setUp()
    await expect(set.start(await changes(set))).rejects.toMatchObject({ code })
    expect(set.host.runs.filter(({ end }) => end !== 'discarded')).toEqual([])
    expect(set.plans.newest).toBeNull()
  })

  test('between two servers the bytes go through this machine', async () => {
    const { start, token } = await setUp()
    const plan = await start({ source: await token('other', 's3://www/') })
    expect(plan.made.direction).toBe('copy')
  })

  test('two connections to one server are one server', async () => {
    const { start, token } = await setUp()
    const plan = await start({ source: await token('also-mine', 's3://copy/') })
    expect(plan.made.direction).toBe('copy')
  })
})

describe('closing', () => {
  test('a plan that was never applied removes its files; one that ran keeps them', async () => {
    const { ready, plans, host, settle } = await setUp()
    const [looked, ran] = [await ready(), await ready()]
    applyAll(ran)
    await settle()
    expect(ran.phase).toBe('ended')
    await plans.close(looked.made.planId)
    await plans.close(ran.made.planId)
    expect(host.runs.map(({ end }) => end)).toEqual(['discarded', 'closed'])
    expect(() => plans.get('run-1')).toThrow(expect.objectContaining({ code: 'usage' }))
    expect([plans.find('run-1'), plans.newest]).toEqual([null, null])
    await expect(plans.close('run-1')).rejects.toMatchObject({ code: 'usage' })
  })

  test('one that runs is refused, and goes on', async () => {
    const { ready, plans, settle } = await setUp()
    const plan = await ready()
    applyAll(plan)
    expect(plans.running).toEqual([plan])
    await expect(plans.close('run-1')).rejects.toMatchObject({ code: 'usage' })
    await settle()
    expect([plan.phase, plans.running]).toEqual(['ended', []])
  })

  test('leaving may be said to finish first, and then to stop', async () => {
    const { ready, plans, host, world } = await setUp()
    applyAll(await ready())
    await world.clock.run(Promise.all([plans.leave('finish'), plans.leave('stop')]))
    expect(host.runs.map(({ end }) => end)).toEqual(['closed'])
  })

  test('leaving ends all of them', async () => {
    const { ready, start, plans, host, world } = await setUp()
    const running = await ready()
    await start()
    applyAll(running)
    await world.clock.run(plans.leave('stop'))
    expect(host.runs.map(({ end }) => end)).toEqual(['closed', 'discarded'])
    expect(plans.newest).toBeNull()
  })
})

describe('what waits when the window is left', () => {
  /** A run that is held, and others that wait behind it. */
  async function waiting() {
    const folder = scratch()
    onTestFinished(() => {
      folder.end()
    })
    const set = await setUp(folder.path('state'))
    const names = (): string[] =>
      existsSync(folder.path('state/waiting')) ? readdirSync(folder.path('state/waiting')) : []
    const held = await set.ready()
    applyAll(held)
    held.setPaused(true)
    return { ...set, held, names }
  }

  test('is written when it begins to wait, stays when the window is left, and goes when it is taken out', async () => {
    const { ready, plans, world, names } = await waiting()
    const [left, out] = [await ready(), await ready()]
    for (const plan of [left, out]) applyAll(plan)
    expect([names().toSorted(), plans.keptWaiting]).toEqual([['run-2.sluice', 'run-3.sluice'], 2])
    out.cancel('finish')
    expect([names(), plans.keptWaiting]).toEqual([['run-2.sluice'], 1])
    await world.clock.run(plans.leave('stop'))
    expect(names()).toEqual(['run-2.sluice'])
  })

  test('goes when its turn comes', async () => {
    const { ready, held, settle, names } = await waiting()
    const next = await ready()
    applyAll(next)
    held.setPaused(false)
    await settle()
    expect([next.phase, names()]).toEqual(['ended', []])
  })

  test('is told to be lost where it is no sync, or its connection ends with the window', async () => {
    const { plans, ready, site, bucket, token, settle, connections, names } = await waiting()
    const removal = await plans.remove(bucket, null)
    vi.spyOn(connections, 'endsWithWindow').mockImplementation((id) => id === 'also-mine')
    const session = await ready({ source: site, destination: await token('also-mine', 's3://copy/') })
    await settle()
    for (const plan of [removal, session]) applyAll(plan)
    expect([removal, session].map((plan) => plan.phase)).toEqual(['waiting', 'waiting'])
    expect([plans.keptWaiting, names()]).toEqual([0, []])
  })
})

describe('other runs of the pair', () => {
  test('are kept out by one that deletes, whose name has both sides and the filters', async () => {
    const { ready, host, put } = await setUp()
    put('site/old', 'old')
    applyAll(await ready({}, { deleteExtras: true }))
    applyAll(await ready({ selection: ['css'] }))
    expect(host.runs.map(({ alone }) => alone.length)).toEqual([1, 0])
    expect(host.runs[0]?.alone[0]).toBe(
      JSON.stringify([['/home/ada/site', 's3://www/site/'], [null, 'memory'], []]),
    )
  })

  test('are kept out by one that moves, and deletes nothing', async () => {
    const { ready, host, put, plant } = await setUp()
    plant({ fresh: 'moved' })
    put('site/old', 'moved')
    const plan = await ready({}, { deleteExtras: true, moves: true })
    expect(plan.status().totals).toMatchObject({
      move: { included: { count: 1 } },
      delete: { included: { count: 0 } },
    })
    applyAll(plan)
    expect(host.runs.map(({ alone }) => alone.length)).toEqual([1])
  })

  test('that delete already are waited for', async () => {
    const { ready, host, put, keys } = await setUp()
    put('site/old', 'old')
    host.othersRun = true
    const plan = await ready({}, { deleteExtras: true })
    expect(() => {
      applyAll(plan)
    }).toThrow(expect.objectContaining({ code: 'locked' }))
    expect([plan.phase, keys('www')]).toEqual(['ready', ['site/old']])
  })
})

describe('what panes can know from a plan', () => {
  test('is of the newest finished one between the two, of everything', async () => {
    const { ready, start, plans, site, bucket } = await setUp()
    expect(plans.between(site, bucket)).toBeNull()
    await ready()
    const newer = await ready()
    await ready({ selection: ['css'] })
    await start()
    expect(plans.between(site, bucket)).toBe(newer)
    expect(plans.between(bucket, site)).toBeNull()
  })
})

describe('rows that a run has refused', () => {
  /** a.txt is edited between review and run, and css/b.css is not. */
  async function refused() {
    const set = await setUp()
    set.put('site/old', 'old')
    const plan = await set.ready({}, { deleteExtras: true })
    set.plant({ 'a.txt': 'edited' })
    applyAll(plan)
    await set.settle()
    expect(plan.status().states).toMatchObject({
      done: { count: 1 },
      'refused-changed': { count: 1 },
      withheld: { count: 1 },
    })
    return { ...set, plan }
  }

  test('are planned again alone, as they are now, and then done', async () => {
    const { plans, plan, settle, text, s3 } = await refused()
    s3.effects.length = 0
    const again = await plans.again(plan.made.planId, null)
    await settle()
    expect(again.status()).toMatchObject({
      phase: 'ready',
      task: 'sync',
      only: 1,
      totals: { new: { included: { count: 1, bytes: 6 } }, delete: { included: { count: 0 } } },
    })
    expect(again.review.row(1)).toMatchObject({ key: 'a.txt', state: 'planned', source: { size: 6 } })
    applyAll(again)
    await settle()
    expect([again.status().report?.exit, text('site/a.txt')]).toEqual([0, 'edited'])
    expect(plan.status().states['refused-changed'].count).toBe(1)
  })

  test('are looked at under both names where they move', async () => {
    const { plans, ready, plant, put, settle } = await setUp()
    plant({ fresh: 'moved' })
    put('site/old', 'moved')
    const plan = await ready({}, { deleteExtras: true, moves: true })
    plant({ fresh: 'MOVED' })
    applyAll(plan)
    await settle()
    const again = await plans.again(plan.made.planId, null)
    await settle()
    expect([1, 2].map((seq) => again.review.row(seq)?.key).sort()).toEqual(['fresh', 'old'])
  })

  test('are those that were named, where some were; others are none of them', async () => {
    const { plans, plan } = await refused()
    const seqOf = (key: string): number =>
      [1, 2, 3].find((seq) => plan.review.row(seq)?.key === key) ?? Number.NaN
    expect((await plans.again(plan.made.planId, [seqOf('a.txt'), seqOf('css/b.css')])).made.only).toBe(1)
    await expect(plans.again(plan.made.planId, [seqOf('css/b.css')])).rejects.toMatchObject({ code: 'usage' })
  })

  test('are there only when a run has ended, and no command makes them', async () => {
    const { plans, ready, plan } = await refused()
    const fresh = await ready()
    await expect(plans.again(fresh.made.planId, null)).rejects.toMatchObject({ code: 'usage' })
    const again = await plans.again(plan.made.planId, null)
    await expect(plans.command(again.made.planId)).rejects.toMatchObject({ code: 'usage' })
    expect(plans.between(again.made.source.token, again.made.destination.token)).not.toBe(again)
  })
})

describe('the command', () => {
  test('has the flags of each side', async () => {
    const { ready, plans } = await setUp()
    await ready({}, { deleteExtras: true, compare: 'default' })
    expect(await plans.command('run-1')).toBe(
      'sluice sync /home/ada/site s3://www/site/ --delete --profile mine',
    )
  })

  test('names the connection of a copy once where it is one', async () => {
    const { start, plans, token } = await setUp()
    await start({ source: await token('mine', 's3://copy/') }, { compare: 'default' })
    await start({ source: await token('also-mine', 's3://copy/') }, { compare: 'default' })
    expect(await plans.command('run-1')).toBe('sluice sync s3://copy/ s3://www/site/ --profile mine')
    expect(await plans.command('run-2')).toBe(
      'sluice sync s3://copy/ s3://www/site/ --source-profile also-mine --profile mine',
    )
  })

  test('of a plan that is closed is refused', async () => {
    await expect((await setUp()).plans.command('run-1')).rejects.toMatchObject({ code: 'usage' })
  })
})
