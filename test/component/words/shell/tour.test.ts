import { expect, test } from 'vitest'
import { tourWords } from '../../../../renderer/words/shell/tour.ts'
import { planStatus, runReport, totalsOf } from '../../../fakes/fake-plans.ts'

const ended = { phase: 'ended', report: runReport() } as const

test.each([
  ['nothing was planned', 1, null, /^This is for practice\. .* press Preview/],
  ['a run has changed nothing', 1, planStatus(ended), /Go back, and preview again/],
  ['a plan is being made', 2, planStatus({ phase: 'listing' }), /being read/],
  ['a plan is there', 2, planStatus(), /Space leaves out/],
  ['nothing differs', 2, planStatus({ totals: totalsOf({}) }), /match already/],
  ['it runs', 3, planStatus({ phase: 'running' }), /It runs now/],
  ['it waits', 3, planStatus({ phase: 'waiting' }), /waits for its turn/],
  ['its report is shown', 4, planStatus(ended), /press Undo/],
  ['the panes are shown after it', 4, null, /taken back from here/],
  ['the undo is under review', 4, planStatus({ task: 'undo' }), /An undo is a plan too/],
  ['the undo runs', 4, planStatus({ task: 'undo', phase: 'running' }), /being undone/],
  ['the undo has failed', 4, planStatus({ task: 'undo', ...ended }), /report says why/],
  ['everything is done', 5, null, /All four are done/],
] as const)('says what to do where %s', (_, step, plan, words) => {
  expect(tourWords(step, plan)).toMatch(words)
})
