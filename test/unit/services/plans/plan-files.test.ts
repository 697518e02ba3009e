import { existsSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPlanFile } from '../../../../main/engine/plan-file/open-plan-file.ts'
import {
  earlierApply,
  locateSide,
  optionsOf,
  originOf,
  planPath,
  saveTo,
  withSuffix,
} from '../../../../main/services/plans/plan-files.ts'
import type { Connection } from '../../../../shared/bridge/places.ts'
import type { PlanSide } from '../../../../shared/plan-file.ts'
import type { ObjectStore } from '../../../../main/engine/index.ts'
import { defaultSyncOptions } from '../../../../shared/sync-options.ts'
import { defaultRules } from '../../../../shared/sync-rules.ts'
import { local } from '../../../fakes/memory-sync.ts'
import { FakeHost } from '../../cli/fake-host.ts'
import { savedPlan, scratch } from '../../engine/plan-file/plans.ts'

let folder: ReturnType<typeof scratch>
let path: string

beforeEach(() => {
  folder = scratch()
  path = folder.path('plan.sluice')
})

afterEach(() => {
  folder.end()
})

test('a plan says where it came from, and whether it was made here', async () => {
  await savedPlan(path)
  const file = openPlanFile(path)
  expect(originOf(file, new FakeHost(), { has: () => false })).toMatchObject({
    path,
    madeOn: 'here',
    madeHere: true,
    kept: false,
  })
  expect(originOf(file, { seal: () => 'another' }, { has: () => true })).toMatchObject({
    madeHere: false,
    kept: true,
  })
  expect(optionsOf(file.header)).toMatchObject({ deleteExtras: true, filters: [] })
  file.close()
})

test('a plan of the window is saved with its budget, and over that with its deletes withheld', async () => {
  const { sync, www } = await savedPlan(path)
  const save = (count: number): void => {
    const options = { ...defaultSyncOptions, maxDelete: { kind: 'count', count } as const }
    const rules = { ...defaultRules, delete: true }
    const plan = { task: 'sync', source: local, destination: www, rules, options } as const
    saveTo(path, sync, plan, new FakeHost(), 1000)
  }
  save(2)
  const within = openPlanFile(path)
  expect(within.header).toMatchObject({ rules: { maxDelete: { count: 2 } }, summary: { withheld: null } })
  within.close()
  save(1)
  const over = openPlanFile(path)
  expect(over.header.summary.withheld).toMatchObject({ code: 'too-many-deletes' })
  over.close()
  sync.close()
})

test('a plan with more rules of an ignore file than it can have says so, and writes nothing', async () => {
  const { sync, www } = await savedPlan(path)
  const rule = { kind: 'exclude', pattern: 'x', line: 1 } as const
  const save = (many: number): void => {
    const ignore = { name: '.sluiceignore', rules: Array.from({ length: many }, () => rule) }
    const rules = { ...defaultRules, delete: true, ignore }
    const plan = {
      task: 'sync',
      source: local,
      destination: www,
      rules,
      options: defaultSyncOptions,
    } as const
    saveTo(folder.path('new.sluice'), sync, plan, new FakeHost(), 1000)
  }
  expect(() => {
    save(10_001)
  }).toThrow('.sluiceignore has 10,001 rules, and a plan file can have 10,000.')
  expect(existsSync(folder.path('new.sluice'))).toBe(false)
  save(10_000)
  expect(existsSync(folder.path('new.sluice'))).toBe(true)
  sync.close()
})

test('a path is one of this computer, and gets its ending', () => {
  expect(planPath({ kind: 'local', path: '/a' })).toBe('/a')
  expect(() => planPath({ kind: 'buckets' })).toThrow('a file of this computer')
  expect([withSuffix('/a'), withSuffix('/a.sluice'), withSuffix('/a.txt')]).toEqual([
    '/a.sluice',
    '/a.sluice',
    '/a.txt.sluice',
  ])
})

describe('a side of a plan', () => {
  const bucket: PlanSide & { kind: 's3' } = {
    kind: 's3',
    bucket: 'www',
    prefix: 'site/',
    endpoint: 'http://there',
    identity: 'the profile dev',
    identityId: 'AK1',
    keyMd5: null,
  }

  const known = (stores: Record<string, [label: string, id: string | null] | null>) => ({
    list: () =>
      Promise.resolve([
        { id: 'local', kind: 'local' } as Connection,
        ...Object.keys(stores).map((id) => ({ id, kind: 'profile' }) as Connection),
      ]),
    store: (id: string) => {
      const [label, key] = stores[id] ?? []
      if (label === undefined) return Promise.reject(new Error('not to be opened'))
      const identity = { name: 'somebody', renewal: null, id: key ?? null }
      return Promise.resolve({ endpoint: { label, aws: false }, identity } as ObjectStore)
    },
  })

  test('is found over the connection with its server and its identity', async () => {
    const connections = known({
      broken: null,
      elsewhere: ['http://elsewhere', 'AK1'],
      'somebody-else': ['http://there', 'AK2'],
      right: ['http://there', 'AK1'],
      also: ['http://there', 'AK1'],
    })
    expect(await locateSide(bucket, connections, 'linux')).toMatchObject({ connectionId: 'right' })
  })

  test.each([
    [{ elsewhere: ['http://elsewhere', 'AK1'] }],
    [{ other: ['http://there', 'AK2'] }],
    [{}],
  ] satisfies [Record<string, [string, string]>][])(
    'opens nothing where no connection leads there: %j',
    async (stores) => {
      await expect(locateSide(bucket, known(stores), 'linux')).rejects.toThrow('No connection here leads')
    },
  )

  test('under a key of a person’s own is not for a window', async () => {
    const side = { ...bucket, keyMd5: 'x' }
    await expect(locateSide(side, known({ right: ['http://there', 'AK1'] }), 'linux')).rejects.toThrow('key')
  })

  test.each(['site', '/a/../b', '/a/', 'C:\\site'])(
    'that is the folder %j is none of this computer',
    async (root) => {
      await expect(locateSide({ kind: 'local', root }, known({}), 'linux')).rejects.toThrow('is no folder')
    },
  )
})

test('a plan that no run has been made of was not applied', async () => {
  const { digest, world } = await savedPlan(path)
  expect(await earlierApply(digest, new FakeHost(), world.clock, null)).toBeNull()
})
