import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { RunStore } from '../../../../main/engine/planning/run-store.ts'
import type { Side } from '../../../../main/engine/index.ts'
import { checkServer, placeOfRun } from '../../../../main/services/plans/run-to-undo.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'

function recordWith(facts: Readonly<Record<string, unknown>>) {
  const folder = mkdtempSync(join(tmpdir(), 'undo-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  const storePath = join(folder, 'run.sqlite')
  const store = new RunStore(storePath, new FakeClock())
  for (const [name, value] of Object.entries(facts)) store.setFact(name, value)
  store.close()
  return { runId: 'run-1', storePath }
}

test('a run of the window says where it went, and over which connection', () => {
  const facts = {
    destination: 's3://b/p/',
    destinationConnection: 'profile:work',
    destinationEndpoint: 'https://s3.test',
  }
  expect(placeOfRun(recordWith(facts))).toEqual({
    connectionId: 'profile:work',
    text: 's3://b/p/',
    endpoint: 'https://s3.test',
  })
})

test('a folder of this computer needs no connection', () => {
  expect(placeOfRun(recordWith({ destination: '/site' }))).toMatchObject({ connectionId: 'local' })
})

test.each([[{ destination: 's3://b/' }], [{ destination: 7 }], [{}]])(
  '%j is not gone to by guessing',
  (facts) => {
    expect(() => placeOfRun(recordWith(facts))).toThrow(/command line/)
  },
)

test('another server than it was is refused, but for the practice server', () => {
  const side: Side = { kind: 's3', store: new MemoryS3().connect(), bucket: 'b', prefix: '' }
  expect(() => checkServer(side, 'profile:work', 'https://other.test')).toThrow(
    /wrote to https:\/\/other\.test/,
  )
  for (const [connectionId, endpoint] of [
    ['profile:work', 'memory'],
    ['profile:work', undefined],
    ['practice', 'http://127.0.0.1:1'],
  ] as const)
    expect(() => {
      checkServer(side, connectionId, endpoint)
    }).not.toThrow()
})
