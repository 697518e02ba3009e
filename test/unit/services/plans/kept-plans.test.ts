import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { KeptPlans } from '../../../../main/services/plans/kept-plans.ts'
import { SluiceError } from '../../../../shared/errors.ts'
import { scratch } from '../../engine/plan-file/plans.ts'

let folder: ReturnType<typeof scratch>
let kept: KeptPlans
const now = 1_800_000_000_000

beforeEach(() => {
  folder = scratch()
  kept = new KeptPlans(folder.path('state'), () => now)
})

afterEach(() => {
  folder.end()
})

const plan = (planId: string) => ({
  planId,
  save: (path: string) => {
    writeFileSync(path, planId)
    utimesSync(path, now / 1000, now / 1000)
  },
})
const opened = async (): Promise<string[]> => {
  const paths: string[] = []
  await kept.openAll(async (path) => paths.push(path))
  return paths
}

test('what is kept is opened at the next start, the oldest first, and is known by its path', async () => {
  expect(await opened()).toEqual([])
  kept.keep([plan('run-2'), plan('run-1')])
  const paths = await opened()
  expect(paths.map((path) => path.split('/').at(-1))).toEqual(['run-1.sluice', 'run-2.sluice'])
  expect(paths.map((path) => kept.has(path))).toEqual([true, true])
  expect(kept.has(folder.path('mine.sluice'))).toBe(false)
})

test('one that can’t be kept does not keep the others from it', async () => {
  const removal = {
    planId: 'run-1',
    save: () => {
      throw new SluiceError({ code: 'usage', message: 'No.' })
    },
  }
  kept.keep([removal, plan('run-2')])
  expect(await opened()).toHaveLength(1)
})

test('one that can’t be opened stays for another start, and one that was put away goes', async () => {
  kept.keep([plan('run-1'), plan('run-2')])
  const failing = (): Promise<never> =>
    Promise.reject(new SluiceError({ code: 'usage', message: 'No connection.' }))
  await kept.openAll(failing)
  const [first = ''] = await opened()
  await kept.forget(first)
  expect(existsSync(first)).toBe(false)
  expect(await opened()).toHaveLength(1)
})

test('one that was applied goes', async () => {
  kept.keep([plan('run-1')])
  const applied = new SluiceError({ code: 'usage', message: 'This plan was applied already.' })
  await kept.openAll(() => Promise.reject(applied))
  expect(readdirSync(folder.path('state/waiting'))).toEqual([])
})

test('after thirty days one goes, and no file of a person’s ever', async () => {
  kept.keep([plan('run-1')])
  const old = (now - 31 * 86_400_000) / 1000
  utimesSync(folder.path('state/waiting/run-1.sluice'), old, old)
  expect(await opened()).toEqual([])
  expect(readdirSync(folder.path('state/waiting'))).toEqual([])
  const mine = folder.path('mine.sluice')
  writeFileSync(mine, '')
  await kept.forget(mine)
  expect(existsSync(mine)).toBe(true)
})
