/**
 * A place in a listing, between two of its entries: after the entry of that key and order. `order` sorts entries of
 * one key: versions the newest first, uploads the oldest first; where a key has one entry it is 0.
 */
export interface Position {
  readonly key: string
  readonly order: number
}

/** Before every entry of that key. */
export function beforeKey(key: string): Position {
  return { key, order: Number.MIN_SAFE_INTEGER }
}

/** After every entry of that key. */
export function afterKey(key: string): Position {
  return { key, order: Number.MAX_SAFE_INTEGER }
}
