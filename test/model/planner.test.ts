import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Entry } from '../../main/engine/listing/entry.ts'
import type { Direction } from '../../main/engine/side.ts'
import type { Compare, SyncRules } from '../../shared/sync-rules.ts'
import { SluiceError } from '../../shared/errors.ts'
import { entry } from '../fakes/entries.ts'
import { allRows, planOf, type Sides } from '../unit/engine/planning/plan-of.ts'

/** None is a folder of another: what a disk makes of that is for the simulated worlds. */
const names = ['a', 'b', 'A', 'a.', 'd/e', '\u00e9', 'e\u0301', '\uff5e', '\u{1f600}', 'n\nl'] as const

/** Filters with what they match, said by another means than the engine's. */
const filters = [
  { pattern: '*', matches: () => true },
  { pattern: 'a*', matches: (key: string) => key.startsWith('a') },
  { pattern: '*/e', matches: (key: string) => key.endsWith('/e') },
  { pattern: '?', matches: (key: string) => Array.from(key).length === 1 },
] as const

const side = fc.uniqueArray(
  fc.record({
    key: fc.constantFrom(...names),
    size: fc.constantFrom(0, 10, 11),
    // Two within one second.
    modified: fc.constantFrom(5_000, 5_250, 9_000),
  }),
  { selector: ({ key }) => key, maxLength: 8 },
)

const drawn = fc.record({
  source: side,
  destination: side,
  direction: fc.constantFrom<Direction[]>('upload', 'download', 'copy'),
  compare: fc.constantFrom<Compare[]>('default', 'any-time', 'size-only', 'exact-timestamps', 'no-overwrite'),
  delete: fc.boolean(),
  filters: fc.array(
    fc.record({
      kind: fc.constantFrom('exclude', 'exclude', 'include'),
      filter: fc.constantFrom(...filters),
    }),
    { maxLength: 3 },
  ),
  allowEmptySource: fc.boolean(),
  maxDelete: fc.option(fc.nat(3), { nil: null }),
  protectedKeys: fc.subarray<string>(['a', 'd', '\u00e9'], { maxLength: 1 }),
  pageSize: fc.integer({ min: 1, max: 4 }),
  broken: fc.oneof(
    { arbitrary: fc.constant(null), weight: 3 },
    {
      arbitrary: fc.record({ side: fc.constantFrom('source', 'destination'), after: fc.nat(3) }),
      weight: 1,
    },
  ),
})
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

/** What is to be done, worked out key by key, without order, pages or streams. */
function expected({ source, destination, direction, compare, ...rules }: Drawn): {
  transfers: string[]
  deletes: string[]
} {
  const included = (key: string): boolean =>
    rules.filters.findLast(({ filter }) => filter.matches(key))?.kind !== 'exclude'
  const there = new Map(destination.map((each) => [each.key as string, each]))
  const isNews = (from: Drawn['source'][number], onto: Drawn['source'][number]): boolean => {
    if (compare === 'no-overwrite') return false
    if (from.size !== onto.size) return true
    if (compare === 'size-only') return false
    if (direction !== 'download') return from.modified > onto.modified
    if (compare === 'default') return onto.modified > from.modified
    return Math.floor(from.modified / 1000) !== Math.floor(onto.modified / 1000)
  }
  const isProtected = (key: string): boolean =>
    rules.protectedKeys.some((name) => key === name || key.startsWith(`${name}/`))
  const listed = new Set<string>(source.map(({ key }) => key))
  return {
    transfers: source
      .filter(({ key }) => included(key))
      .filter((from) => {
        const onto = there.get(from.key)
        return onto === undefined || isNews(from, onto)
      })
      .map(({ key }) => key),
    deletes: rules.delete
      ? destination
          .map(({ key }) => key as string)
          .filter((key) => included(key) && !listed.has(key) && !isProtected(key))
      : [],
  }
}

function verdict({ source, allowEmptySource, maxDelete }: Drawn, deletes: number): string | null {
  if (deletes === 0) return null
  if (source.length === 0 && !allowEmptySource) return 'empty-source'
  return maxDelete !== null && deletes > maxDelete ? 'too-many-deletes' : null
}

function sidesOf(each: Drawn): Sides {
  const toEntry = ({ key, size, modified }: Drawn['source'][number]): Entry => entry(key, { size, modified })
  const rules: Partial<SyncRules> = {
    compare: each.compare,
    delete: each.delete,
    allowEmptySource: each.allowEmptySource,
    maxDelete: each.maxDelete === null ? null : { kind: 'count', count: each.maxDelete },
    filters: each.filters.map(({ kind, filter }) => ({ kind: kind as 'exclude', pattern: filter.pattern })),
  }
  const by = new SluiceError({ code: 'listing-not-proved', message: 'It is no listing.' })
  return {
    source: each.source.map(toEntry),
    destination: each.destination.map(toEntry),
    direction: each.direction,
    rules,
    protectedKeys: each.protectedKeys,
    pageSize: each.pageSize,
    ...(each.broken === null ? {} : { broken: { ...each.broken, by } }),
  }
}

test('a plan is what a simple model says, in 100,000 cases', { timeout: 600_000 }, async () => {
  const property = fc.asyncProperty(drawn, async (each) => {
    const { store, plan } = await planOf(sidesOf(each))
    const rows = allRows(store)
    store.close()
    const of = (...actions: string[]): string[] =>
      rows
        .filter(({ action }) => actions.includes(action))
        .map(({ key }) => key)
        .sort()
    const [transfers, deletes] = [of('upload', 'download', 'copy'), of('delete-local', 'delete-remote')]
    const right = expected(each)
    if (each.broken !== null) {
      expect(plan.summary).toMatchObject({ complete: false, withheld: { code: 'listing-not-proved' } })
      expect(right.transfers).toEqual(expect.arrayContaining(transfers))
      return
    }
    expect({ transfers, deletes }).toEqual({
      transfers: right.transfers.sort(),
      deletes: right.deletes.sort(),
    })
    expect(plan.summary.complete).toBe(true)
    expect(plan.summary.withheld?.code ?? null).toBe(verdict(each, deletes.length))
  })
  await fc.assert(property, { seed: 1, numRuns: Number(process.env['PLANS'] ?? 100_000) })
})
