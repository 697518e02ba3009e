import { SluiceError } from '../../../shared/errors.ts'
import type { RunEvent, RunReport } from '../../../shared/job.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { defaultRules } from '../../../shared/sync-rules.ts'
import { defaultTransferSettings } from '../../../shared/transfer-settings.ts'
import type { LocalSide, S3Side, World } from '../../engine/index.ts'
import type { CommandCall } from '../command.ts'
import { progressText } from '../output/progress-text.ts'
import type { Stop } from '../stop-signals.ts'
import type { Engine } from '../wiring.ts'

/** Where the tour takes place. */
export interface TourSetting {
  readonly engine: Engine
  readonly world: World
  readonly signals: Stop
  readonly source: LocalSide
  readonly destination: S3Side
  /** The folder that everything is in. */
  readonly home: string
  readonly endpoint: string
}

export interface TourRun {
  readonly report: RunReport
  readonly rows: readonly PlanRow[]
}

/**
 * One sync of the tour, with `--delete`, in the engine and the run store that every sync has.
 * @throws SluiceError for anything but success: the tour can't go on from there.
 */
export async function tourSync(call: CommandCall, setting: TourSetting, dryRun: boolean): Promise<TourRun> {
  const { engine, world, signals, source, destination } = setting
  const { host, screen } = call
  const rows: PlanRow[] = []
  const onEvent = (event: RunEvent): undefined => {
    if (event.kind === 'row') rows.push(event.row)
    if (event.kind === 'progress' && !dryRun)
      screen.progress((columns) => `    ${progressText(event.progress, columns - 4)}`)
  }
  const files = await host.openRun()
  try {
    const { runId, storePath, stateOfRun } = files
    const rules = { ...defaultRules, delete: true, dryRun }
    const job = {
      source,
      destination,
      rules,
      transfer: defaultTransferSettings,
      runId,
      storePath,
      stateOfRun,
      pastRuns: () => host.pastRuns(),
    }
    const report = await engine.sync(world, job, { finish: signals.finish, stop: signals.stop, onEvent })
    const error = report.endedBy ?? report.summary.withheld ?? report.failures[0]?.example
    if (error) throw new SluiceError(error)
    return { report, rows }
  } finally {
    screen.wipe()
    files.close()
  }
}
