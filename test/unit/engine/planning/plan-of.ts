import type { Entry } from '../../../../main/engine/listing/entry.ts'
import { compileFilters } from '../../../../main/engine/listing/filters.ts'
import { compareKeys } from '../../../../main/engine/listing/key-order.ts'
import { ProtectedNames } from '../../../../main/engine/listing/protected-names.ts'
import { keyToPath } from '../../../../main/engine/local/key-to-path.ts'
import type { ContentVerdict } from '../../../../main/engine/planning/compare-pair.ts'
import {
  isLookedInto,
  withContents,
  type EqualPair,
} from '../../../../main/engine/planning/contents-in-order.ts'
import { makePlan, type MadePlan, type Planning } from '../../../../main/engine/planning/make-plan.ts'
import { mergeJoin } from '../../../../main/engine/planning/merge-join.ts'
import { RunStore } from '../../../../main/engine/planning/run-store.ts'
import type { Direction, NothingSide } from '../../../../main/engine/side.ts'
import type { ListingProblem } from '../../../../shared/job.ts'
import type { PlanRow } from '../../../../shared/plan-row.ts'
import { categories, type Category, type FolderTotals, everyRow } from '../../../../shared/review.ts'
import { defaultRules, type SyncRules } from '../../../../shared/sync-rules.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

export const never: AbortSignal = new AbortController().signal

export interface Sides {
  /** Known of a side, whatever is listed of it. */
  readonly atLeast?: Partial<Planning['atLeast']>
  readonly source: readonly Entry[]
  readonly destination: readonly Entry[]
  readonly direction?: Direction
  readonly removal?: NothingSide
  readonly rules?: Partial<SyncRules>
  readonly protectedKeys?: readonly string[]
  /** Files of the destination that can't be read. */
  readonly unreadable?: readonly string[]
  /** Entries on a page. */
  readonly pageSize?: number
  /** The error that breaks a side after so many pages. */
  readonly broken?: { readonly side: 'source' | 'destination'; readonly after: number; readonly by: Error }
  /** What comes of comparing contents, by key; same if absent. */
  readonly contents?: Readonly<Record<string, ContentVerdict>>
  readonly onProblem?: (problem: ListingProblem) => void
  /** Called after rows were added. */
  readonly onRows?: (store: RunStore) => void
}

/** Makes a plan of two listings, which are sorted here, into a new store in memory. */
export async function planOf(
  sides: Sides,
  signal: AbortSignal = never,
): Promise<{ store: RunStore; plan: MadePlan }> {
  const { direction = 'upload', onRows, protectedKeys = [] } = sides
  const rules = { ...defaultRules, delete: true, ...sides.rules }
  const store = new RunStore(':memory:', new FakeClock())
  const protectedNames = new ProtectedNames()
  for (const key of protectedKeys) protectedNames.add(key)
  const unreadNames = new ProtectedNames()
  for (const key of sides.unreadable ?? []) unreadNames.add(key)
  const filter = compileFilters(rules.filters, { kind: 's3' })
  const plan = await makePlan(
    {
      direction,
      removal: sides.removal ?? null,
      rules,
      pairs: withContents(
        mergeJoin(pagesOf(sides, 'source'), pagesOf(sides, 'destination')),
        (pair): pair is EqualPair =>
          isLookedInto(pair, rules, { source: filter, destination: filter }, unreadNames),
        ({ key }) => Promise.resolve(sides.contents?.[key] ?? { kind: 'same' }),
        signal,
      ),
      filters: { source: filter, destination: filter },
      atLeast: { source: 0, destination: 0, ...sides.atLeast },
      land: direction === 'download' ? (key) => keyToPath('/home/ada', key, 'posix') : null,
      platform: 'posix',
      showSource: (key) => key,
      protectedNames,
      unreadNames,
      store,
      onProblem: sides.onProblem ?? (() => undefined),
      onRows: () => onRows?.(store),
    },
    signal,
  )
  return { store, plan }
}

async function* pagesOf(sides: Sides, name: 'source' | 'destination'): AsyncGenerator<Entry[]> {
  const { pageSize = 3, broken } = sides
  const entries = sides[name].toSorted((a, b) => compareKeys(a.key, b.key))
  let pages = 0
  for (let from = 0; from < entries.length || broken?.side === name; from += pageSize) {
    await Promise.resolve()
    if (broken?.side === name && pages++ >= broken.after) throw broken.by
    if (from < entries.length) yield entries.slice(from, from + pageSize)
  }
}

export const allRows = (store: RunStore): PlanRow[] => store.page(everyRow, 0, 1_000_000).rows

/** What a row means, told anew from the row alone. */
export function meaningOf(row: PlanRow): Category {
  if (row.action === 'skip' || row.reason === 'conflict') return 'problem'
  if (row.action.startsWith('delete')) return 'delete'
  if (row.source === null || row.destination === null) return 'new'
  return row.destination.modified > row.source.modified ? 'newer' : 'changed'
}

/** Of a delete, also of one that a protected name has stopped, those at the destination. */
export const bytesOf = ({ source, destination }: PlanRow): number => (source ?? destination)?.size ?? 0

/** The totals of every folder that has rows, counted from the rows. */
export function recountFolders(
  rows: readonly PlanRow[],
  destination: readonly string[],
): Omit<FolderTotals, 'hasFolders'>[] {
  const paths = new Set(rows.flatMap(({ key }) => foldersOf(key)))
  return [...paths].sort(compareKeys).map((path) => {
    const below = rows.filter(({ key }) => key.startsWith(path))
    const left = below.filter(({ state }) => state === 'excluded-by-you')
    const rest = below.filter(({ state }) => state !== 'excluded-by-you')
    const of = (category: Category): PlanRow[] => rest.filter((row) => meaningOf(row) === category)
    const bytes = (counted: readonly PlanRow[]): number => counted.reduce((sum, row) => sum + bytesOf(row), 0)
    return {
      path,
      rows: Object.fromEntries(categories.map((name) => [name, of(name).length])) as FolderTotals['rows'],
      leftOut: left.length,
      bytes: bytes([...of('new'), ...of('changed'), ...of('newer')]),
      deleteBytes: bytes(of('delete')),
      destinationEntries: destination.filter((key) => key.startsWith(path)).length,
    }
  })
}

function foldersOf(key: string): string[] {
  const names = key.split('/').slice(0, -1)
  return ['', ...names.map((_, i) => `${names.slice(0, i + 1).join('/')}/`)]
}

/** The same as the store has it, from the root down. */
export function storedFolders(store: RunStore): FolderTotals[] {
  const root = store.folders.root()
  const below = (path: string): FolderTotals[] =>
    store.folders
      .children(path, 0, 1000)
      .folders.flatMap((folder) => [folder, ...(folder.hasFolders ? below(folder.path) : [])])
  return root === null ? [] : [root, ...below('')].sort((a, b) => compareKeys(a.path, b.path))
}

export const withoutHint = (folders: readonly FolderTotals[]): Omit<FolderTotals, 'hasFolders'>[] =>
  folders.map(({ path, rows, leftOut, bytes, deleteBytes, destinationEntries }) => ({
    path,
    rows,
    leftOut,
    bytes,
    deleteBytes,
    destinationEntries,
  }))
