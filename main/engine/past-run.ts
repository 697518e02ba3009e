import { asidePlaceSchema } from '../../shared/aside.ts'
import { SluiceError } from '../../shared/errors.ts'
import { CopiedRows } from './planning/copied-rows.ts'
import type { Review } from './planning/review.ts'
import { openPastDatabase, unreadable } from './planning/run-database.ts'
import { RunStore } from './planning/run-store.ts'
import type { Copied, PastSide } from './side.ts'
import type { Clock } from './world.ts'

/** A run of the history, to look at. */
export interface PastRun {
  readonly review: Review
  /** What it kept of itself besides its rows; undefined where it has no such fact. */
  fact(name: string): unknown
  close(): void
}

/** @throws SluiceError `usage` for a file that is no record of a run, or of another version. */
export function openPastRun(path: string, clock: Clock): PastRun {
  const store = openStore(path, clock)
  return {
    review: store,
    fact: (name) => store.fact(name),
    close: () => {
      store.close()
    },
  }
}

/**
 * What a run has copied, for the removal that ends a move.
 * @returns it, and what closes the run's record. @throws SluiceError as `openPastRun`
 */
export function openCopied(path: string, clock: Clock): { readonly copied: Copied; close(): void } {
  const store = openStore(path, clock)
  return {
    copied: new CopiedRows(store.byKey.transfers()),
    close: () => {
      store.close()
    },
  }
}

/**
 * What a run has done, for an undo.
 * @returns it, and what closes the run's record. @throws SluiceError as `openPastRun`
 */
export function openUndone(
  { runId, storePath }: { readonly runId: string; readonly storePath: string },
  clock: Clock,
): { readonly past: PastSide; close(): void } {
  const store = openStore(storePath, clock)
  const { planned, running } = store.totals.states()
  const isOver = store.fact('report') !== undefined
  return {
    past: {
      kind: 'past',
      run: {
        runId,
        aside: asidePlaceSchema.safeParse(store.fact('aside')).data ?? null,
        done: () => store.byKey.done(),
        cutOff: isOver ? running.count : planned.count + running.count,
      },
    },
    close: () => {
      store.close()
    },
  }
}

function openStore(path: string, clock: Clock): RunStore {
  try {
    return new RunStore(path, clock, 'to look at')
  } catch (error) {
    throw error instanceof SluiceError ? error : unreadable(path, error)
  }
}

/** What a run kept of itself, without its rows. @throws SluiceError as `openPastRun` */
export function readPastFacts(path: string): Readonly<Record<string, unknown>> {
  const db = openPastDatabase(path)
  try {
    const rows = db.prepare('select name, value from fact').all()
    return Object.fromEntries(
      rows.map(({ name, value }) => [String(name), JSON.parse(String(value)) as unknown]),
    )
  } catch (error) {
    throw unreadable(path, error)
  } finally {
    db.close()
  }
}
