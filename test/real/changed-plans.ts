import { rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import { isDelete, type PlanRow } from '../../shared/plan-row.ts'
import { seededRandom } from '../fakes/seeded-random.ts'
import { sluice, startCli } from '../faults/run-cli.ts'
import { Scene } from '../faults/scene.ts'
import { below, writeTree } from '../faults/tree.ts'
import { drawSides, judge, type ChangedPlan, type Touched } from '../model/changed-plans.ts'
import { removeBucket } from '../parity/bucket.ts'
import type { S3Server } from '../parity/server.ts'

/** Milliseconds for one command line: ten thousand rows on a busy machine. */
const patience = 600_000

/**
 * As `playChangedPlan`, by the built command line on a real disk and a real server: a plan in a file, changes by another
 * client on both sides, and the file applied.
 */
export async function playRealChangedPlan(
  server: S3Server,
  seed: number,
  rows: number,
  changes: number,
): Promise<ChangedPlan> {
  const random = seededRandom(seed)
  const any = (below: number): number => Math.floor(random() * below)
  const scene = await Scene.set(server)
  const bucket = await scene.bucket('changed')
  try {
    const { files, objects } = drawSides(rows, any)
    await writeTree(scene.path('site'), files)
    await scene.put(bucket, { ...below('site/', objects), 'elsewhere/1': 'not in the plan' })
    const address = `s3://${bucket}/site`
    const options = ['--delete', '--size-only', '-o', 'plan.sluice']
    // Nothing is struck on the way, so there is no proxy on it.
    const straight = { patience, endpoint: server.endpoint }
    const planned = await scene.run(['plan', 'site', address, ...options], straight)
    if (planned.exit !== 0) throw new Error(planned.stderr)
    const all = await rowsOf(scene, 'plan.sluice')
    const touched = await touch(scene, bucket, all, { changes, any, onlyVictims: seed % 2 === 0 })
    const before = await scene.etags(bucket)
    const applied = await scene.run(['apply', 'plan.sluice', '--json'], straight)
    const runId = /"runId":"([^"]+)"/.exec(applied.stdout)?.[1]
    if (runId === undefined) throw new Error(applied.stderr)
    const after = await rowsOf(scene, runId)
    const wrong = judge(after, touched, asMap(before), asMap(await scene.etags(bucket)))
    const done = after.filter(({ state }) => state === 'done').length
    return { rows: after.length, changed: touched.size, done, wrong }
  } finally {
    await removeBucket(scene.s3, bucket)
    await scene.close()
  }
}

type Row = Pick<PlanRow, 'key' | 'action' | 'state' | 'outcome' | 'source' | 'destination'>

const asMap = (etags: Readonly<Record<string, string>>): Map<string, string> => new Map(Object.entries(etags))

/** The rows of a plan file, or of a run that was. */
async function rowsOf(scene: Scene, shown: string): Promise<Row[]> {
  const { cwd, env } = { cwd: scene.folder, env: scene.env }
  const run = await startCli(sluice, ['show', shown, '--json'], { cwd, env, patience }).done
  if (run.exit !== 0) throw new Error(run.stderr)
  const lines = run.stdout.trimEnd().split('\n')
  return lines
    .map((line) => JSON.parse(line) as Row & { readonly type: string })
    .filter(({ type }) => type === 'row')
}

/** Another client: it edits, replaces and removes on both sides, and makes what no row is about. */
async function touch(
  scene: Scene,
  bucket: string,
  rows: readonly Row[],
  { changes, any, onlyVictims }: { changes: number; any: (below: number) => number; onlyVictims: boolean },
): Promise<Touched> {
  const touched = new Map<string, 'changed' | 'gone'>()
  const put = (key: string): Promise<void> => scene.put(bucket, { [`site/${key}`]: 'by another client' })
  const remove = (key: string): Promise<unknown> =>
    scene.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: `site/${key}` }))
  while (touched.size < changes) {
    const row = rows[any(rows.length)]
    if (row === undefined || touched.has(row.key) || (onlyVictims && !isDelete(row.action))) continue
    const { key, destination } = row
    if (isDelete(row.action)) {
      const gone = any(2) === 0
      await (gone ? remove(key) : put(key))
      touched.set(key, gone ? 'gone' : 'changed')
      continue
    }
    const ways: readonly (() => Promise<unknown>)[] = [
      () => rm(scene.path('site', key)),
      () => writeFile(scene.path('site', key), 'another length, and another time'),
      () => replaceAlike(scene.path('site', key)),
      () => put(key),
      () => (destination === null ? put(key) : remove(key)),
    ]
    await ways[any(ways.length)]?.()
    touched.set(key, 'changed')
  }
  await put('not in the plan')
  await writeTree(scene.path('site'), { 'not in the plan either': 'come since' })
  return touched
}

/** Another file of the same size and time, as a program leaves that writes beside and renames. */
async function replaceAlike(file: string): Promise<void> {
  const { size, atime, mtime } = await stat(file)
  await writeFile(`${file}.new`, 'x'.repeat(size))
  await utimes(`${file}.new`, atime, mtime)
  await rename(`${file}.new`, file)
}
