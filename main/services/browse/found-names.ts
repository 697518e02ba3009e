import type { BrowseSort } from '../../../shared/bridge/places.ts'
import { foldedMatcher, foldName, isDotName, type NameFilter } from '../../../shared/name-filter.ts'
import type { Listed } from './listed-names.ts'
import { nameKey, orderOf } from './pane-order.ts'

/** What is shown of the names, in order. */
export interface ShownNames {
  /** Places in `entries`. */
  readonly places: Uint32Array
  /** Bytes of the files among them. */
  readonly bytes: number
  /** Names that are left out only because they begin with a dot. */
  readonly hidden: number
}

interface Order {
  readonly sort: string
  readonly count: number
  readonly places: Uint32Array
}

/** The names that a listing has found so far, in whatever order and as many of them as are looked at. */
export class FoundNames {
  readonly entries: Listed[] = []
  /** Of the files among them. */
  bytes = 0
  /** Of the names, made as they come, so that putting them in order is quick. */
  readonly #keys: string[] = []
  /** The names without regard to case, once somebody has filtered them. */
  readonly #folded: string[] = []
  #order: Order | null = null
  #shown: { readonly order: Order; readonly filter: NameFilter; readonly names: ShownNames } | null = null

  add(page: readonly Listed[]): void {
    for (const entry of page) {
      this.entries.push(entry)
      this.#keys.push(nameKey(entry.name))
      this.bytes += entry.size ?? 0
    }
  }

  /** @param growing more names are to come: they are put in order anew only when there are a third more of them. */
  shown(sort: BrowseSort, filter: NameFilter, growing: boolean): ShownNames {
    const order = this.#ordered(sort, growing)
    const kept = this.#shown
    if (
      kept?.order === order &&
      kept.filter.text === filter.text &&
      kept.filter.dotNames === filter.dotNames
    ) {
      return kept.names
    }
    const names = this.#narrow(order, filter)
    this.#shown = { order, filter, names }
    return names
  }

  /** In the order they were found in. */
  matching(filter: NameFilter, pattern: string): Listed[] {
    const folded = this.#foldedNames()
    const [isShown, matches] = [foldedMatcher(filter.text), foldedMatcher(pattern)]
    return this.entries.filter(({ name }, place) => {
      const text = folded[place] ?? ''
      return (filter.dotNames || !isDotName(name)) && isShown(text) && matches(text)
    })
  }

  #ordered(sort: BrowseSort, growing: boolean): Order {
    const name = `${sort.by} ${sort.descending}`
    const { length } = this.entries
    const kept = this.#order
    const enough = growing ? 4 / 3 : 1
    if (kept?.sort === name && (kept.count === length || length < kept.count * enough)) return kept
    const order = { sort: name, count: length, places: orderOf(this.entries, this.#keys, sort) }
    this.#order = order
    return order
  }

  #narrow({ places }: Order, { text, dotNames }: NameFilter): ShownNames {
    if (text === '' && dotNames) return { places, bytes: this.#bytesOf(places), hidden: 0 }
    const folded = text === '' ? [] : this.#foldedNames()
    const matches = foldedMatcher(text)
    let hidden = 0
    const shown = places.filter((place) => {
      if (!matches(folded[place] ?? '')) return false
      if (dotNames || !isDotName(this.entries[place]?.name ?? '')) return true
      hidden++
      return false
    })
    return { places: shown, bytes: this.#bytesOf(shown), hidden }
  }

  #foldedNames(): readonly string[] {
    const { entries } = this
    for (let place = this.#folded.length; place < entries.length; place++) {
      this.#folded.push(foldName(entries[place]?.name ?? ''))
    }
    return this.#folded
  }

  #bytesOf(places: Uint32Array): number {
    let bytes = 0
    for (const place of places) bytes += this.entries[place]?.size ?? 0
    return bytes
  }
}
