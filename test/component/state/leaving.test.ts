import { expect, onTestFinished, test, vi } from 'vitest'
import { AppState } from '../../../renderer/state/app.svelte.ts'
import { Leaving } from '../../../renderer/state/leaving.svelte.ts'
import type { Settings } from '../../../shared/settings.ts'
import { createFakeBridge } from '../../fakes/fake-bridge.ts'
import { answerPlaces, entry } from '../../fakes/fake-places.ts'
import { planStatus } from '../../fakes/fake-plans.ts'

async function open(
  settings: Partial<Settings> = {},
  phase: 'running' | 'waiting' | 'ready' = 'running',
  kind?: 'electron',
) {
  const listings = new Map([
    ['/site', [entry('a.txt')]],
    ['s3://www/site/', [entry('a.txt')]],
  ])
  const places = answerPlaces(listings, settings)
  const bridge = createFakeBridge({ ...places, 'window.leave': () => ({}) })
  const app = new AppState(bridge)
  onTestFinished(() => app.close())
  await app.open()
  if (kind !== undefined && app.start !== null)
    app.start = { ...app.start, host: { ...app.start.host, kind } }
  app.jobs.follow(planStatus({ phase }))
  const leaving = new Leaving(app)
  onTestFinished(() => leaving.end())
  /** The page is asked to go. @returns whether it does. */
  const close = (): boolean => {
    const event = new Event('beforeunload', { cancelable: true })
    leaving.beforeUnload(event)
    return !event.defaultPrevented
  }
  return { app, bridge, leaving, close }
}

test.each([
  ['a run', 'running', true],
  ['one that waits', 'waiting', true],
  ['a review', 'ready', false],
] as const)('with %s the page asks before it is closed: %s %s', async (_what, phase, asks) => {
  const { close, leaving } = await open({}, phase)
  expect(close()).toBe(!asks)
  await vi.waitFor(() => expect(leaving.asking).toBe(asks))
})

test('it goes where the setting says how, and where the host asks by itself', async () => {
  expect((await open({ leaving: 'finish' })).close()).toBe(true)
  expect((await open({}, 'running', 'electron')).close()).toBe(true)
})

test('what is chosen is told to the host, and kept where it is to be; then it is asked about once more only to stop', async () => {
  const { app, bridge, close, leaving } = await open()
  close()
  await leaving.leave('finish', true)
  expect(bridge.asked('window.leave')).toEqual([{ how: 'finish' }])
  expect(bridge.asked('window.changeSettings').at(-1)).toEqual({ leaving: 'finish' })
  expect([app.runSettings.leaving, leaving.asking, leaving.finishing, leaving.closing]).toEqual([
    'finish',
    false,
    true,
    true,
  ])
  expect(close()).toBe(false)
  await vi.waitFor(() => expect(leaving.asking).toBe(true))
  leaving.stay()
  expect(leaving.asking).toBe(false)
})

test('where it could not be told, nothing is finishing, and why is said', async () => {
  const { app, bridge, leaving } = await open()
  delete bridge.answers['window.leave']
  await leaving.leave('finish', false)
  expect([leaving.finishing, leaving.closing, app.error?.message]).toEqual([
    false,
    false,
    'No answer for window.leave.',
  ])
})

test('what the host has been told otherwise holds too, for as long as something runs', async () => {
  const { app, bridge, leaving } = await open()
  bridge.emit('window.leaving', { how: 'finish' })
  expect(leaving.closing).toBe(true)
  app.jobs.follow(planStatus({ phase: 'ended', serial: 2 }))
  expect(leaving.closing).toBe(false)
})

test('of those that wait it knows how many the next start offers', async () => {
  const { app, leaving } = await open()
  const waits = (planId: string, kept: boolean) =>
    planStatus({ planId, phase: 'waiting', waiting: { place: 1, runs: 1, blocked: null, kept } })
  for (const status of [waits('a', true), waits('b', false)]) app.jobs.follow(status)
  expect(leaving.left).toEqual({ runs: 1, waiting: 2, kept: 1 })
})
