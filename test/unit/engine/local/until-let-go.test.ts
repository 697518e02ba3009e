import { expect, test } from 'vitest'
import { untilLetGo } from '../../../../main/engine/local/until-let-go.ts'
import type { Platform } from '../../../../main/engine/local/key-to-path.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'
import { fsError, type FsErrorCode } from '../../../fakes/fs-error.ts'

async function attempt(platform: Platform, code: FsErrorCode, times: number) {
  const clock = new FakeClock()
  const start = clock.now()
  let tries = 0
  const work = untilLetGo({ clock, platform }, async () => {
    if (tries++ < times) throw fsError(code, { op: 'rename', path: '/f' })
    return Promise.resolve('done')
  })
  const end = await clock.run(work).catch((error: unknown) => (error as { code: string }).code)
  return { end, tries, waited: clock.now() - start, pending: clock.pending }
}

test.each<[Platform, FsErrorCode, boolean]>([
  ['win32', 'EBUSY', true],
  ['win32', 'EPERM', true],
  ['win32', 'EACCES', true],
  ['win32', 'ENOSPC', false],
  ['posix', 'EBUSY', true],
  ['posix', 'EPERM', false],
  ['posix', 'EACCES', false],
  ['darwin', 'EBUSY', true],
  ['darwin', 'EPERM', false],
])('on %s %s is tried again: %s', async (platform, code, again) => {
  expect(await attempt(platform, code, 2)).toMatchObject(
    again ? { end: 'done', tries: 3, waited: 150 } : { end: code, tries: 1, waited: 0 },
  )
})

test('what is never let go of fails as it did, in bounded time', async () => {
  expect(await attempt('win32', 'EPERM', Infinity)).toEqual({
    end: 'EPERM',
    tries: 6,
    waited: 1550,
    pending: 0,
  })
})
