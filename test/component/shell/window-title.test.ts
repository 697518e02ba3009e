import { expect, test } from 'vitest'
import { render } from 'vitest-browser-svelte'
import WindowTitle from '../../../renderer/shell/WindowTitle.svelte'
import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import { planStatus, progressOf } from '../../fakes/fake-plans.ts'

const run = (done: number, total: number, phase: PlanStatus['phase'] = 'running'): PlanStatus =>
  planStatus({ phase, progress: progressOf({ bytes: { done, total } }) })

test.each([
  ['nothing runs', [], 'Sluice'],
  ['one run', [run(47, 100)], '47 % – Sluice'],
  ['several, by the bytes of all', [run(100, 100), run(0, 300)], '25 % – Sluice'],
  ['all of them held', [run(47, 100, 'paused')], 'Paused at 47 % – Sluice'],
  ['no bytes to move', [run(0, 0)], '0 % – Sluice'],
])('with %s the title is so', async (_what, running, title) => {
  const screen = await render(WindowTitle, { jobs: { running } })
  await expect.poll(() => document.title).toBe(title)
  await screen.unmount()
  expect(document.title).toBe('Sluice')
})
