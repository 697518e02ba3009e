import { expect, test } from 'vitest'
import type { PlanMade } from '../../../../main/services/plans/plan-parts.ts'
import { commandFor } from '../../../../main/services/plans/plan-command.ts'
import { defaultSyncOptions } from '../../../../shared/sync-options.ts'

const made = (changes: Partial<PlanMade> = {}): PlanMade => ({
  planId: 'run-1',
  task: 'sync',
  direction: 'upload',
  source: { token: 'a', connectionId: 'local', kind: 'local', text: '/site', crumbs: [] },
  destination: { token: 'b', connectionId: 'profile:dev', kind: 's3', text: 's3://www/', crumbs: [] },
  options: { ...defaultSyncOptions, compare: 'default' },
  selection: null,
  started: 0,
  file: null,
  only: null,
  ignore: null,
  ...changes,
})

const connections = {
  flags: (id: string) => Promise.resolve(id === 'profile:dev' ? ['--profile', 'dev'] : []),
}
const command = (changes: Partial<PlanMade> = {}, undoes: string | null = null) =>
  commandFor(made(changes), { undoes, trash: false }, connections, 'linux')

test('the command of a sync, of one that undoes a run, and of one from a file', async () => {
  expect(await command()).toBe('sluice sync /site s3://www/ --profile dev')
  expect(await command({ task: 'undo' }, 'run-0')).toBe('sluice undo run-0 --profile dev')
  const file = {
    path: '/p.sluice',
    madeAt: 0,
    madeOn: 'x',
    madeBy: 'x',
    madeFrom: 'window',
    madeHere: true,
    kept: false,
  } as const
  expect(await command({ file })).toBe('sluice apply /p.sluice --profile dev')
})

test('a selection becomes filters, unless an ignore file would then be undone by them', async () => {
  expect(await command({ selection: ['css'] })).toContain("--include 'css/*'")
  await expect(command({ selection: ['css'], ignore: { rules: 1 } })).rejects.toThrow('no command')
  expect(await command({ ignore: { rules: 1 } })).toBe('sluice sync /site s3://www/ --profile dev')
})

test('no command deletes by name', async () => {
  await expect(command({ task: 'remove' })).rejects.toThrow('deletes by name')
})
