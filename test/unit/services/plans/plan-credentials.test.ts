import { describe, expect, test } from 'vitest'
import { ReviewedSync } from '../../../../main/engine/reviewed-sync.ts'
import { Plan } from '../../../../main/services/plans/plan.ts'
import type { Place } from '../../../../shared/bridge/places.ts'
import type { PlanStatus } from '../../../../shared/bridge/plans.ts'
import { defaultSyncOptions } from '../../../../shared/sync-options.ts'
import { defaultRules } from '../../../../shared/sync-rules.ts'
import { defaultTransferSettings } from '../../../../shared/transfer-settings.ts'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'
import { s3Error } from '../../../fakes/s3-error.ts'

const place: Place = { token: 't', connectionId: 'profile:dev', kind: 's3', text: '', crumbs: [] }

function scene() {
  const set = setUpSync()
  set.plant({ a: 'a' })
  const open = (): Plan =>
    new Plan({
      made: {
        planId: 'p',
        task: 'sync',
        direction: 'upload',
        source: place,
        destination: place,
        options: defaultSyncOptions,
        selection: null,
        started: 0,
      },
      open: (control) =>
        new ReviewedSync(
          set.world,
          {
            source: local,
            destination: set.www,
            rules: defaultRules,
            transfer: defaultTransferSettings,
            runId: 'p',
            stateOfRun: () => 'unknown',
            pastRuns: () => Promise.resolve([]),
            storePath: ':memory:',
          },
          control,
        ),
      takeAlone: () => () => undefined,
      recovery: async () => Promise.resolve('kept'),
      closeFiles: async () => Promise.resolve(),
      onChange: () => undefined,
    })
  const until = async (plan: Plan, phases: readonly PlanStatus['phase'][]): Promise<PlanStatus> => {
    for (let turns = 0; !phases.includes(plan.phase); turns++) {
      if (turns > 1000) throw new Error(`It stays ${plan.phase}.`)
      await set.world.clock.advance(100)
    }
    return plan.status()
  }
  const ready = (plan: Plan) => until(plan, ['ready'])
  return { ...set, open, until, ready }
}

const reviewed = (plan: Plan) => ({ digest: plan.status().digest, deletes: 0, deleteBytes: 0, typed: null })

describe('F78 credentials that expire', () => {
  test.each(['listing', 'running'] as const)(
    'while it is %s are waited for, and then it goes on',
    async (when) => {
      const { open, ready, until, s3, world, keys } = scene()
      let valid = when === 'running'
      s3.before = (op, bucket) => {
        if (!valid) throw s3Error('ExpiredToken', { op, bucket })
      }
      const plan = open()
      if (when === 'running') {
        await ready(plan)
        valid = false
        plan.apply(reviewed(plan))
      }
      await world.clock.advance(60_000)
      expect(plan.status()).toMatchObject({
        phase: when,
        expired: { error: { code: 'credentials-expired' } },
      })
      valid = true
      plan.goOn(() => undefined)
      if (when === 'listing') expect((await until(plan, ['ready'])).expired).toBeNull()
      else expect((await until(plan, ['ended'])).report).toMatchObject({ exit: 0 })
      expect(keys('www').length).toBe(when === 'running' ? 1 : 0)
    },
  )

  test.each(['listing', 'running'] as const)('while it is %s: a cancel ends it', async (when) => {
    const { open, ready, until, s3, world } = scene()
    let valid = when === 'running'
    s3.before = (op, bucket) => {
      if (!valid) throw s3Error('ExpiredToken', { op, bucket })
    }
    const plan = open()
    if (when === 'running') await ready(plan)
    valid = false
    if (when === 'running') plan.apply(reviewed(plan))
    await world.clock.advance(1000)
    plan.cancel('finish')
    const status = await until(plan, ['cancelled', 'ended'])
    expect(status.expired).toBeNull()
    if (when === 'running') expect(status.report).toMatchObject({ exit: 130 })
  })
})
