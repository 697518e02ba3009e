import { onTestFinished } from 'vitest'
import { PlanState } from '../../renderer/state/plan.svelte.ts'
import type { PlanStatus } from '../../shared/bridge/plans.ts'
import type { PlanRow } from '../../shared/plan-row.ts'
import { createFakeBridge, type Answers, type FakeBridge } from '../fakes/fake-bridge.ts'
import { deletesOf, planStatus, rowsPage } from '../fakes/fake-plans.ts'

export interface OpenPlan {
  readonly bridge: FakeBridge
  readonly plan: PlanState
}

/** A plan on a fake engine, which answers every call as if it did what it was asked. It is closed with the test. */
export function openPlan(
  changes: Partial<PlanStatus> = {},
  { rows = [], answers = {} }: { rows?: readonly PlanRow[]; answers?: Answers } = {},
): OpenPlan {
  const status = (now: Partial<PlanStatus> = {}): PlanStatus => planStatus({ ...changes, ...now })
  const bridge = createFakeBridge({
    'plan.rows': (asked) => rowsPage(rows, asked),
    'plan.folders': () => ({ total: 0, folders: [] }),
    'plan.hints': () => ({ hints: [] }),
    'plan.losses': () => ({ folder: null, children: [], others: { folders: 0, deletes: 0, bytes: 0 } }),
    'plan.choose': () => status({ revision: 2 }),
    'plan.deletes': () => deletesOf(status().totals.delete.included.count),
    'plan.apply': () => status({ phase: 'running' }),
    'plan.pause': ({ paused }) => status({ phase: paused ? 'paused' : 'running' }),
    'plan.cancel': ({ step }) => status({ phase: step === 'finish' ? 'finishing' : 'stopping' }),
    'plan.retry': () => status({ phase: 'running', report: null }),
    'plan.command': () => ({ text: 'sluice sync /site s3://www/site/' }),
    'window.copyText': () => ({}),
    ...answers,
  })
  const plan = new PlanState(bridge, status())
  onTestFinished(() => plan.close())
  return { bridge, plan }
}
