import { defaultSettings, type Settings } from '../../shared/settings.ts'

/** What is kept of how the window looks. */
type Look = Pick<Settings, 'density' | 'dotNames' | 'columns' | 'splits'>

/** A look settles for this long before it is kept: milliseconds. */
const settle = 300

/** How the window looks, apart from its colours: the same for both panes, and kept from start to start. */
export class LookState {
  density = $state<Settings['density']>(defaultSettings.density)
  /** Names that begin with a dot are shown in panes. */
  dotNames = $state(defaultSettings.dotNames)

  readonly #keep: (changes: Partial<Settings>) => void
  #changed: Partial<Look> = {}
  #keeping: ReturnType<typeof setTimeout> | undefined

  /** @param keep writes changes of the settings down. */
  constructor(keep: (changes: Partial<Settings>) => void = () => undefined) {
    this.#keep = keep
  }

  /** As it was kept. */
  take({ density, dotNames }: Settings): void {
    this.density = density
    this.dotNames = dotNames
  }

  close(): void {
    clearTimeout(this.#keeping)
  }

  showDotNames(shown: boolean): void {
    this.dotNames = shown
    this.#change({ dotNames: shown })
  }

  #change(changes: Partial<Look>): void {
    this.#changed = { ...this.#changed, ...changes }
    clearTimeout(this.#keeping)
    this.#keeping = setTimeout(() => {
      const changed = this.#changed
      this.#changed = {}
      this.#keep(changed)
    }, settle)
  }
}
