/** No plan takes more names than this; everything is taken without names. */
export const mostSelected = 10_000

/**
 * The marked names of a pane. They are held by name, for places change as a listing comes in; "everything" is held as
 * such, with the names that were taken out again, so that 100,000 marks cost nothing.
 */
export class Selection {
  /** Everything but `#names`, or nothing but them. */
  everything = $state(false)
  /** Names, with the bytes that are known of each. A new map for each change: what shows it compares maps. */
  #names = $state.raw<ReadonlyMap<string, number>>(new Map())
  /** It came from a plain click, and goes with the cursor. */
  #light = false

  has(name: string): boolean {
    return this.everything !== this.#names.has(name)
  }

  /** How many of `total` are marked. */
  count(total: number): number {
    return this.everything ? Math.max(0, total - this.#names.size) : this.#names.size
  }

  /** Bytes of what is marked; of folders none are known. */
  bytes(total: number): number {
    let named = 0
    for (const size of this.#names.values()) named += size
    return this.everything ? Math.max(0, total - named) : named
  }

  isEmpty(total: number): boolean {
    return this.count(total) === 0
  }

  /** The names that are marked, or where everything is, those that are not. */
  names(): string[] {
    return [...this.#names.keys()]
  }

  clear(): void {
    this.everything = false
    this.#names = new Map()
    this.#light = false
  }

  /** The cursor went elsewhere without a key for marking. */
  letGo(): void {
    if (this.#light) this.clear()
  }

  all(): void {
    this.clear()
    this.everything = true
  }

  /** Only this one, as a plain click has it. */
  only(name: string, size: number): void {
    this.everything = false
    this.#names = new Map([[name, size]])
    this.#light = true
  }

  /** These and nothing else. */
  replace(entries: Iterable<readonly [string, number]>): void {
    this.everything = false
    this.#names = new Map(entries)
    this.#light = false
  }

  toggle(name: string, size: number): void {
    const names = new Map(this.#names)
    if (!names.delete(name)) names.set(name, size)
    this.#names = names
    this.#light = false
  }

  /** These too. */
  add(entries: Iterable<readonly [string, number]>): void {
    this.#change(entries, !this.everything)
  }

  /** Not these. */
  remove(entries: Iterable<readonly [string, number]>): void {
    this.#change(entries, this.everything)
  }

  /** What is marked is not, and the other way round. */
  invert(): void {
    this.everything = !this.everything
    this.#light = false
  }

  #change(entries: Iterable<readonly [string, number]>, held: boolean): void {
    const names = new Map(this.#names)
    for (const [name, size] of entries) {
      if (held) names.set(name, size)
      else names.delete(name)
    }
    this.#names = names
    this.#light = false
  }

  /** Keeps only names that are still there. */
  keepOnly(present: ReadonlySet<string>): void {
    const names = [...this.#names].filter(([name]) => present.has(name))
    if (names.length !== this.#names.size) this.#names = new Map(names)
  }
}
