import type { NewRow } from '../../../shared/plan-row.ts'

/**
 * Finds file-against-folder conflicts of a download: a key `n` cannot become a file where `n/x` is, or will be, below
 * a folder `n` (D-3, KEY-7, DEL-10).
 *
 * In key order `n/x` comes after `n`, with others between (`n-1`, `n.txt`). A row is therefore held back until the keys
 * have passed `n/`. Whatever comes in between starts with `n`, so the rows held are a chain of prefixes of the current
 * key: never more of them than a key has characters.
 */
export class FolderConflicts {
  readonly #held: NewRow[] = []

  /** Holds a row until it is known to have no folder in its way. */
  hold(row: NewRow): void {
    this.#held.push(row)
  }

  /**
   * The keys have come to `key`; `present` says that it is, or will be, there. Returns the rows decided by that: each
   * as it was, or failed as a conflict.
   */
  pass(key: string, present: boolean): NewRow[] {
    if (this.#held.length === 0) return []
    const decided: NewRow[] = []
    for (let top = this.#held.at(-1); top !== undefined; top = this.#held.at(-1)) {
      const inside = key.startsWith(top.key)
      const next = key.charAt(top.key.length)
      // '/' is 0x2f: a key that goes on with a smaller character comes before `n/`.
      if (inside && next < '/' && next !== '') break
      if (inside && next === '/' && !present) break
      this.#held.pop()
      decided.push(inside && next === '/' ? conflict(top, key) : top)
    }
    return decided
  }

  /** The keys have ended: nothing is in the way of what is still held. */
  close(): NewRow[] {
    return this.#held.splice(0).reverse()
  }
}

function conflict(row: NewRow, other: string): NewRow {
  return {
    ...row,
    reason: 'conflict',
    decidedBy: 'D-3',
    state: 'failed',
    outcome: {
      error: {
        code: 'conflict',
        message: `${JSON.stringify(row.key)} cannot be a file here: ${JSON.stringify(other)} needs a folder of that name.`,
        subject: row.key,
        advice: 'Rename one of the two keys, or exclude one of them.',
      },
    },
  }
}
