import type { BrowseSort, Place } from '../../shared/bridge/places.ts'
import {
  columnBounds,
  defaultSettings,
  paneColumns,
  type Columns,
  type PaneColumn,
  type Settings,
  type Splits,
} from '../../shared/settings.ts'
import { KeptSettings } from './kept-settings.ts'

/** What is kept of how the window looks. */
type Look = Pick<Settings, 'density' | 'dotNames' | 'columns' | 'splits'>

/** Pixels of a row. */
const rowHeights: Readonly<Record<Settings['density'], number>> = { compact: 24, comfortable: 30 }

/** How the window looks, apart from its colours: the same for both panes, and kept from start to start. */
export class LookState {
  density = $state<Settings['density']>(defaultSettings.density)
  /** Names that begin with a dot are shown in panes. */
  dotNames = $state(defaultSettings.dotNames)
  splits = $state.raw<Splits>(defaultSettings.splits)
  #columns = $state.raw(defaultSettings.columns)

  readonly #kept: KeptSettings

  constructor(kept = new KeptSettings(() => undefined)) {
    this.#kept = kept
  }

  /** As it was kept. */
  take({ density, dotNames, columns, splits }: Settings): void {
    this.density = density
    this.dotNames = dotNames
    this.#columns = columns
    this.splits = splits
  }

  get rowHeight(): number {
    return rowHeights[this.density]
  }

  setDensity(density: Settings['density']): void {
    this.density = density
    this.#choose({ density })
  }

  columnsOf(kind: Place['kind']): Columns {
    return this.#columns[kind === 'local' ? 'local' : 's3']
  }

  /** The columns besides the name that a kind of place has and that are not hidden, in their order. */
  shownColumns(kind: Place['kind']): PaneColumn[] {
    const { hidden } = this.columnsOf(kind)
    return paneColumns.filter((column) => !hidden.includes(column) && (column !== 'class' || kind === 's3'))
  }

  /** @param width in pixels; what fits is taken, and the usual one where null. */
  setWidth(kind: Place['kind'], column: PaneColumn, width: number | null): void {
    const { least, most } = columnBounds
    const usual = defaultSettings.columns.local.widths[column]
    const taken = width === null ? usual : Math.round(Math.min(most, Math.max(least, width)))
    this.#setColumns(kind, { widths: { ...this.columnsOf(kind).widths, [column]: taken } })
    if (width === null) this.#kept.flush()
  }

  toggleColumn(kind: Place['kind'], column: PaneColumn): void {
    const { hidden } = this.columnsOf(kind)
    const others = hidden.filter((name) => name !== column)
    this.#setColumns(kind, { hidden: others.length < hidden.length ? others : [...hidden, column] })
    this.#kept.flush()
  }

  setSort(kind: Place['kind'], sort: BrowseSort): void {
    this.#setColumns(kind, { sort })
    this.#kept.flush()
  }

  setSplit<Name extends keyof Splits>(name: Name, value: Splits[Name]): void {
    this.splits = { ...this.splits, [name]: value }
    this.#change({ splits: this.splits })
  }

  showDotNames(shown: boolean): void {
    this.dotNames = shown
    this.#choose({ dotNames: shown })
  }

  #setColumns(kind: Place['kind'], changes: Partial<Columns>): void {
    const name = kind === 'local' ? 'local' : 's3'
    this.#columns = { ...this.#columns, [name]: { ...this.#columns[name], ...changes } }
    this.#change({ columns: this.#columns })
  }

  /** One choice, made by one key or press. */
  #choose(changes: Partial<Look>): void {
    this.#change(changes)
    this.#kept.flush()
  }

  /** One of many changes, as a drag makes them. */
  #change(changes: Partial<Look>): void {
    this.#kept.change(changes)
  }
}
