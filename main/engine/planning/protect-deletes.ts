import type { ProtectedNames } from '../listing/protected-names.ts'
import type { RunStore } from './run-store.ts'

const pageSize = 1000

/** Turns deletes at or below protected names into skips. @returns how many. */
export function protectFromDeletion(store: RunStore, names: ProtectedNames): number {
  if (names.size === 0) return 0
  let spared = 0
  let seq = 0
  for (;;) {
    const page = store.rowsAfter('delete', seq, pageSize)
    for (const row of page) {
      seq = row.seq
      if (!names.covers(row.key)) continue
      store.protect(row, 'D-1')
      spared++
    }
    if (page.length < pageSize) return spared
  }
}
