import type { engineCalls } from '../../../shared/bridge/calls.ts'
import type { Answers } from '../bridge/serve-calls.ts'
import type { Connections } from '../connections/connections.ts'
import type { Plans } from '../plans/plans.ts'
import type { RunQueue } from './run-queue.ts'

type RunCalls = Pick<
  typeof engineCalls,
  | 'plan.apply'
  | 'plan.pause'
  | 'plan.goOn'
  | 'plan.cancel'
  | 'plan.retry'
  | 'runs.arrange'
  | 'runs.move'
  | 'runs.beginNow'
>

/** What answers the calls that begin runs, hold them, and end them. */
export const runAnswers = (plans: Plans, queue: RunQueue, connections: Connections): Answers<RunCalls> => ({
  'plan.apply': async ({ planId, ...reviewed }) => {
    const plan = plans.get(planId)
    await plans.checkNotApplied(plan)
    plan.apply(reviewed)
    return plan.status()
  },
  'plan.pause': ({ planId, paused }) => {
    const plan = plans.get(planId)
    plan.setPaused(paused)
    return plan.status()
  },
  'plan.goOn': ({ planId, keys }) => {
    const plan = plans.get(planId)
    plan.goOn((connectionId) => {
      if (keys !== null) connections.renew(connectionId, keys)
    })
    return plan.status()
  },
  'plan.cancel': ({ planId, step }) => {
    const plan = plans.get(planId)
    plan.cancel(step)
    return plan.status()
  },
  'runs.arrange': ({ atOnce, bandwidth }) => {
    queue.limitBandwidth(bandwidth)
    queue.setAtOnce(atOnce)
    return {}
  },
  'runs.move': ({ planId, place }) => {
    queue.move(planId, place)
    return plans.get(planId).status()
  },
  'runs.beginNow': async ({ planId }) => {
    await queue.beginNow(planId)
    return plans.get(planId).status()
  },
  'plan.retry': ({ planId, only }) => {
    const plan = plans.get(planId)
    plan.retry(only)
    return plan.status()
  },
})
