import type { FailureGroup } from '../../shared/bridge/values.ts'
import type { ExportFormat } from '../../shared/export-format.ts'
import type { Bridge } from './bridge.ts'

/** What came of a run, beyond its numbers: what did not come off, by reason and folder; and all of it as a file. */
export class OutcomeState {
  /** Those of the last run, the most first; null while they are not known. */
  failures = $state.raw<readonly FailureGroup[] | null>(null)
  readonly #bridge: Bridge
  readonly #planId: string

  constructor(bridge: Bridge, planId: string) {
    this.#bridge = bridge
    this.#planId = planId
  }

  /** Where they can't be had the rows themselves still say what failed. */
  async readFailures(): Promise<void> {
    // Those of the run before are not those of this one.
    this.failures = null
    const asked = this.#bridge.ask('plan.failures', { planId: this.#planId })
    this.failures = await asked.then(({ groups }) => groups).catch(() => null)
  }

  /** @param path as it is typed @returns where it is now. Rejects with what kept it from being written. */
  async export(path: string, format: ExportFormat): Promise<string> {
    return (await this.#bridge.ask('plan.export', { planId: this.#planId, path, format })).path
  }
}
