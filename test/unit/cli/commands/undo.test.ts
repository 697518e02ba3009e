import { join } from 'node:path'
import { expect, test } from 'vitest'
import { RunStore } from '../../../../main/engine/planning/run-store.ts'
import { recordedRuns } from '../recorded-runs.ts'

/** Recorded runs, and a bucket that keeps versions. */
function recording() {
  const { memory, host, folder } = recordedRuns()
  memory.put('B', 'a', 'as it was')
  memory.put('B', 'gone', 'gone')
  const bucket = memory.s3.buckets.get('B')
  if (bucket === undefined) throw new Error('There is a bucket B.')
  bucket.versioning = 'kept'
  memory.plant({ 'src/a': 'as it is now, and longer' })
  const text = (key: string): string => Buffer.from(bucket.current(key)?.bytes ?? []).toString()
  return { memory, host, folder, text, sync: () => memory.run('sync', 'src', 's3://B', '--delete') }
}

test('the last run that changed something is said, and undone', async () => {
  const { memory, host, text, sync } = recording()
  expect(await sync()).toBe(0)
  expect(await sync()).toBe(0)
  expect(text('a')).toBe('as it is now, and longer')
  expect(await memory.run('undo', 'last', '--dryrun')).toBe(0)
  expect(host.stdout.lines).toEqual(['(dryrun) restore: s3://B/a', '(dryrun) restore: s3://B/gone'])
  expect(await memory.run('undo', 'last')).toBe(0)
  expect(host.stdout.lines.toSorted()).toEqual(['restore: s3://B/a', 'restore: s3://B/gone'])
  expect(host.stderr.text).toMatch(
    /^Undoing run-1 {2}2026-.*src to s3:\/\/B\/: 1 file transferred, 1 deleted\n/,
  )
  expect([text('a'), text('gone')]).toEqual(['as it was', 'gone'])
})

test('without a run, those that changed something are listed', async () => {
  const { memory, host, sync } = recording()
  expect(await memory.run('undo')).toBe(0)
  expect(host.stdout.text).toBe('')
  await memory.run('sync', 'src', 's3://B', '--delete', '--dryrun')
  await sync()
  await sync()
  await memory.run('undo', 'run-2')
  await memory.run('undo')
  expect(host.stdout.lines.map((line) => line.replace(/ {2}.* {2}/, ' '))).toEqual([
    expect.stringMatching(/^run-4 in s3:\/\/B\/: 2 files transferred, 0 deleted$/),
    expect.stringMatching(/^run-2 .*src to s3:\/\/B\/: 1 file transferred, 1 deleted$/),
  ])
})

test('runs that were cut off are listed, but for dry ones and plans that were only looked at', async () => {
  const { memory, host, folder } = recording()
  const record = (runId: string, dryRun: boolean, from: string): void => {
    const storePath = join(folder, `${runId}.sqlite`)
    const store = new RunStore(storePath, memory.world.clock)
    const facts = { started: 0, source: '/here/src', destination: 's3://B/', rules: { dryRun }, from }
    for (const [name, value] of Object.entries(facts)) store.setFact(name, value)
    store.close()
    host.records.push({ runId, storePath })
  }
  record('cut', false, 'command line')
  record('dry', true, 'command line')
  record('looked-at', false, 'window')
  await memory.run('undo')
  expect(host.stdout.lines).toEqual([expect.stringMatching(/^cut .*: cut off$/)])
})

test.each([
  [['last'], 'There is no run that changed anything.'],
  [['run-9'], 'There is no run run-9 that changed anything.'],
])('%j, where there is no such run, makes no sense', async (operands, said) => {
  const { memory, host } = recording()
  expect(await memory.run('undo', ...operands)).toBe(252)
  expect(host.stderr.text).toContain(said)
})

test('a run that goes on is not undone', async () => {
  const { memory, host, sync } = recording()
  await sync()
  host.otherRuns.set('run-1', 'running')
  expect(await memory.run('undo', 'run-1')).toBe(5)
  expect(host.stderr.text).toContain('Run run-1 is still going on.')
})

test('two undos at once exclude each other', async () => {
  const { memory, host, text, sync } = recording()
  await sync()
  host.othersRun = true
  expect(await memory.run('undo', 'last')).toBe(5)
  expect(text('a')).toBe('as it is now, and longer')
})

test('a run to this computer is said to be lost, by name', async () => {
  const { memory, host } = recording()
  await memory.run('sync', 's3://B', 'src')
  expect(await memory.run('undo', 'last')).toBe(1)
  expect(host.stderr.text).toMatch(/can't be undone: .* is a folder of this computer/)
})

test('what another has written is named, and is exit 1', async () => {
  const { memory, host, text, sync } = recording()
  await sync()
  memory.put('B', 'a', 'theirs')
  expect(await memory.run('undo', 'last')).toBe(1)
  expect(host.stderr.text).toContain(
    'skip refused: s3://B/a s3://B/a was written or deleted by somebody else',
  )
  expect([text('a'), text('gone')]).toEqual(['theirs', 'gone'])
})
