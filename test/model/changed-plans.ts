import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPlanFile } from '../../main/engine/plan-file/open-plan-file.ts'
import { describeSide } from '../../main/engine/plan-file/plan-sides.ts'
import { ReviewedSync } from '../../main/engine/reviewed-sync.ts'
import { isDelete, type PlanRow } from '../../shared/plan-row.ts'
import { everyRow } from '../../shared/review.ts'
import { defaultRules } from '../../shared/sync-rules.ts'
import { defaultTransferSettings } from '../../shared/transfer-settings.ts'
import { local, setUpSync } from '../fakes/memory-sync.ts'
import type { TreeTable } from '../fakes/memory-tree.ts'
import { seededRandom } from '../fakes/seeded-random.ts'

/** What one plan file has come to. */
export interface ChangedPlan {
  readonly rows: number
  readonly changed: number
  readonly done: number
  /** What broke the promise, in words. */
  readonly wrong: readonly string[]
}

type Setup = ReturnType<typeof setUpSync>

/**
 * Keeps a plan of so many rows in a file; another client then changes things at random on both sides; then the file is
 * applied. Exactly the rows that were not touched must be done, each touched one refused and named with what is there
 * now, and nothing else be another than before. Where a transfer is refused no delete is done; in every second world only
 * what would be deleted is touched, and so the other deletes are.
 */
export async function playChangedPlan(seed: number, rows: number, changes: number): Promise<ChangedPlan> {
  const random = seededRandom(seed)
  const any = (below: number): number => Math.floor(random() * below)
  const folder = mkdtempSync(join(tmpdir(), 'sluice-changed-plan-'))
  const never = new AbortController().signal
  try {
    const setup = setUpSync()
    const { world, www } = setup
    plantWorld(setup, rows, any)
    await world.clock.advance(2000)
    const rules = { ...defaultRules, delete: true, compare: 'size-only' as const }
    const planned = setup.review(local, www, rules)
    await world.clock.run(planned.plan(never))
    const path = join(folder, 'plan.sluice')
    const about = {
      madeBy: 'test',
      madeAt: 0,
      madeOn: 'here',
      madeFrom: 'command line' as const,
      source: describeSide(local, null),
      destination: describeSide(www, null),
      rules: { ...rules, dryRun: false as const, copyAll: false as const },
    }
    planned.save(path, about, () => '')
    const all = rowsOf(planned)
    planned.close()
    await world.clock.advance(5000)

    const touched = await touch(setup, all, { changes, any, onlyVictims: seed % 2 === 0 })
    const before = objectsOf(setup)

    const file = openPlanFile(path)
    const sync = new ReviewedSync(
      world,
      {
        source: local,
        destination: www,
        rules: file.header.rules,
        transfer: { ...defaultTransferSettings, maxConcurrentRequests: 16 },
        runId: 'applied',
        stateOfRun: () => 'unknown',
        pastRuns: () => Promise.resolve([]),
        storePath: ':memory:',
        given: { file, before: null, elsewhere: false },
      },
      { onEvent: () => undefined },
    )
    const how = await world.clock.run(sync.plan(never))
    if (how !== 'planned') throw new Error(`The plan was not taken: ${sync.summary.withheld?.message ?? how}`)
    await world.clock.run(sync.run({ finish: never, stop: never }))
    const after = rowsOf(sync)
    sync.close()
    file.close()
    return {
      rows: after.length,
      changed: touched.size,
      done: after.filter(({ state }) => state === 'done').length,
      wrong: judge(after, touched, before, objectsOf(setup)),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const rowsOf = (sync: ReviewedSync): PlanRow[] => sync.review.page(everyRow, 0, Number.MAX_SAFE_INTEGER).rows

/** What is at `site` on both sides when the plan is made. */
export interface DrawnSides {
  readonly files: Record<string, string>
  readonly objects: Record<string, string>
}

/** Of three rows one is new, one replaces an object, one is a delete. */
export function drawSides(rows: number, any: (below: number) => number): DrawnSides {
  const sides: DrawnSides = { files: {}, objects: {} }
  for (let n = 0; n < rows; n++) {
    const key = `d${n % 37}/file ${n}`
    const kind = any(3)
    if (kind !== 2) sides.files[key] = `new ${n}`
    if (kind !== 0) sides.objects[key] = `the old one of ${n}`
  }
  return sides
}

function plantWorld({ plant, put }: Setup, rows: number, any: (below: number) => number): void {
  const { files, objects } = drawSides(rows, any)
  for (const [key, text] of Object.entries(objects)) put(`site/${key}`, text)
  for (let n = 0; n < 20; n++) put(`elsewhere/${n}`, 'not in the plan')
  plant(files satisfies TreeTable)
}

/** @returns the keys of the rows whose world is another now. */
async function touch(
  { plant, put, s3, world }: Setup,
  rows: readonly PlanRow[],
  { changes, any, onlyVictims }: { changes: number; any: (below: number) => number; onlyVictims: boolean },
): Promise<Map<string, 'changed' | 'gone'>> {
  const touched = new Map<string, 'changed' | 'gone'>()
  const bucket = s3.buckets.get('www')
  while (touched.size < changes) {
    const row = rows[any(rows.length)]
    if (row === undefined || touched.has(row.key) || (onlyVictims && !isDelete(row.action))) continue
    const object = `site/${row.key}`
    const path = `/home/ada/site/${row.key}`
    if (isDelete(row.action)) {
      const gone = any(2) === 0
      if (gone) bucket?.remove(object)
      else put(object, 'by another client')
      touched.set(row.key, gone ? 'gone' : 'changed')
      continue
    }
    const { modified } = await world.fs.stat(path)
    const bytes = 'x'.repeat(row.source?.size ?? 0)
    const ways: readonly (() => void | Promise<void>)[] = [
      () => world.fs.unlink(path),
      () => plant({ [row.key]: 'another length, and another time' }),
      // As a program does that sets the time back.
      () => plant({ [row.key]: { file: bytes, modified } }),
      () => put(object, 'by another client'),
      () => (row.destination === null ? put(object, 'come since') : bucket?.remove(object)),
    ]
    await ways[any(ways.length)]?.()
    touched.set(row.key, 'changed')
  }
  put('site/not in the plan', 'come since')
  plant({ 'not in the plan either': 'come since' })
  return touched
}

const objectsOf = ({ s3 }: Setup): Map<string, string> =>
  new Map(
    (s3.buckets.get('www')?.keys() ?? []).map((key) => [
      key,
      String(s3.buckets.get('www')?.current(key)?.etag),
    ]),
  )

/** By key, what another client did to the rows that it touched: to a victim that is gone, a delete has nothing to do. */
export type Touched = ReadonlyMap<string, 'changed' | 'gone'>

/**
 * What broke the promise.
 * @param before ETags by key, right before the plan was applied; `after`, right after it
 */
export function judge(
  rows: readonly Pick<PlanRow, 'key' | 'action' | 'state' | 'outcome'>[],
  touched: Touched,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  const wrong: string[] = []
  const anyRefused = rows.some(({ action, key }) => !isDelete(action) && touched.has(key))
  const may = new Set<string>()
  for (const { key, action, state, outcome } of rows) {
    const how = touched.get(key)
    const wanted =
      isDelete(action) && anyRefused ? 'withheld' : how === 'changed' ? 'refused-changed' : 'done'
    if (state !== wanted) wrong.push(`${action} ${key} is ${state}, not ${wanted}`)
    if (state === 'refused-changed' && (outcome?.error?.code !== 'changed' || outcome.now === undefined))
      wrong.push(`${action} ${key} does not say what is there now`)
    if (state === 'done') may.add(`site/${key}`)
    if (state === 'done' && after.has(`site/${key}`) === isDelete(action))
      wrong.push(`${action} ${key} says that it is done`)
  }
  for (const key of new Set([...before.keys(), ...after.keys()]))
    if (!may.has(key) && before.get(key) !== after.get(key)) wrong.push(`${key} was touched`)
  return wrong
}
