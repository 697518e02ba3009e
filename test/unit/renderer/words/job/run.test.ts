import { describe, expect, test } from 'vitest'
import { leftWords, milestoneWords } from '../../../../../renderer/words/job/run.ts'
import type { PlanStatus } from '../../../../../shared/bridge/plans.ts'
import { planStatus, runReport, runProgress as progress } from '../../../../fakes/fake-plans.ts'

describe('the time that is left', () => {
  test.each<[string, Partial<PlanStatus>]>([
    ['9 s left', { phase: 'running', progress: progress() }],
    ['1 s left', { phase: 'running', progress: progress({ secondsLeft: 0.2 }) }],
    ['2 min 5 s left', { phase: 'running', progress: progress({ secondsLeft: 125 }) }],
    ['', { phase: 'running', progress: progress({ secondsLeft: null }) }],
    ['', { phase: 'running', progress: null }],
    ['paused', { phase: 'paused', progress: progress() }],
    ['finishing what is moving', { phase: 'finishing', progress: progress() }],
    ['stopping', { phase: 'stopping', progress: progress() }],
  ])('%s', (words, changes) => {
    expect(leftWords(planStatus(changes))).toBe(words)
  })
})

describe('what is read aloud', () => {
  test.each<[string, Partial<PlanStatus>]>([
    ['Listing both sides.', { phase: 'listing' }],
    ['3 new.', { phase: 'ready' }],
    ['Applying the plan.', { phase: 'running', progress: progress({ bytes: { done: 29, total: 120 } }) }],
    ['25 % done.', { phase: 'running', progress: progress() }],
    ['25 % done.', { phase: 'running', progress: progress({ bytes: { done: 59, total: 120 } }) }],
    ['50 % done.', { phase: 'running', progress: progress({ bytes: { done: 60, total: 120 } }) }],
    ['Paused.', { phase: 'paused', progress: progress() }],
    ['Cancelled: finishing what is moving.', { phase: 'finishing' }],
    ['Stopping.', { phase: 'stopping' }],
    ['The plan could not be made.', { phase: 'failed' }],
    ['Planning was stopped.', { phase: 'cancelled' }],
    ['Uploaded 3 files, 300 Bytes, all verified. Took 2.0 s.', { phase: 'ended', report: runReport() }],
  ])('%s', (words, changes) => {
    expect(milestoneWords(planStatus(changes))).toBe(words)
  })
})
