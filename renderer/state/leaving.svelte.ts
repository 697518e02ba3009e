import type { LeftBehind } from '../../shared/leaving-words.ts'
import type { AppState } from './app.svelte.ts'

/** A page that stays after it was asked to go is asked about this much later: milliseconds. */
const settle = 50

/**
 * Asks before the window is closed while something runs, where its host can't: a browser only knows whether its page
 * lets itself be closed.
 *
 * | host     | runs or waits | the setting says | the page               |
 * |----------|---------------|------------------|------------------------|
 * | electron |               |                  | goes: the host asks    |
 * | chromium | nothing       |                  | goes                   |
 * | chromium | something     | how              | goes: the host does so |
 * | chromium | something     | `ask`            | stays, and asks        |
 */
export class Leaving {
  /** The question stands. */
  asking = $state(false)
  /** How a person wants to leave, who has said so; null where nobody has. */
  how = $state<'finish' | 'stop' | null>(null)
  readonly #app: AppState
  readonly #end: () => void
  #reloads = false

  constructor(app: AppState) {
    this.#app = app
    this.#end = app.bridge.on('window.leaving', ({ how }) => (this.how = how))
  }

  end(): void {
    this.#end()
  }

  /** What is moving is being finished, or stopped, because a person asked for it. */
  get finishing(): boolean {
    return this.how !== null
  }

  /** The window closes when what is moving has finished, and nothing begins meanwhile. */
  get closing(): boolean {
    return this.how === 'finish' && this.left.runs > 0
  }

  get left(): LeftBehind {
    const { running, waiting } = this.#app.jobs
    const kept = waiting.filter((status) => status.waiting?.kept === true).length
    return { runs: running.length, waiting: waiting.length, kept }
  }

  /** The page is to go: closed, or loaded again. */
  beforeUnload(event: BeforeUnloadEvent): void {
    const { runs, waiting } = this.left
    const isAsked = this.#app.runSettings.leaving === 'ask' || this.finishing
    if (this.#app.start?.host.kind !== 'chromium' || this.#reloads || !isAsked || runs + waiting === 0) return
    event.preventDefault()
    setTimeout(() => (this.asking = true), settle)
  }

  /** Loads the page again: runs go on meanwhile, so nothing is asked. */
  reload(): void {
    this.#reloads = true
    location.reload()
  }

  async leave(how: 'finish' | 'stop', remember: boolean): Promise<void> {
    const before = this.how
    this.asking = false
    this.how = how
    await this.#app.attempt(async () => {
      try {
        if (remember) await this.#app.runSettings.change({ leaving: how })
        await this.#app.bridge.ask('window.leave', { how })
      } catch (error) {
        this.how = before
        throw error
      }
    })
  }

  stay(): void {
    this.asking = false
  }
}
