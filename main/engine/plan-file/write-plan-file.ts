import { randomUUID } from 'node:crypto'
import { existsSync, renameSync, rmSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { SluiceError } from '../../../shared/errors.ts'
import { formatCount } from '../../../shared/formats.ts'
import { mostRules, planFormat, planHeaderSchema, type PlanHeader } from '../../../shared/plan-file.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import { version } from '../../../shared/version.ts'
import { RunStore } from '../planning/run-store.ts'
import type { Clock } from '../world.ts'
import { createPlanDatabase, isPlanFile, onDisk, rowColumns, toColumns } from './file-format.ts'
import { digestOf, headerText, openPlanFile } from './open-plan-file.ts'

/** Where a plan file's rows come from: a run store. */
export interface PlanRows {
  /** All rows, by their keys. */
  readonly byKey: { all(): Iterable<PlanRow> }
  readonly folders: { destinationEntries(): Iterable<{ readonly path: string; readonly entries: number }> }
}

/** What is known of a plan beside its rows. */
export type PlanAbout = Omit<PlanHeader, 'format' | 'rows' | 'summary'> & {
  readonly summary: Omit<PlanHeader['summary'], 'complete'> & { readonly complete: boolean }
}

/** What is known of a plan that is made now. @param now milliseconds since 1970 */
export const aboutPlanOf = (made: {
  readonly now: number
  readonly on: string
  readonly from: PlanHeader['madeFrom']
  readonly source: PlanHeader['source']
  readonly destination: PlanHeader['destination']
  readonly rules: SyncRules
}): Omit<PlanAbout, 'summary'> => ({
  madeBy: `sluice ${version}`,
  madeAt: Math.floor(made.now),
  madeOn: made.on,
  madeFrom: made.from,
  source: made.source,
  destination: made.destination,
  rules: { ...made.rules, dryRun: false, copyAll: false },
})

/**
 * Writes a plan as one file that never changes again. It is whole before it has its name, and is read back and checked
 * before that. What was there under that name is replaced only where it is a plan too.
 *
 * @param seal what this user of this machine says of a digest; see `Host.seal`.
 * @returns the digest.
 * @throws SluiceError `usage` for a plan that did not come to its end, and for a path that can't be written to.
 */
export function writePlanFile(
  path: string,
  about: PlanAbout,
  rows: PlanRows,
  seal: (digest: string) => string,
): string {
  if (!about.summary.complete) throw notWhole(path)
  if (about.summary.withheld?.code === 'mount-changed') throw onAnotherDisk(path)
  checkPlanPath(path)
  checkRules(about.rules)
  // A name that nobody else has: what stands there is never ours to take away.
  const temp = `${path}.${randomUUID()}.part`
  return onDisk(path, () => {
    try {
      const db = createPlanDatabase(temp)
      let digest: string
      try {
        digest = fill(db, about, rows, seal)
      } finally {
        db.close()
      }
      openPlanFile(temp).close()
      renameSync(temp, path)
      return digest
    } catch (error) {
      rmSync(temp, { force: true })
      rmSync(`${temp}-journal`, { force: true })
      throw error
    }
  })
}

/**
 * The same of a run that was only planned, from its record.
 * @param storePath of a run that is over.
 */
export function writePlanOfRun(
  path: string,
  about: PlanAbout,
  { storePath, clock }: { readonly storePath: string; readonly clock: Clock },
  seal: (digest: string) => string,
): string {
  const store = new RunStore(storePath, clock, 'to look at')
  try {
    return writePlanFile(path, about, store, seal)
  } finally {
    store.close()
  }
}

/** @throws SluiceError `usage` where something stands there that is no plan. */
export function checkPlanPath(path: string): void {
  if (!existsSync(path) || isPlanFile(path)) return
  throw new SluiceError({
    code: 'usage',
    message: `${path} is there already, and is no plan.`,
    subject: path,
    advice: 'Nothing was done. Name another file: only a plan is replaced by a plan.',
  })
}

/** @throws SluiceError `usage` for an ignore file with more rules than a plan can have. */
export function checkRules({ ignore }: Pick<PlanHeader['rules'], 'ignore'>): void {
  if (ignore === null || ignore.rules.length <= mostRules) return
  throw new SluiceError({
    code: 'usage',
    message: `${ignore.name} has ${formatCount(ignore.rules.length)} rules, and a plan file can have ${formatCount(mostRules)}.`,
    subject: ignore.name,
    advice: 'No file was written. Gather rules into fewer, as in build/ for all that is below it.',
  })
}

function fill(db: DatabaseSync, about: PlanAbout, rows: PlanRows, seal: (digest: string) => string): string {
  db.exec('begin')
  const addRow = db.prepare(`insert into row values (${rowColumns.map(() => '?').join(', ')})`)
  let seq = 0
  for (const row of rows.byKey.all()) {
    // What a guard withholds in a dry run, it withholds again when the plan is applied.
    const plain = row.state === 'withheld' ? { ...row, state: 'planned' as const, outcome: null } : row
    addRow.run(...toColumns({ ...plain, seq: ++seq }))
  }
  const addFolder = db.prepare('insert into folder values (?, ?)')
  for (const { path, entries } of rows.folders.destinationEntries()) addFolder.run(path, entries)
  const header = headerText(planHeaderSchema.parse({ ...about, format: planFormat, rows: seq }))
  const digest = digestOf(db, header)
  db.prepare('insert into plan values (?, ?, ?)').run(header, digest, seal(digest))
  db.exec('commit')
  return digest
}

const onAnotherDisk = (path: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'A folder of this plan is on another disk than in the last run, so it is none to keep.',
    subject: path,
    advice: 'No file was written. Mount the disk that is meant, or say that it is right, and plan again.',
  })

const notWhole = (path: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'The plan did not come to its end, so it is none to keep.',
    subject: path,
    advice: 'No file was written. Plan again when both sides can be read.',
  })
