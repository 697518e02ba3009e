import type { Settings } from '../../shared/settings.ts'

/** What changes in bursts, as a drag or a walk through folders does, settles for this long: milliseconds. */
const settle = 300

/** Settings on their way to where they are kept. */
export class KeptSettings {
  readonly #keep: (changes: Partial<Settings>) => void
  #changed: Partial<Settings> = {}
  #settling: ReturnType<typeof setTimeout> | undefined

  /** @param keep writes changes of the settings down. */
  constructor(keep: (changes: Partial<Settings>) => void) {
    this.#keep = keep
  }

  /** One of many changes: kept when it has settled. */
  change(changes: Partial<Settings>): void {
    this.#changed = { ...this.#changed, ...changes }
    clearTimeout(this.#settling)
    this.#settling = setTimeout(() => this.flush(), settle)
  }

  /** Keeps at once what still settles: the page may go now. */
  flush(): void {
    clearTimeout(this.#settling)
    const changed = this.#changed
    this.#changed = {}
    if (Object.keys(changed).length > 0) this.#keep(changed)
  }
}
