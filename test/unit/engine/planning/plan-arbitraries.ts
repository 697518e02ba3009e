import fc from 'fast-check'
import type { Entry } from '../../../../main/engine/listing/entry.ts'
import { rowStates, type RowState } from '../../../../shared/plan-row.ts'
import {
  categories,
  rowSorts,
  type Category,
  type RowChoice,
  type RowsView,
} from '../../../../shared/review.ts'

/** Names that sort around the slash, so that files, folders and what comes between them meet. */
const name = fc.constantFrom('a', 'b', 'a-', 'a.b', 'a0', 'A', 'é')

const key = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'))

const entry: fc.Arbitrary<Entry> = fc.record(
  {
    key,
    size: fc.nat(3),
    modified: fc.constantFrom(1000, 2000, 3000),
    etag: fc.constantFrom('x', 'y'),
    storageClass: fc.constantFrom('STANDARD_IA', 'GLACIER'),
  },
  { requiredKeys: ['key', 'size', 'modified', 'etag'] },
)

export const bucket = fc.uniqueArray(entry, { selector: (each) => each.key, maxLength: 25 })

/** Files of a folder: no name is both a file and a folder. */
export const folder = bucket.map((entries) =>
  entries.filter((each) => !entries.some((other) => other.key.startsWith(`${each.key}/`))),
)

const folderPath = fc.oneof(
  fc.constant(''),
  fc.array(name, { minLength: 1, maxLength: 2 }).map((names) => `${names.join('/')}/`),
)

export const protectedKeys = fc.array(
  fc.array(name, { minLength: 1, maxLength: 2 }).map((names) => names.join('/')),
  { maxLength: 2 },
)

export const view: fc.Arbitrary<RowsView> = fc.record({
  categories: fc.oneof(fc.constant<Category[]>([...categories]), fc.subarray<Category>([...categories])),
  states: fc.oneof(fc.constant(null), fc.subarray<RowState>([...rowStates])),
  search: fc.constantFrom('', 'a', 'B', '/', 'a.', '%', 'É'),
  folder: folderPath,
  sort: fc.constantFrom(...rowSorts),
  descending: fc.boolean(),
})

export interface Chosen {
  readonly choice: RowChoice
  readonly included: boolean
}

export const choice: fc.Arbitrary<Chosen> = fc.record({
  choice: fc.oneof(
    fc.record({
      kind: fc.constant('rows' as const),
      seqs: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 5 }),
    }),
    fc.record({ kind: fc.constant('folder' as const), folder: folderPath }),
    fc.record({ kind: fc.constant('view' as const), view }),
  ),
  included: fc.boolean(),
})
