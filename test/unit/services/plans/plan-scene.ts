import { defaultTransferSettings } from '../../../../shared/transfer-settings.ts'
import { expect } from 'vitest'
import { ReviewedSync, type Side } from '../../../../main/engine/index.ts'
import { Plan } from '../../../../main/services/plans/plan.ts'
import type { PlanMade } from '../../../../main/services/plans/plan-parts.ts'
import { RunQueue } from '../../../../main/services/queue/run-queue.ts'
import type { PlanOrigin, PlanStatus, Recovery } from '../../../../shared/bridge/plans.ts'
import { SluiceError } from '../../../../shared/errors.ts'
import { defaultRules, type SyncRules } from '../../../../shared/sync-rules.ts'
import { defaultSyncOptions, type SyncOptions } from '../../../../shared/sync-options.ts'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'
import type { TreeTable } from '../../../fakes/memory-tree.ts'

const place: PlanMade['source'] = { token: 't', connectionId: 'c', kind: 'local', text: '/x', crumbs: [] }
const made: PlanMade = {
  planId: 'p',
  task: 'sync',
  direction: 'upload',
  source: place,
  destination: { ...place, connectionId: 'd' },
  options: defaultSyncOptions,
  selection: null,
  only: null,
  ignore: null,
  started: 0,
  file: null,
}

/** A folder and a bucket in memory, and plans between them. */
export function scene(tree: TreeTable, there: readonly string[] = []) {
  const set = setUpSync({ pageSize: 2 })
  set.plant(tree)
  for (const key of there) set.put(`site/${key}`, 'there')
  const closed: boolean[] = []
  const taken: string[] = []
  /** What was asked to be kept while it waits, and what was told to go. */
  const kept: string[] = []
  let changes = 0
  const queue = new RunQueue(set.world.clock)
  const open = (
    rules: Partial<SyncRules> = {},
    more: {
      othersRun?: boolean
      recovery?: Recovery
      source?: Side
      options?: Partial<SyncOptions>
      file?: PlanOrigin
    } = {},
  ): Plan =>
    new Plan({
      made: { ...made, options: { ...made.options, ...more.options }, file: more.file ?? null },
      sides: { source: more.source ?? local, destination: set.www },
      open: (control) =>
        new ReviewedSync(
          set.world,
          {
            source: more.source ?? local,
            destination: set.www,
            rules: { ...defaultRules, ...rules },
            transfer: { ...defaultTransferSettings, maxConcurrentRequests: 2 },
            runId: 'p',
            stateOfRun: () => 'unknown',
            pastRuns: () => Promise.resolve([]),
            storePath: ':memory:',
          },
          control,
        ),
      save: () => undefined,
      takeAlone: () => {
        if (more.othersRun === true) throw new SluiceError({ code: 'locked', message: 'Locked.' })
        taken.push('taken')
        return () => taken.push('let go')
      },
      keep: (_sync, isWhole) => {
        kept.push(isWhole ? 'whole' : 'not whole')
        return isWhole
      },
      drop: () => kept.push('dropped'),
      recovery: async () => more.recovery ?? 'kept',
      closeFiles: async (applied) => {
        closed.push(applied)
      },
      queue,
      checkAgain: () => Promise.resolve(),
      ownBandwidth: null,
      onChange: () => changes++,
    })
  const until = async (plan: Plan, phases: readonly PlanStatus['phase'][]): Promise<PlanStatus> => {
    for (let turns = 0; !phases.includes(plan.phase); turns++) {
      if (turns > 1000) throw new Error(`It stays ${plan.phase}.`)
      await set.world.clock.advance(100)
    }
    return plan.status()
  }
  const ready = async (plan: Plan): Promise<Plan> => {
    await until(plan, ['ready', 'partial', 'failed', 'cancelled'])
    return plan
  }
  return { ...set, queue, open, until, ready, closed, taken, kept, changes: () => changes }
}

/** What a person has seen of a plan, to apply it by. */
export const reviewed = (plan: Plan, typed: string | null = null) => {
  const { digest, totals } = plan.status()
  const { count, bytes } = totals.delete.included
  return { digest, deletes: count, deleteBytes: bytes, typed }
}
export const refused = (code: string): unknown => expect.objectContaining({ code })
