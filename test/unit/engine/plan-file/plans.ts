import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describeSide } from '../../../../main/engine/plan-file/plan-sides.ts'
import { digestOf } from '../../../../main/engine/plan-file/open-plan-file.ts'
import type { PlanAbout } from '../../../../main/engine/plan-file/write-plan-file.ts'
import { defaultRules } from '../../../../shared/sync-rules.ts'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'

export const seal = (digest: string): string => `sealed ${digest}`

/** A folder on the disk for plan files. */
export function scratch(): { readonly path: (name: string) => string; end(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-plan-file-'))
  return {
    path: (name) => join(folder, name),
    end: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A folder and a bucket with uploads of a, b, d/c and deletes of d/old, old, planned and saved. */
export async function savedPlan(path: string) {
  const setup = setUpSync()
  setup.plant({ a: 'a', b: 'bb', 'd/c': 'ccc' })
  setup.put('site/old', 'old')
  setup.put('site/d/old', 'older')
  await setup.world.clock.advance(2000)
  const sync = setup.review(local, setup.www, { delete: true })
  await setup.world.clock.run(sync.plan(new AbortController().signal))
  const about: Omit<PlanAbout, 'summary'> = {
    madeBy: 'sluice test',
    madeAt: 1000,
    madeOn: 'here',
    madeFrom: 'command line',
    source: describeSide(local, null),
    destination: describeSide(setup.www, null),
    rules: { ...defaultRules, delete: true, dryRun: false, copyAll: false },
  }
  const digest = sync.save(path, about, seal)
  setup.s3.effects.length = 0
  return { ...setup, setup, sync, about, digest }
}

/** What somebody who knows the format does to a file: changes by SQL, and with a digest that fits again. */
export function forge(path: string, sql: string, change?: (header: Record<string, unknown>) => void): void {
  const db = new DatabaseSync(path)
  db.exec(sql)
  let header = String(db.prepare('select header from plan').get()?.['header'])
  if (change !== undefined) {
    const data = JSON.parse(header) as Record<string, unknown>
    change(data)
    header = JSON.stringify(data)
  }
  db.prepare('update plan set header = ?, digest = ?').run(header, digestOf(db, header))
  db.close()
}
