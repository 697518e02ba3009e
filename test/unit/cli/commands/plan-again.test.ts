import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recordedRuns } from '../recorded-runs.ts'

/** A command line that has applied a plan, and refused a row of it: the run is `run-2`. */
async function refused() {
  const { memory, host, folder } = recordedRuns()
  memory.put('B', 'x', 'x')
  memory.plant({ 'src/a': 'a', 'src/b': 'b' })
  const plan = join(folder, 'p.sluice')
  expect(await memory.run('plan', 'src', 's3://B', '-o', plan)).toBe(0)
  memory.plant({ 'src/a': 'edited since' })
  expect(await memory.run('apply', plan)).toBe(1)
  const again = (...flags: string[]) =>
    memory.run('plan', '--again', 'run-2', '-o', join(folder, 'again.sluice'), ...flags)
  return { memory, host, again }
}

test('what a run has refused is planned, and nothing else', async () => {
  const { host, again } = await refused()
  expect(await again('--max-requests', '4', '--only-show-errors', '--allow-changed-mount')).toBe(0)
  expect(host.stdout.lines).toEqual(['(dryrun) upload: src/a to s3://B/a'])
})

test.each([
  ['--max-delete', '3'],
  ['--moves'],
  ['--compare', 'content'],
  ['--size-only'],
  ['--cache-control', 'max-age=60'],
  ['--follow-symlinks'],
  ['--page-size', '5'],
  ['--exclude', '*'],
  ['--no-ignore-file'],
])('a rule beside it is refused, and named: %s', async (...flags) => {
  const { host, again } = await refused()
  expect(await again(...flags)).toBe(252)
  expect(host.stderr.text).toContain(
    `--again has its sides and its rules from the run. ${flags[0]} would not count.`,
  )
})

test('another server than that of the run is refused', async () => {
  const { memory, host, again } = await refused()
  const connect = memory.s3.connect.bind(memory.s3)
  memory.s3.connect = () => {
    const store = connect()
    return Object.assign(store, { endpoint: { ...store.endpoint, label: 'https://other.test' } })
  }
  expect(await again()).toBe(252)
  expect(host.stderr.text).toContain('Run run-2 wrote to')
  expect(host.stderr.text).toContain('and this connection leads to https://other.test.')
})

test('a refused move is looked at again under both of its names, and counts once', async () => {
  const { memory, host, folder } = recordedRuns()
  memory.put('B', 'old', 'moved')
  memory.plant({ 'src/fresh': 'moved' })
  const plan = join(folder, 'plan.sluice')
  expect(await memory.run('plan', 'src', 's3://B', '--delete', '--moves', '-o', plan)).toBe(0)
  memory.plant({ 'src/fresh': 'edited' })
  expect(await memory.run('apply', plan)).toBe(1)
  const [{ runId } = { runId: '' }] = host.records
  expect(await memory.run('plan', '--again', runId, '-o', join(folder, 'again.sluice'))).toBe(0)
  expect(host.stderr.text).toContain(`1 row was refused by ${runId}, and is looked at now`)
  expect(host.stdout.lines).toEqual([
    '(dryrun) upload: src/fresh to s3://B/fresh',
    '(dryrun) delete: s3://B/old',
  ])
})
