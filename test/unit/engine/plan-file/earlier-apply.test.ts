import { afterEach, beforeEach, expect, it } from 'vitest'
import { findEarlierApply } from '../../../../main/engine/plan-file/earlier-apply.ts'
import { RunStore } from '../../../../main/engine/planning/run-store.ts'
import type { NewRow, RowState } from '../../../../shared/plan-row.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'
import { scratch } from './plans.ts'

let folder: ReturnType<typeof scratch>

beforeEach(() => {
  folder = scratch()
})

afterEach(() => {
  folder.end()
})

const clock = new FakeClock()

function keep(
  name: string,
  states: readonly RowState[],
  facts: Record<string, unknown> = { planFile: { digest: 'd' }, begun: 5 },
): { runId: string; storePath: string } {
  const storePath = folder.path(`${name}.sqlite`)
  const store = new RunStore(storePath, clock)
  const rows = states.map((state, n): NewRow => {
    const seen = { size: 1, modified: 1 }
    const [action, reason] =
      state === 'withheld' ? (['delete-remote', 'only-dest'] as const) : (['upload', 'only-source'] as const)
    const [source, destination] = state === 'withheld' ? [null, seen] : [seen, null]
    return { key: `k${n}`, action, reason, source, destination, decidedBy: 'x', state }
  })
  store.add(rows)
  for (const [fact, value] of Object.entries(facts)) store.setFact(fact, value)
  store.close()
  return { runId: name, storePath }
}

const found = (...runs: { runId: string; storePath: string }[]) => {
  const earlier = findEarlierApply(runs, 'd', clock)
  earlier?.past.close()
  return earlier === null ? null : `${earlier.runId} ${earlier.isWhole ? 'applied' : 'open'}`
}

it.each<[RowState[], string]>([
  [['done', 'done'], 'run applied'],
  [['done', 'excluded-by-you'], 'run applied'],
  [['done', 'planned'], 'run open'],
  [['done', 'running'], 'run open'],
  [['done', 'failed'], 'run open'],
  [['done', 'refused-changed'], 'run open'],
  [['done', 'withheld'], 'run open'],
])('a run with rows %j says of its plan: %s', (states, said) => {
  expect(found(keep('run', states))).toBe(said)
})

it('deletes that the plan itself withholds are never done', () => {
  const facts = { planFile: { digest: 'd' }, begun: 5, summary: { withheld: { code: 'empty-source' } } }
  expect(found(keep('run', ['done', 'withheld'], facts))).toBe('run applied')
})

it('the newest counts, and no other plan, no mere look, and no file that can not be read', () => {
  const runs = [
    { runId: 'gone', storePath: folder.path('gone.sqlite') },
    keep('other', ['done'], { planFile: { digest: 'e' }, begun: 5 }),
    keep('looked', ['done'], { planFile: { digest: 'd' } }),
    keep('plain', ['done'], { begun: 5 }),
    keep('new', ['planned']),
    keep('old', ['done']),
  ]
  expect(found(...runs)).toBe('new open')
  expect(found(...runs.slice(0, 4))).toBeNull()
})

it.each<[string, Record<string, unknown>, string | null]>([
  ['an undo of it', { begun: 6, undoes: 'run' }, null],
  ['a dry run of that', { begun: 6, undoes: 'run', rules: { dryRun: true } }, 'run open'],
  ['an undo that was not begun', { undoes: 'run' }, 'run open'],
  ['an undo of another', { begun: 6, undoes: 'other' }, 'run open'],
])('after %s', (_, facts, said) => {
  const runs = [keep('undo', ['done'], facts), keep('run', ['done', 'planned'])]
  if (said === null) expect(() => found(...runs)).toThrow('was undone since')
  else expect(found(...runs)).toBe(said)
})
