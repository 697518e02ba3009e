import { z } from 'zod'
import { taskSchema, type HistoryEntry, type PlanStatus } from '../../../shared/bridge/plans.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { defaultSyncOptions, syncOptionsSchema } from '../../../shared/sync-options.ts'
import { runReportSchema } from '../../../shared/bridge/values.ts'
import {
  openPastRun,
  readPastFacts,
  type Clock,
  type Log,
  type PastRun,
  type Review,
} from '../../engine/index.ts'
import type { Host, PastRunFile } from '../../host/host.ts'
import type { Place } from '../../../shared/bridge/places.ts'
import type { PlanMade } from '../plans/plan-parts.ts'
import { statusOfPast } from './past-status.ts'

/** What a run keeps of itself, read with care: the file may be anybody's. */
const factsSchema = z.object({
  started: z.number(),
  source: z.string(),
  destination: z.string(),
  from: z.enum(['window', 'command line']),
  task: taskSchema.catch('sync'),
  /** Of the window: when it was first applied. */
  begun: z.number().optional().catch(undefined),
  report: runReportSchema.optional().catch(undefined),
  options: syncOptionsSchema.catch(defaultSyncOptions),
  selection: z.array(z.string()).nullable().catch(null),
})

interface Opened {
  readonly past: PastRun
  readonly made: PlanMade
}

/** The runs of the window and of the command line, from the stores they have left. */
export class History {
  readonly #host: Host
  readonly #clock: Clock
  readonly #log: Log
  readonly #opened = new Map<string, Opened>()
  /** Said once each. */
  readonly #unreadable = new Set<string>()

  constructor(host: Host, clock: Clock, log: Log) {
    this.#host = host
    this.#clock = clock
    this.#log = log
  }

  /** @param isOpen runs that are open in this window are not past. */
  async list(
    offset: number,
    limit: number,
    isOpen: (runId: string) => boolean,
  ): Promise<{ total: number; runs: HistoryEntry[] }> {
    const runs = (await this.#host.pastRuns())
      .filter(({ runId }) => !isOpen(runId))
      .flatMap((file) => {
        const entry = this.#read(file)
        return entry === null ? [] : [entry]
      })
    return { total: runs.length, runs: runs.slice(offset, offset + limit) }
  }

  /** @throws SluiceError `usage` for a run that is not there any more, or that can't be read. */
  async open(runId: string): Promise<PlanStatus> {
    const file = (await this.#host.pastRuns()).find((run) => run.runId === runId)
    if (file === undefined) {
      throw new SluiceError({
        code: 'usage',
        message: 'This run is not kept any more.',
        subject: runId,
        advice: 'The newest 50 runs are kept, for 30 days.',
      })
    }
    const facts = readFacts(file)
    const past = openPastRun(file.storePath, this.#clock)
    const made: PlanMade = {
      planId: `past:${runId}`,
      task: facts.task,
      direction: facts.task === 'undo' ? 'restore' : directionBetween(facts.source, facts.destination),
      source: placeOf(facts.source),
      destination: placeOf(facts.destination),
      options: facts.options,
      selection: facts.selection,
      only: null,
      ignore: null,
      started: facts.started,
      file: null,
    }
    this.#opened.get(made.planId)?.past.close()
    this.#opened.set(made.planId, { past, made })
    return statusOfPast(made, past)
  }

  find(planId: string): { readonly review: Review; status(): PlanStatus } | null {
    const opened = this.#opened.get(planId)
    if (opened === undefined) return null
    const { past, made } = opened
    return { review: past.review, status: () => statusOfPast(made, past) }
  }

  close(planId: string): boolean {
    this.#opened.get(planId)?.past.close()
    return this.#opened.delete(planId)
  }

  closeAll(): void {
    for (const planId of [...this.#opened.keys()]) this.close(planId)
  }

  #read({ runId, storePath }: PastRunFile): HistoryEntry | null {
    try {
      const { started, source, destination, from, task, begun, report } = readFacts({ runId, storePath })
      // A plan that was only looked at when its process was killed did nothing, and is no run.
      if (from === 'window' && begun === undefined) return null
      return {
        runId,
        task,
        started,
        source,
        destination,
        direction: task === 'undo' ? 'restore' : directionBetween(source, destination),
        from,
        report: report ?? null,
      }
    } catch (error) {
      if (!this.#unreadable.has(runId))
        this.#log.write({ what: 'past-run-unreadable', runId, error: String(error) })
      this.#unreadable.add(runId)
      return null
    }
  }
}

/** @throws SluiceError `usage` for a file that can't be read, or is not of a run. */
function readFacts({ runId, storePath }: PastRunFile): z.output<typeof factsSchema> {
  const facts = factsSchema.safeParse(readPastFacts(storePath))
  if (facts.success) return facts.data
  throw new SluiceError({
    code: 'usage',
    message: 'The record of this run does not say what it was.',
    subject: runId,
    advice: 'It may be damaged, or kept by another version of Sluice. Nothing else depends on it.',
  })
}

function directionBetween(source: string, destination: string): 'upload' | 'download' | 'copy' {
  if (!source.startsWith('s3://')) return 'upload'
  return destination.startsWith('s3://') ? 'copy' : 'download'
}

/** Where a past run went, for people: it is no place to go to. */
const placeOf = (text: string): Place => ({
  token: '',
  connectionId: '',
  kind: text.startsWith('s3://') ? 's3' : 'local',
  text,
  crumbs: [],
})
