import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openPastRun, readPastFacts } from '../../../main/engine/past-run.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { type RowsView, everyRow } from '../../../shared/review.ts'
import { FakeClock } from '../../fakes/fake-clock.ts'
import { local, setUpSync } from '../../fakes/memory-sync.ts'

const never = new AbortController().signal
function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'past-run-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  return join(folder, 'run.sqlite')
}

/** Uploads of a and d/b and the delete of old, of which d/b was taken out. */
async function ranTo(path: string) {
  const { world, review, plant, put, www } = setUpSync()
  plant({ a: 'a', 'd/b': 'bb' })
  put('site/old', 'old')
  await world.clock.advance(2000)
  const sync = review(local, www, { delete: true }, path)
  await world.clock.run(sync.plan(never))
  sync.review.choose({ kind: 'folder', folder: 'd/' }, false)
  const report = await world.clock.run(sync.run({ finish: never, stop: never }))
  const { totals, folders } = sync.review
  const seen = {
    rows: sync.review.page(everyRow, 0, 100),
    categories: totals.categories(),
    states: totals.states(),
    root: folders.root(),
    children: folders.children('', 0, 10),
  }
  sync.close()
  return { report, seen }
}

const failure = (work: () => unknown): unknown => {
  try {
    work()
    return null
  } catch (error) {
    return error instanceof SluiceError ? error.toData() : error
  }
}

describe('a past run', () => {
  test('shows what the run had: rows, totals, folders and facts', async () => {
    const path = newPath()
    const { report, seen } = await ranTo(path)
    const past = openPastRun(path, new FakeClock())
    const { totals, folders } = past.review
    expect({
      rows: past.review.page(everyRow, 0, 100),
      categories: totals.categories(),
      states: totals.states(),
      root: folders.root(),
      children: folders.children('', 0, 10),
    }).toEqual(seen)
    expect(past.fact('report')).toEqual(report)
    expect(past.fact('nothing')).toBeUndefined()
    past.close()
  })

  test('is sorted and searched like one that goes on', async () => {
    const path = newPath()
    await ranTo(path)
    const past = openPastRun(path, new FakeClock())
    const keys = (view: Partial<RowsView>): string[] =>
      past.review.page({ ...everyRow, ...view }, 0, 100).rows.map(({ key }) => key)
    expect(keys({ sort: 'size', descending: true })).toEqual(['old', 'd/b', 'a'])
    expect(keys({ states: ['done'] })).toEqual(['a', 'old'])
    expect(keys({ search: 'D' })).toEqual(['d/b', 'old'])
    past.close()
  })

  test('can’t be changed, and is byte for byte as it was', async () => {
    const path = newPath()
    await ranTo(path)
    const before = readFileSync(path)
    const past = openPastRun(path, new FakeClock())
    expect(() => past.review.choose({ kind: 'folder', folder: 'd/' }, true)).toThrow(/readonly/)
    past.close()
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  test('gives its facts without its rows', async () => {
    const path = newPath()
    const { report } = await ranTo(path)
    const facts = readPastFacts(path)
    expect(facts).toMatchObject({ report, summary: { complete: true }, rules: { delete: true } })
    expect(typeof facts['started']).toBe('number')
  })
})

describe('what is no record of a run', () => {
  const cases: readonly (readonly [string, (path: string) => unknown])[] = [
    ['a file that is not there', () => undefined],
    [
      'an empty file',
      (path) => {
        writeFileSync(path, '')
      },
    ],
    [
      'some text',
      (path) => {
        writeFileSync(path, 'The quick brown fox jumps over the lazy dog. '.repeat(50))
      },
    ],
    [
      'another database',
      (path) => {
        const db = new DatabaseSync(path)
        db.exec('create table t (a)')
        db.close()
      },
    ],
    [
      'a record of another version',
      async (path) => {
        await ranTo(path)
        const db = new DatabaseSync(path)
        db.exec('pragma user_version = 1')
        db.close()
      },
    ],
    [
      'a database of our version with no facts',
      async (path) => {
        await ranTo(path)
        const db = new DatabaseSync(path)
        db.exec('drop table fact')
        db.close()
      },
    ],
    [
      'a record whose rows are missing',
      async (path) => {
        await ranTo(path)
        const db = new DatabaseSync(path)
        db.exec('drop table row')
        db.close()
      },
    ],
    [
      'a damaged record',
      async (path) => {
        await ranTo(path)
        const bytes = readFileSync(path)
        writeFileSync(path, bytes.fill(0x5a, 1000))
      },
    ],
    [
      'a record cut short',
      async (path) => {
        await ranTo(path)
        writeFileSync(path, readFileSync(path).subarray(0, 6000))
      },
    ],
  ]

  test.each(cases)('is refused by name: %s', async (_, make) => {
    const path = newPath()
    await make(path)
    expect(failure(() => openPastRun(path, new FakeClock()))).toMatchObject({
      code: 'usage',
      subject: path,
      message: expect.stringContaining("can't be opened") as string,
    })
  })

  test.each(cases.filter(([what]) => !/rows are missing|cut short/.test(what)))(
    'has no facts either: %s',
    async (_, make) => {
      const path = newPath()
      await make(path)
      expect(failure(() => readPastFacts(path))).toMatchObject({ code: 'usage', subject: path })
    },
  )
})
