import type { PlanRow } from '../../../shared/plan-row.ts'
import { PauseSwitch } from './pause-switch.ts'
import type { RunStore } from '../planning/run-store.ts'
import type { Stage } from '../planning/run-schema.ts'

const pageSize = 256

/** Rows of one stage in order, read from the run store by the page, waiting for planning to add more. */
export class RowQueue {
  readonly #store: RunStore
  readonly #stage: Stage
  readonly #pause: PauseSwitch
  #page: PlanRow[] = []
  #index = 0
  #seq = 0
  #ended = false
  #stopped = false
  #more = Promise.withResolvers<void>()

  constructor(store: RunStore, stage: Stage, pause = new PauseSwitch()) {
    this.#store = store
    this.#stage = stage
    this.#pause = pause
  }

  /** The next row; null when there is, or shall be, no more. */
  async next(): Promise<PlanRow | null> {
    for (;;) {
      const paused = this.#pause.wait()
      if (paused !== undefined) await paused
      if (this.#stopped) return null
      const row = this.#take()
      if (row !== null) return row
      if (this.#ended) return null
      await this.#more.promise
    }
  }

  /** Rows were added. */
  wake(): void {
    this.#more.resolve()
    this.#more = Promise.withResolvers()
  }

  /** No more will be added. */
  end(): void {
    this.#ended = true
    this.wake()
  }

  /** Hand out nothing more, even if there is something. */
  stop(): void {
    this.#stopped = true
    this.wake()
  }

  #take(): PlanRow | null {
    if (this.#index >= this.#page.length) {
      this.#page = this.#store.rowsAfter(this.#stage, this.#seq, pageSize)
      this.#index = 0
    }
    const row = this.#page[this.#index]
    if (row === undefined) return null
    this.#index++
    this.#seq = row.seq
    return row
  }
}
