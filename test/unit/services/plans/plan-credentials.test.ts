import { describe, expect, test } from 'vitest'
import { s3Error } from '../../../fakes/s3-error.ts'
import { reviewed, scene } from './plan-scene.ts'

describe('F78 credentials that expire', () => {
  test.each(['listing', 'running'] as const)(
    'while it is %s are waited for, and then it goes on',
    async (when) => {
      const { open, ready, until, s3, world, keys } = scene({ a: 'a' })
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
    const { open, ready, until, s3, world } = scene({ a: 'a' })
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
