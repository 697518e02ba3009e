import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { SluiceError } from '../../shared/errors.ts'
import type { Environment, Folders, PastRunFile, RunFiles } from './host.ts'
import { knownSecrets } from './redact.ts'
import { takeLock } from './process-lock.ts'
import { RotatingLog } from './rotating-log.ts'

const day = 24 * 60 * 60 * 1000

/** What is kept of past runs: their stores and logs. */
export const retention = { runs: 50, days: 30 }

interface KeptFile {
  readonly path: string
  readonly runId: string
  /** Milliseconds since 1970. */
  readonly modified: number
}

/**
 * Runs whose files are removed at the start of another:
 *
 * | written to in the last day | among the newest 50 | in the last 30 days |                              |
 * |----------------------------|---------------------|---------------------|------------------------------|
 * | yes                        | –                   | –                   | kept: it may be running now  |
 * | no                         | no                  | –                   | removed                      |
 * | no                         | yes                 | no                  | removed                      |
 * | no                         | yes                 | yes                 | kept                         |
 */
export function expiredRuns(
  files: readonly Pick<KeptFile, 'runId' | 'modified'>[],
  now: number,
): Set<string> {
  const lastWritten = new Map<string, number>()
  for (const { runId, modified } of files) {
    lastWritten.set(runId, Math.max(modified, lastWritten.get(runId) ?? modified))
  }
  const newestFirst = [...lastWritten].sort(([, a], [, b]) => b - a)
  const expired = newestFirst.filter(
    ([, modified], rank) =>
      now - modified > day && (rank >= retention.runs || now - modified > retention.days * day),
  )
  return new Set(expired.map(([runId]) => runId))
}

/**
 * The files of a new run, in folders of mode 0700: `<state>/runs/<runId>.sqlite` and `<logs>/<runId>.jsonl`.
 * Files of expired runs are removed first; one that can't be is named in the new log and left.
 *
 * @throws SluiceError `disk-failed` naming the folder that can't be made or written to.
 */
export async function openRunFiles(
  folders: Folders,
  runId: string,
  env: Environment,
  now: () => number,
): Promise<RunFiles> {
  const runs = join(folders.state, 'runs')
  const locks = join(folders.state, 'locks')
  try {
    for (const folder of [folders.state, runs, locks, folders.logs]) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await chmod(folder, 0o700)
    }
    const logPath = join(folders.logs, `${runId}.jsonl`)
    const log = new RotatingLog(logPath, knownSecrets(env), now)
    for (const failure of await prune([runs, folders.logs], now()))
      log.write({ what: 'prune-failed', failure })
    const close = (): void => {
      log.close()
      for (const lock of held.splice(0)) lock?.release()
    }
    const held = [takeLock(join(runs, `${runId}.lock`))]
    return {
      runId,
      storePath: join(runs, `${runId}.sqlite`),
      digestsPath: join(folders.cache, 'digests.sqlite'),
      stateOfRun: (other) => stateOfRun(runs, other),
      logPath,
      log,
      takeAlone(name) {
        const lock = takeLock(join(locks, `${createHash('sha256').update(name).digest('hex')}.lock`))
        if (lock === null) return null
        held.push(lock)
        return () => {
          const place = held.indexOf(lock)
          if (place >= 0) held.splice(place, 1)[0]?.release()
        }
      },
      close,
      async discard() {
        close()
        for (const folder of [runs, folders.logs]) {
          for (const name of await readdir(folder)) {
            if (runFileName.exec(name)?.[1] === runId) await rm(join(folder, name), { force: true })
          }
        }
      },
    }
  } catch (error) {
    throw new SluiceError(
      {
        code: 'disk-failed',
        message: `The folder for run stores and logs can't be used: ${error instanceof Error ? error.message : String(error)}`,
        subject: folders.state,
        advice: 'Make it writable, or name another with XDG_STATE_HOME (on Windows: LOCALAPPDATA).',
      },
      { cause: error },
    )
  }
}

/**
 * | store | lock file        | state                                        |
 * |-------|------------------|----------------------------------------------|
 * | none  | –                | unknown: not one of ours, or long forgotten  |
 * | there | held             | running                                      |
 * | there | not held, or none| over                                         |
 */
function stateOfRun(runs: string, runId: string): 'unknown' | 'running' | 'over' {
  if (!existsSync(join(runs, `${runId}.sqlite`))) return 'unknown'
  const path = join(runs, `${runId}.lock`)
  if (!existsSync(path)) return 'over'
  const lock = takeLock(path)
  lock?.release()
  return lock === null ? 'running' : 'over'
}

/** The runs whose stores are kept, the newest first; none where there is no folder for them yet. */
export async function pastRuns(folders: Pick<Folders, 'state'>): Promise<PastRunFile[]> {
  const runs = join(folders.state, 'runs')
  const names = await readdir(runs).catch(() => [])
  return names
    .filter((name) => name.endsWith('.sqlite') && runFileName.test(name))
    .sort((a, b) => (a < b ? 1 : -1))
    .map((name) => ({ runId: name.slice(0, -'.sqlite'.length), storePath: join(runs, name) }))
}

/** Our own names only: `<runId>.sqlite`, its `-wal` and `-shm`, `<runId>.lock`, `<runId>.jsonl` and its `.N`. */
const runFileName = /^(\d{8}T\d{6}-[0-9a-f]{6})\.(?:sqlite(?:-wal|-shm)?|lock(?:-journal)?|jsonl(?:\.\d+)?)$/

async function prune(folders: readonly string[], now: number): Promise<unknown[]> {
  const failures: unknown[] = []
  const files: KeptFile[] = []
  for (const folder of folders) {
    for (const name of await readdir(folder)) {
      const runId = runFileName.exec(name)?.[1]
      if (runId === undefined) continue
      const path = join(folder, name)
      // Another process may be pruning too.
      const modified = await stat(path).then(
        (found) => found.mtimeMs,
        () => null,
      )
      if (modified !== null) files.push({ path, runId, modified })
    }
  }
  const expired = expiredRuns(files, now)
  for (const { path, runId } of files) {
    if (expired.has(runId))
      await rm(path, { force: true }).catch((failure: unknown) => failures.push(failure))
  }
  return failures
}

/** A run's name: its start in UTC and six random hex digits, `20261123T150102-0a1b2c`; sorts by time. */
export function newRunId(now: number, random: () => number): string {
  const time = new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '')
  const tail = Math.floor(random() * 0x1000000)
  return `${time}-${tail.toString(16).padStart(6, '0')}`
}
