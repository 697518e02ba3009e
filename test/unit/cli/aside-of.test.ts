import { expect, test } from 'vitest'
import { asideOf } from '../../../main/cli/aside-of.ts'
import { asideLines } from '../../../main/cli/output/aside-text.ts'
import type { Options } from '../../../main/cli/flag.ts'

const here = { cwd: '/here', platform: 'linux' } as const
const none = { trash: false, backupDir: null, backupPrefix: null }
type Given = Partial<Pick<Options, 'trash' | 'backupDir' | 'backupPrefix'>>

test.each<[Given, ReturnType<typeof asideOf>]>([
  [{}, null],
  [{ trash: true }, { kind: 'trash' }],
  [{ backupDir: 'kept/../old' }, { kind: 'folder', path: '/here/old' }],
  [{ backupPrefix: 's3://b/old' }, { kind: 'prefix', bucket: 'b', prefix: 'old/' }],
  [{ backupPrefix: 's3://b' }, { kind: 'prefix', bucket: 'b', prefix: '' }],
])('%j is %j', (given, place) => {
  expect(asideOf({ ...none, ...given }, here)).toEqual(place)
})

test.each<[Given, RegExp]>([
  [{ trash: true, backupDir: 'x' }, /--trash and --backup-dir are more/],
  [{ backupPrefix: './x' }, /--backup-prefix can't be ".\/x"/],
])('%j makes no sense', (given, message) => {
  expect(() => asideOf({ ...none, ...given }, here)).toThrow(message)
})

test('what was put aside is said in a line, with what it took and how it comes back', () => {
  const aside = { kind: 'prefix', where: 's3://b/old/r1/', count: 1200, bytes: 1, requests: 2400 } as const
  expect(asideLines({ runId: 'r1', aside })).toEqual([
    '1,200 of what was there put aside in s3://b/old/r1/ (2,400 requests). Back with: sluice undo r1',
  ])
  expect(asideLines({ runId: 'r1', aside: { ...aside, count: 0 } })).toEqual([])
  expect(asideLines({ runId: 'r1' })).toEqual([])
})
