import type { Settings } from '../../shared/settings.ts'
import type { Bridge } from './bridge.ts'

export type RunChoices = Pick<Settings, 'runsAtOnce' | 'bandwidth' | 'leaving' | 'notify'>

/** What holds for all runs of the window, those that go on included, and is kept for the next start. */
export class RunSettings {
  runsAtOnce = $state<number>(1)
  /** Bytes a second of all runs together; null for no limit. */
  bandwidth = $state<number | null>(null)
  leaving = $state<Settings['leaving']>('ask')
  notify = $state(true)
  readonly #bridge: Bridge

  constructor(bridge: Bridge) {
    this.#bridge = bridge
  }

  /** Takes what was kept, and tells the engine. @throws SluiceError */
  async begin({ runsAtOnce, bandwidth, leaving, notify }: RunChoices): Promise<void> {
    Object.assign(this, { runsAtOnce, bandwidth, leaving, notify })
    await this.#tell()
  }

  /** Holds from now on. @throws SluiceError */
  async change(changes: Partial<RunChoices>): Promise<void> {
    Object.assign(this, changes)
    if (changes.runsAtOnce !== undefined || changes.bandwidth !== undefined) await this.#tell()
    await this.#bridge.ask('window.changeSettings', changes)
  }

  async #tell(): Promise<void> {
    await this.#bridge.ask('runs.arrange', { atOnce: this.runsAtOnce, bandwidth: this.bandwidth })
  }
}
