import { mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BegunDownload, BegunUpload } from '../../../../main/engine/planning/large-transfers.ts'
import { RunStore } from '../../../../main/engine/planning/run-store.ts'
import { EndedRuns, type RunRecord } from '../../../../main/engine/running/ended-runs.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'
import { RecordingLog } from '../../../fakes/memory-world.ts'

let folder: string
let log: RecordingLog
const records: RunRecord[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-ended-'))
  log = new RecordingLog()
  records.length = 0
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

const server = 'http://127.0.0.1:1'
const target = { endpoint: server, bucket: 'b', key: 'k' }
const upload: BegunUpload = { ...target, uploadId: 'one', partSize: 8, start: 'begun so' }
const download: BegunDownload = { ...target, etag: 'e', path: '/here/k' }

/** A run that has begun these and said no more. Its record stays open, as that of a killed process does. */
function killedRun(
  runId: string,
  uploads: readonly BegunUpload[],
  downloads: readonly BegunDownload[] = [],
): RunStore {
  const storePath = join(folder, `${runId}.sqlite`)
  const store = new RunStore(storePath, new FakeClock())
  uploads.forEach((one, index) => {
    store.large.rememberUpload(index + 1, one)
  })
  downloads.forEach((one, index) => {
    store.large.rememberDownload(index + 1, one)
  })
  records.unshift({ runId, storePath })
  return store
}

const endedRuns = (state: 'unknown' | 'running' | 'over' = 'over'): EndedRuns =>
  new EndedRuns(
    () => Promise.resolve(records),
    () => state,
    log,
  )

const newRun = (): RunStore => new RunStore(join(folder, 'now.sqlite'), new FakeClock())

describe('the uploads of ended runs', () => {
  test('are taken over: they are in the record of the new run then, and in no other', async () => {
    killedRun('r1', [upload, { ...upload, key: 'another', uploadId: 'two' }]).close()
    const now = newRun()
    expect(await endedRuns().takeUploads(target, now.large, 7)).toMatchObject([upload])
    expect(now.large.uploads()).toEqual([{ ...upload, seq: 7 }])
    expect(await endedRuns().takeUploads(target, now.large, 7)).toEqual([])
    expect((await endedRuns().uploads()).map(({ uploadId }) => uploadId)).toEqual(['two'])
    now.close()
  })

  test('that were taken over and are still there stay in the record of the run, and are not taken twice', async () => {
    killedRun('r1', [upload]).close()
    const now = newRun()
    const runs = endedRuns()
    expect(await runs.takeUploads(target, now.large, 7)).toHaveLength(1)
    expect(await runs.takeUploads(target, now.large, 7)).toEqual([])
    expect(now.large.uploads()).toEqual([{ ...upload, seq: 7 }])
    now.close()
  })

  test('are taken by one of two runs, whoever is first', async () => {
    killedRun('r1', [upload]).close()
    const [one, other] = [endedRuns(), endedRuns()]
    await Promise.all([one.uploads(), other.uploads()])
    const now = newRun()
    expect(await one.takeUploads(target, now.large, 1)).toHaveLength(1)
    const late = new RunStore(join(folder, 'late.sqlite'), new FakeClock())
    expect(await other.takeUploads(target, late.large, 1)).toEqual([])
    expect(late.large.uploads(), 'and nothing of it is kept').toEqual([])
    for (const store of [now, late]) store.close()
  })

  test.each([
    ['of another server', { endpoint: 'https://s3.example' }],
    ['of another bucket', { bucket: 'c' }],
    ['of another key', { key: 'K' }],
  ])('%s are left alone', async (_, difference) => {
    killedRun('r1', [{ ...upload, ...difference }]).close()
    const now = newRun()
    expect(await endedRuns().takeUploads(target, now.large, 1)).toEqual([])
    now.close()
  })

  test.each(['running', 'unknown'] as const)('of a run that is %s are left alone', async (state) => {
    killedRun('r1', [upload]).close()
    expect(await endedRuns(state).uploads()).toEqual([])
  })

  test('that were ended by their run are none', async () => {
    const store = killedRun('r1', [upload])
    store.large.forgetUpload(1, 'one')
    store.close()
    expect(await endedRuns().uploads()).toEqual([])
  })

  test('F85 in a record that is cut off tell nothing, which is said in the log, and others are read', async () => {
    killedRun('r1', [upload]).close()
    killedRun('r2', [{ ...upload, uploadId: 'lost' }]).close()
    truncateSync(join(folder, 'r2.sqlite'), 5000)
    expect((await endedRuns().uploads()).map(({ uploadId }) => uploadId)).toEqual(['one'])
    expect(log.events).toMatchObject([{ what: 'record-unread' }])
  })
})

describe('the downloads of ended runs', () => {
  test('are known by the names of their temp files, the newest first', async () => {
    killedRun('r1', [], [{ ...download, key: 'another' }, download]).close()
    killedRun('r2', [], [download]).close()
    expect(await endedRuns().tempNames(download)).toEqual(['.sluice-r2-1.part', '.sluice-r1-2.part'])
  })

  test.each([
    ['of another version', { etag: 'f' }],
    ['to another path', { path: '/there/k' }],
    ['from another bucket', { bucket: 'c' }],
  ])('%s are none', async (_, difference) => {
    killedRun('r1', [], [{ ...download, ...difference }]).close()
    expect(await endedRuns().tempNames(download)).toEqual([])
  })

  test('that came to an end are none', async () => {
    const store = killedRun('r1', [], [download])
    store.large.forgetDownload(1)
    store.close()
    expect(await endedRuns().tempNames(download)).toEqual([])
  })
})
