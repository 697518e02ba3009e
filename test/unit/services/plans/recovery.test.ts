import { expect, test } from 'vitest'
import { asideFor } from '../../../../main/services/plans/aside-for.ts'
import { recoveryOf } from '../../../../main/services/plans/recovery.ts'
import type { AsidePlace } from '../../../../shared/aside.ts'
import type { Recovery } from '../../../../shared/bridge/plans.ts'
import { defaultSyncOptions } from '../../../../shared/sync-options.ts'
import { setUpSync, local } from '../../../fakes/memory-sync.ts'

const never = new AbortController().signal
const home = { folder: '/home/ada/.local/share/Trash', uid: 1 }
const prefix: AsidePlace = { kind: 'prefix', bucket: 'copy', prefix: '' }

test.each<[string, boolean, boolean, AsidePlace | null, Recovery]>([
  ['a disk with a trash', true, true, { kind: 'trash' }, 'trash'],
  ['a disk with a trash that is not wanted', true, false, null, 'local'],
  ['a disk without one', false, true, null, 'no-trash'],
])('of a folder on %s', async (_, has, trash, aside, recovery) => {
  const { world, www, plant } = setUpSync({}, {}, has ? { trash: home } : {})
  plant({ a: 'a' })
  const options = { ...defaultSyncOptions, trash }
  expect(await asideFor(world, { source: www, destination: local, options })).toEqual(aside)
  expect(await recoveryOf({ destination: local, aside, trash }, never)).toBe(recovery)
})

test.each<['kept' | 'gone', AsidePlace | null, Recovery]>([
  ['kept', prefix, 'kept'],
  ['gone', prefix, 'prefix'],
  ['gone', null, 'gone'],
])('of a bucket whose versions are %s, with %j', async (versioning, aside, recovery) => {
  const { world, s3, www } = setUpSync()
  const bucket = s3.buckets.get('www')
  if (bucket !== undefined) bucket.versioning = versioning
  expect(await asideFor(world, { source: local, destination: www, options: defaultSyncOptions })).toBeNull()
  expect(await recoveryOf({ destination: www, aside, trash: true }, never)).toBe(recovery)
})

test('an undo puts aside where the run did that it undoes', async () => {
  const { world, www } = setUpSync()
  const run = { runId: 'r', aside: prefix, done: () => [], cutOff: 0 }
  const undone = { source: { kind: 'past', run }, destination: www, options: defaultSyncOptions } as const
  expect(await asideFor(world, undone)).toBe(prefix)
})
