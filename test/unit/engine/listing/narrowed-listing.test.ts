import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RunReport } from '../../../../shared/job.ts'
import type { Filter, SyncRules } from '../../../../shared/sync-rules.ts'
import { SluiceError } from '../../../../shared/errors.ts'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'

const logsOnly: Filter[] = [
  { kind: 'exclude', pattern: '*' },
  { kind: 'include', pattern: 'logs/2026/*' },
  { kind: 'include', pattern: 'img/*.png' },
]

/** It matches nothing, and what begins with a slash keeps a listing from being narrowed. */
const wide: Filter = { kind: 'exclude', pattern: '/no/such/name' }

type Way = 'copy' | 'download' | 'upload'

function setUp(source: Record<string, string>, destination: Record<string, string>, way: Way, pageSize = 3) {
  const world = setUpSync({ pageSize })
  const [from, to] =
    way === 'copy' ? [world.www, world.copy] : way === 'download' ? [world.www, local] : [local, world.www]
  const plant = (side: typeof from, tree: Record<string, string>): void => {
    if (side.kind === 'local') {
      world.plant({ '.': { folder: true }, ...tree })
      return
    }
    const bucket = world.s3.buckets.get(side.bucket)
    for (const [key, text] of Object.entries(tree)) {
      const bytes = Buffer.from(text)
      bucket?.write(side.prefix + key, { bytes, etag: text, etagIsDigest: false, metadata: {} })
    }
  }
  plant(from, source)
  plant(to, destination)
  const run = (rules: Partial<SyncRules>): Promise<RunReport> =>
    world.run(from, to, { dryRun: true, ...rules })
  const lists = (): number => world.s3.effects.filter(({ op }) => op === 'listPage').length
  return { ...world, run, lists }
}

const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`data/${String(i)}`, '']))

describe('a bucket of which little is included', () => {
  test('is listed only where that is, on both sides', async () => {
    const { run, lists, lines } = setUp({ ...many, 'logs/2026/a': '', 'img/a.png': '' }, many, 'copy')
    const report = await run({ filters: logsOnly })
    expect(lines.filter((line) => !line.startsWith('problem'))).toEqual([
      'planned copy img/a.png',
      'planned copy logs/2026/a',
    ])
    expect(report).toMatchObject({ exit: 0, summary: { complete: true } })
    expect(lists()).toBe(4)
  })

  test('is listed as a whole where that can’t be said of the filters', async () => {
    const { run, lists } = setUp({ ...many, 'logs/2026/a': '' }, many, 'copy')
    await run({ filters: [...logsOnly, wide] })
    expect(lists()).toBeGreaterThan(40)
  })

  test('is not taken for empty where nothing is included: one request more tells (D-2)', async () => {
    const kept = { 'logs/2026/old': '', ...many }
    const { run, lists } = setUp(many, kept, 'copy')
    const report = await run({ filters: logsOnly, delete: true })
    expect(report.summary).toMatchObject({ deletes: { count: 1 }, withheld: null })
    expect(lists()).toBeLessThan(8)
  })

  test('is empty where it has nothing at all (D-2)', async () => {
    const { run } = setUp({}, { 'logs/2026/old': '' }, 'copy')
    const report = await run({ filters: logsOnly, delete: true })
    expect(report.summary.withheld).toMatchObject({ code: 'empty-source' })
  })

  test('is listed as a whole as a destination whose loss is judged by all it has', async () => {
    const maxDelete = { kind: 'share', percent: 10 } as const
    const { run, lists } = setUp({ 'img/b.png': '' }, { 'logs/2026/old': '', ...many }, 'copy')
    const report = await run({ filters: logsOnly, delete: true, maxDelete })
    expect(report.summary.withheld).toBeNull()
    expect(lists()).toBeGreaterThan(20)
  })

  test('is listed as a whole as a destination where people review what it loses', async () => {
    const { review, www, copy, world, lists } = setUp(
      { 'img/b.png': '' },
      { 'logs/2026/old': '', ...many },
      'copy',
    )
    const reviewed = review(www, copy, { filters: logsOnly, delete: true })
    await world.clock.run(reviewed.plan(new AbortController().signal))
    expect(lists()).toBeGreaterThan(20)
    reviewed.close()
  })

  test('is listed as a whole where its identity may not list a part', async () => {
    const { run, s3, lines } = setUp({ ...many, 'logs/2026/a': '' }, {}, 'copy')
    let refusals = 0
    s3.before = (op, bucket) => {
      if (op !== 'listPage' || bucket !== 'www' || refusals++ > 0) return
      throw new SluiceError({ code: 'access-denied', message: 'no' })
    }
    const report = await run({ filters: logsOnly })
    expect(lines).toEqual(['planned copy logs/2026/a'])
    expect(report.exit).toBe(0)
  })

  test('is not proved where any part of it fails', async () => {
    const { run, s3 } = setUp({ 'logs/2026/a': '', 'img/a.png': '' }, { 'img/b.png': '' }, 'copy')
    let lists = 0
    s3.before = (op, bucket) => {
      if (op !== 'listPage' || bucket !== 'www' || lists++ !== 1) return
      throw new SluiceError({ code: 'access-denied', message: 'no' })
    }
    const report = await run({ filters: logsOnly, delete: true })
    expect(report).toMatchObject({
      summary: { complete: false },
      endedBy: { code: 'access-denied' },
      exit: 4,
    })
  })
})

test('a plan of narrowed listings is that of whole ones, with the same verdict on deletes', async () => {
  const key = fc
    .array(fc.constantFrom('logs', 'lo', '2026', 'img', 'a.png', 'b', '😀'), { minLength: 1, maxLength: 3 })
    .map((names) => names.join('/'))
  const tree = fc
    .dictionary(key, fc.constantFrom('', 'x', 'xy'), { maxKeys: 12 })
    // On a disk no name is a file and a folder.
    .map((all) =>
      Object.fromEntries(
        Object.entries(all).filter(
          ([path]) => !Object.keys(all).some((other) => other.startsWith(`${path}/`)),
        ),
      ),
    )
  const pattern = fc.constantFrom(
    'logs/*',
    'logs/2026/*',
    'lo*',
    'img/a.png',
    'img/?',
    'b',
    '😀/*',
    'logs/20[12]6/*',
  )
  const filters = fc.array(fc.record({ kind: fc.constantFrom('include', 'include', 'exclude'), pattern }), {
    minLength: 1,
    maxLength: 4,
  })
  const rules = fc.record({
    delete: fc.boolean(),
    maxDelete: fc.constantFrom(
      null,
      { kind: 'share', percent: 20 } as const,
      { kind: 'count', count: 1 } as const,
    ),
    compare: fc.constantFrom('default', 'size-only'),
  })
  let narrowed = 0
  await fc.assert(
    fc.asyncProperty(
      tree,
      tree,
      fc.constantFrom<Way>('copy', 'download', 'upload'),
      filters,
      rules,
      async (source, destination, way, more, rule) => {
        const all: Filter[] = [{ kind: 'exclude', pattern: '*' }, ...more]
        const one = setUp(source, destination, way)
        const other = setUp(source, destination, way)
        const narrow = await one.run({ ...rule, filters: all })
        const whole = await other.run({ ...rule, filters: [wide, ...all] })
        expect(one.lines).toEqual(other.lines)
        const judged = ({
          exit,
          summary: { complete, same, transfers, deletes, withheld, skipped, problems },
        }: RunReport) => ({
          exit,
          complete,
          same,
          transfers,
          deletes,
          withheld,
          skipped,
          problems,
        })
        expect(judged(narrow)).toEqual(judged(whole))
        if (narrow.summary.listed.source < whole.summary.listed.source) narrowed++
      },
    ),
    { numRuns: 12 },
  )
  expect(narrowed).toBeGreaterThan(0)
})
