import { expect, test, vi } from 'vitest'
import { TourState } from '../../../renderer/state/tour.svelte.ts'
import { beginTour } from '../../../renderer/state/begin-tour.ts'
import { AppState } from '../../../renderer/state/app.svelte.ts'
import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import { createFakeBridge } from '../../fakes/fake-bridge.ts'
import { answerPlaces, entry, placeAt } from '../../fakes/fake-places.ts'
import { planStatus, runReport } from '../../fakes/fake-plans.ts'

const ended = (changes: Partial<PlanStatus> = {}): PlanStatus =>
  planStatus({ phase: 'ended', recovery: 'kept', report: runReport(), ...changes })

function begun() {
  const onOver = vi.fn()
  const tour = new TourState(onOver)
  tour.begin([])
  return { tour, onOver }
}

test('each step is taken by what a person does, to the last', () => {
  const { tour, onOver } = begun()
  expect(tour.stepAt(null)).toBe(1)
  expect(tour.stepAt(planStatus())).toBe(2)
  expect(tour.stepAt(planStatus({ phase: 'running' }))).toBe(3)
  expect(tour.stepAt(planStatus({ phase: 'waiting' }))).toBe(3)
  tour.follow([ended()])
  expect([tour.stepAt(ended()), tour.stepAt(null), tour.applied]).toEqual([4, 4, 'plan-1'])
  expect(onOver).not.toHaveBeenCalled()
  tour.follow([ended(), ended({ planId: 'plan-2', task: 'undo' })])
  tour.follow([ended({ planId: 'plan-2', task: 'undo' })])
  expect(tour.stepAt(null)).toBe(5)
  expect([tour.on, onOver.mock.calls.length]).toEqual([true, 1])
})

test('a run that can not be undone, one elsewhere, and one from before are none of its steps', () => {
  const tour = new TourState()
  tour.begin([ended({ planId: 'before' })])
  tour.follow([
    ended({ planId: 'before' }),
    ended({ recovery: 'gone' }),
    ended({ planId: 'elsewhere', destination: placeAt('profile:work', 's3://work/') }),
  ])
  expect(tour.stepAt(null)).toBe(1)
})

test('an undo that has failed is still to be made', () => {
  const { tour, onOver } = begun()
  tour.follow([ended(), ended({ planId: 'plan-2', task: 'undo', report: runReport({ exit: 1 }) })])
  expect([tour.stepAt(null), onOver.mock.calls.length]).toEqual([4, 0])
})

test('it is over where it is dismissed, and can begin anew', () => {
  const { tour, onOver } = begun()
  tour.follow([ended()])
  tour.end()
  expect([tour.on, onOver.mock.calls.length]).toEqual([false, 1])
  tour.begin([ended()])
  expect([tour.on, tour.stepAt(null)]).toEqual([true, 1])
})

test('the help opens the practice pair for it, wherever the panes were', async () => {
  const listings = new Map([
    ['/home', [entry('x')]],
    ['/site', [entry('a.txt')]],
    ['s3://www/site/', []],
  ])
  const bridge = createFakeBridge(answerPlaces(listings, { direction: 'left', toured: true }))
  const app = new AppState(bridge)
  await app.open()
  expect(app.tour.on).toBe(false)
  await app.left.openText('/home', 'local')
  app.showHistory()
  await beginTour(app)
  expect([app.screen, app.direction, app.tour.on]).toEqual(['browse', 'right', true])
  expect([app.left.place?.text, app.right.place?.text]).toEqual(['/site', 's3://www/site/'])
  app.tour.end()
  await vi.waitFor(() => expect(bridge.asked('window.changeSettings')).toContainEqual({ toured: true }))
  app.close()
})
