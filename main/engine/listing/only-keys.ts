/** Keys that are looked at instead of all that a side has. */
export interface OnlyKeys {
  /** In key order, each once. */
  readonly keys: readonly string[]
  /** Entries of the whole destination, as far as is known: what a cap in percent is a share of. */
  readonly destinationEntries: number
}
