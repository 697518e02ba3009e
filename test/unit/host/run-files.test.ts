import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { platformFolders } from '../../../main/host/folders.ts'
import { expiredRuns, newRunId, openRunFiles, retention } from '../../../main/host/run-files.ts'

const day = 24 * 60 * 60 * 1000
const now = Date.UTC(2026, 10, 23, 15, 1, 2)

describe('which runs are no longer kept', () => {
  /** As many runs as are kept, all from two days ago. */
  const fullHouse = Array.from({ length: retention.runs }, (_, i) => ({
    runId: `r${i}`,
    modified: now - 2 * day,
  }))

  it.each([
    [
      'written an hour ago, beyond the newest 50',
      fullHouse.map((run) => ({ ...run, modified: now })),
      day / 24,
      false,
    ],
    ['written three days ago, beyond the newest 50', fullHouse, 3 * day, true],
    ['written 31 days ago, the only one', [], 31 * day, true],
    ['written 29 days ago, the only one', [], 29 * day, false],
  ])('one %s', (_case, others, age, expired) => {
    expect(expiredRuns([...others, { runId: 'it', modified: now - age }], now).has('it')).toBe(expired)
  })

  it('a run is as young as the youngest of its files', () => {
    const files = [
      { runId: 'it', modified: now - 40 * day },
      { runId: 'it', modified: now - day / 2 },
    ]
    expect(expiredRuns(files, now).size).toBe(0)
  })
})

describe('the files of a run', () => {
  let home = ''
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'sluice-runs-'))
  })
  afterEach(() => {
    rmSync(home, { recursive: true })
  })

  it('lie in folders that only this user can enter', async () => {
    const folders = platformFolders('linux', {}, home)
    const files = await openRunFiles(folders, '20261123T150102-0a1b2c', {}, () => now)
    files.log.close()
    expect(files.storePath).toBe(join(home, '.local/state/sluice/runs/20261123T150102-0a1b2c.sqlite'))
    expect(files.logPath).toBe(join(home, '.local/state/sluice/logs/20261123T150102-0a1b2c.jsonl'))
    for (const folder of [folders.state, join(folders.state, 'runs'), folders.logs]) {
      expect(statSync(folder).mode & 0o777).toBe(0o700)
    }
  })

  it('push out all files of an expired run, and nothing that is not ours', async () => {
    const folders = platformFolders('linux', {}, home)
    const old = '20260101T000000-ffffff'
    const files = await openRunFiles(folders, old, {}, () => now)
    files.close()
    const runs = join(folders.state, 'runs')
    const ours = [
      files.storePath,
      join(runs, `${old}.lock`),
      `${files.storePath}-wal`,
      `${files.storePath}-shm`,
      files.logPath,
      `${files.logPath}.1`,
    ]
    const foreign = [
      join(runs, 'notes.sqlite'),
      join(runs, `${old}.sqlite.bak`),
      join(folders.logs, 'other.jsonl'),
    ]
    for (const path of [...ours, ...foreign]) {
      writeFileSync(path, '')
      utimesSync(path, (now - 31 * day) / 1000, (now - 31 * day) / 1000)
    }
    const next = await openRunFiles(
      folders,
      newRunId(now, () => 0.5),
      {},
      () => now,
    )
    next.close()
    expect(ours.filter((path) => existsSync(path))).toEqual([])
    expect(foreign.filter((path) => existsSync(path))).toEqual(foreign)
    expect(readdirSync(folders.logs).sort()).toEqual(['20261123T150102-800000.jsonl', 'other.jsonl'])
  })

  it('know the stores of other runs', async () => {
    const folders = platformFolders('linux', {}, home)
    const files = await openRunFiles(
      folders,
      newRunId(now, () => 0),
      {},
      () => now,
    )
    files.close()
    writeFileSync(join(folders.state, 'runs/20261101T000000-aaaaaa.sqlite'), '')
    expect(files.stateOfRun('20261101T000000-aaaaaa')).toBe('over')
    expect(files.stateOfRun('20261101T000000-bbbbbb')).toBe('unknown')
  })

  it('say of a run that it goes on until it is closed, or its process has ended', async () => {
    const folders = platformFolders('linux', {}, home)
    const runId = newRunId(now, () => 0.25)
    const one = await openRunFiles(folders, runId, {}, () => now)
    writeFileSync(one.storePath, '')
    const other = await openRunFiles(
      folders,
      newRunId(now, () => 0.75),
      {},
      () => now,
    )
    expect(other.stateOfRun(runId)).toBe('running')
    one.close()
    expect(other.stateOfRun(runId)).toBe('over')
    other.close()
  })

  it('let one run at a time have a name for itself', async () => {
    const folders = platformFolders('linux', {}, home)
    const [one, other] = await Promise.all(
      [0.25, 0.75].map((chance) =>
        openRunFiles(
          folders,
          newRunId(now, () => chance),
          {},
          () => now,
        ),
      ),
    )
    const end = one?.takeAlone('a to b')
    expect(end).toBeTypeOf('function')
    expect(other?.takeAlone('a to b')).toBeNull()
    expect(other?.takeAlone('a to c')).toBeTypeOf('function')
    end?.()
    expect(other?.takeAlone('a to b')).toBeTypeOf('function')
    // Its end counts once: what another run has taken since stays taken.
    end?.()
    expect(one?.takeAlone('a to b')).toBeNull()
    other?.close()
    expect(one?.takeAlone('a to b')).toBeTypeOf('function')
    one?.close()
    expect(other?.takeAlone('a to b')).toBeTypeOf('function')
    other?.close()
  })

  it('keep the environment’s credentials out of the log', async () => {
    const env = { AWS_SECRET_ACCESS_KEY: 'CANARY-secret', AWS_SESSION_TOKEN: 'CANARY-token' }
    const { log, logPath } = await openRunFiles(
      platformFolders('linux', {}, home),
      newRunId(now, () => 0),
      env,
      () => now,
    )
    log.write({ what: 'argv', text: 'CANARY-secret and CANARY-token' })
    log.close()
    expect(readFileSync(logPath, 'utf8')).not.toContain('CANARY')
  })

  it('that have nowhere to go are a clear error of the local disk', async () => {
    writeFileSync(join(home, '.local'), 'a file in the way')
    const attempt = openRunFiles(
      platformFolders('linux', {}, home),
      newRunId(now, () => 0),
      {},
      () => now,
    )
    await expect(attempt).rejects.toMatchObject({
      code: 'disk-failed',
      subject: join(home, '.local/state/sluice'),
      advice: expect.stringContaining('XDG_STATE_HOME') as string,
    })
  })
})

describe('the name of a run', () => {
  it('is its start in UTC and six hex digits', () => {
    expect(newRunId(now, () => 0)).toBe('20261123T150102-000000')
    expect(newRunId(now, () => 0.9999999999)).toBe('20261123T150102-ffffff')
  })
})
