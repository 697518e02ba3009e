import type { FolderCount } from '../../../shared/bridge/places.ts'
import { SluiceError, type ErrorData } from '../../../shared/errors.ts'
import { countBelow, type Clock, type Countable } from '../../engine/index.ts'
import { childOf } from '../places/typed-address.ts'
import type { BrowseView } from './browse-view.ts'

interface Waiting {
  readonly view: BrowseView
  readonly name: string
}

const nothingYet: FolderCount = {
  state: 'waiting',
  files: 0,
  bytes: 0,
  requests: null,
  problems: 0,
  error: null,
}

/** Folders whose contents are being counted, one after the other, whatever pane they are in. */
export class FolderCounts {
  readonly #clock: Clock
  readonly #platform: NodeJS.Platform
  readonly #waiting: Waiting[] = []
  #current: (Waiting & { readonly stopping: AbortController }) | null = null

  constructor(clock: Clock, platform: NodeJS.Platform) {
    this.#clock = clock
    this.#platform = platform
  }

  /** Counts folders of a view, in their order, after those that wait already. What is no folder there is passed over. */
  add(view: BrowseView, names: readonly string[]): void {
    const folders = new Set(
      view.entries.filter(({ kind }) => kind === 'folder' || kind === 'bucket').map(({ name }) => name),
    )
    for (const name of names) {
      const state = view.counts.get(name)?.state
      if (!folders.has(name) || state === 'waiting' || state === 'counting') continue
      this.#waiting.push({ view, name })
      view.counted(name, nothingYet)
    }
    void this.#next()
  }

  /** Counts no further in a view. What was counted so far stays; what waited is as if it had not been asked for. */
  stop(view: BrowseView): void {
    for (const each of this.#waiting.filter((waiting) => waiting.view === view)) {
      this.#waiting.splice(this.#waiting.indexOf(each), 1)
      view.counted(each.name, null)
    }
    if (this.#current?.view === view) this.#current.stopping.abort(new Error('Stopped by a person.'))
  }

  async #next(): Promise<void> {
    if (this.#current !== null) return
    const next = this.#waiting.shift()
    if (next === undefined) return
    const stopping = new AbortController()
    this.#current = { ...next, stopping }
    const { view, name } = next
    let count: FolderCount = { ...nothingYet, state: 'counting' }
    try {
      view.counted(name, count)
      for await (const found of countBelow(await this.#countable(view, name), stopping.signal)) {
        if (stopping.signal.aborted) break
        count = { ...count, ...found }
        view.counted(name, count)
      }
      count = { ...count, state: stopping.signal.aborted ? 'stopped' : 'done' }
    } catch (error) {
      count = stopping.signal.aborted
        ? { ...count, state: 'stopped' }
        : { ...count, state: 'failed', error: toData(error) }
    }
    this.#current = null
    // A view that was listed anew has forgotten what was counted.
    if (view.counts.has(name)) view.counted(name, count)
    await this.#next()
  }

  async #countable(view: BrowseView, name: string): Promise<Countable> {
    const { fs, retry } = view.source
    const address = childOf(view.address, name, this.#platform)
    if (address.kind === 'local') return { kind: 'local', fs, root: address.path }
    if (address.kind === 'buckets') throw new SluiceError({ code: 'usage', message: 'This is no folder.' })
    const { bucket, prefix } = address
    return {
      kind: 's3',
      store: await view.source.store(),
      bucket,
      prefix,
      retry,
      now: () => this.#clock.now(),
    }
  }
}

const toData = (error: unknown): ErrorData =>
  error instanceof SluiceError
    ? error.toData()
    : {
        code: 'internal',
        message: `Sluice met an error it does not know: ${error instanceof Error ? error.message : String(error)}`,
        advice: 'Please report this.',
      }
