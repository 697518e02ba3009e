import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openUndone } from '../../../../main/engine/past-run.ts'
import type { Source } from '../../../../main/engine/side.ts'
import { everyRow } from '../../../../shared/review.ts'
import type { RunReport } from '../../../../shared/job.ts'
import type { SyncRules } from '../../../../shared/sync-rules.ts'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'
import { s3Error } from '../../../fakes/s3-error.ts'
import { uproot } from '../../../fakes/memory-tree.ts'

const never = new AbortController().signal

function setUp(
  versioning: 'kept' | 'suspended' | 'gone' = 'kept',
  options: Parameters<typeof setUpSync>[0] = {},
) {
  const setup = setUpSync(options)
  const { world, s3, www, review, lines } = setup
  const bucket = s3.buckets.get('www')
  if (bucket === undefined) throw new Error('There is a bucket www.')
  bucket.versioning = versioning
  const folder = mkdtempSync(join(tmpdir(), 'undo-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  let runs = 0
  /** Runs it to its end. @returns the report, and where its record is. */
  const run = async (
    source: Source,
    rules: Partial<SyncRules> = {},
    before: () => void = () => undefined,
  ) => {
    lines.length = 0
    await world.clock.advance(2000)
    const storePath = join(folder, `${++runs}.sqlite`)
    const sync = review(source, www, rules, storePath)
    const how = await world.clock.run(sync.plan(never))
    const rows = sync.review
      .page(everyRow, 0, 100)
      .rows.map((row) => `${row.action} ${row.reason} ${row.key}`)
    before()
    const report: RunReport = await world.clock.run(sync.run({ finish: never, stop: never }))
    sync.close()
    return { how, rows, report, storePath, summary: sync.summary }
  }
  const undo = async (storePath: string, before?: () => void, rules: Partial<SyncRules> = {}) => {
    const { past, close } = openUndone({ runId: 'r', storePath }, world.clock)
    try {
      return await run(past, { delete: true, ...rules }, before)
    } finally {
      close()
    }
  }
  const state = (): Record<string, string> =>
    Object.fromEntries(
      bucket.keys().map((key) => {
        const {
          bytes,
          metadata,
          contentType = '-',
          storageClass = '-',
        } = bucket.current(key) ?? { bytes: '' }
        return [
          key,
          `${Buffer.from(bytes).toString()} ${JSON.stringify(metadata)} ${contentType} ${storageClass}`,
        ]
      }),
    )
  /** Every version and marker there is. */
  const versions = (): string[] =>
    bucket.allKeys().flatMap((key) => bucket.versions(key).map(({ versionId }) => `${key} ${versionId}`))
  return { ...setup, bucket, run, undo, state, versions }
}

/** A run that overwrites two objects, deletes two, and makes one. */
async function changed(setup: ReturnType<typeof setUp>) {
  const { put, plant, bucket, run, state } = setup
  for (const key of ['a', 'b', 'c', 'd/e']) put(`site/${key}`, `old ${key}`)
  const { bytes, etag } = bucket.current('site/b') ?? { bytes: new Uint8Array(), etag: '' }
  const rich = { metadata: { owner: 'ada' }, contentType: 'text/x-old', storageClass: 'STANDARD_IA' }
  bucket.write('site/b', { bytes, etag, etagIsDigest: true, ...rich, tags: { tier: 'gold' } })
  const before = state()
  plant({ a: 'new and longer a', b: 'new and longer b', new: 'made' })
  const done = await run(local, { delete: true })
  expect(done.report).toMatchObject({ exit: 0, transferred: { count: 3 }, deleted: { count: 2 } })
  return { ...done, before }
}

describe('undoing a run on a bucket that keeps versions', () => {
  test('puts back what it overwrote and deleted, with all they had, and removes what it made', async () => {
    const setup = setUp()
    const { storePath, before } = await changed(setup)
    const kept = setup.versions()
    const undone = await setup.undo(storePath)
    expect(undone.rows).toEqual([
      'restore overwritten a',
      'restore overwritten b',
      'restore deleted c',
      'restore deleted d/e',
      'delete-remote created new',
    ])
    expect(undone.report).toMatchObject({
      exit: 0,
      transferred: { count: 4 },
      deleted: { count: 1 },
      proof: { hash: 4 },
    })
    expect(setup.state()).toEqual(before)
    expect(setup.bucket.current('site/b')?.tags).toEqual({ tier: 'gold' })
    // Only the two delete markers of that run are gone.
    const gone = kept.filter((version) => !setup.versions().includes(version))
    expect(gone.map((version) => version.split(' ')[0])).toEqual(['site/c', 'site/d/e'])
  })

  test('is done once: another finds everything as it was', async () => {
    const setup = setUp()
    const { storePath } = await changed(setup)
    await setup.undo(storePath)
    const versions = setup.versions()
    const again = await setup.undo(storePath)
    expect(again.rows).toEqual([])
    expect(again.summary).toMatchObject({ same: 5, complete: true })
    expect(again.report.exit).toBe(0)
    expect(setup.versions()).toEqual(versions)
  })

  test('can be undone itself, and that too', async () => {
    const setup = setUp()
    const { storePath, before } = await changed(setup)
    const after = setup.state()
    const first = await setup.undo(storePath)
    const second = await setup.undo(first.storePath)
    expect(second.report.exit).toBe(0)
    expect(setup.state()).toEqual(after)
    const third = await setup.undo(second.storePath)
    expect(third.report.exit).toBe(0)
    expect(setup.state()).toEqual(before)
  })

  test('names what somebody else has written since, leaves it, and does the rest', async () => {
    const setup = setUp()
    const { storePath, before } = await changed(setup)
    setup.put('site/a', 'theirs')
    setup.put('site/c', 'theirs')
    setup.put('site/new', 'theirs')
    setup.bucket.remove('site/b')
    const undone = await setup.undo(storePath)
    expect(undone.rows).toEqual([
      'skip written-since a',
      'skip written-since b',
      'skip written-since c',
      'restore deleted d/e',
      'skip written-since new',
    ])
    expect(undone.report).toMatchObject({
      exit: 1,
      refused: 4,
      transferred: { count: 1 },
      deleted: { count: 0 },
    })
    expect(undone.report.failures).toMatchObject([{ code: 'changed', count: 4 }])
    expect(setup.lines).toContain('refused-changed skip a')
    const theirs = expect.stringMatching(/^theirs/) as string
    expect(setup.state()).toEqual({
      'site/a': theirs,
      'site/c': theirs,
      'site/new': theirs,
      'site/d/e': before['site/d/e'],
    })
  })

  test('still removes what that run made, where other keys were refused by the plan', async () => {
    const setup = setUp()
    const { storePath } = await changed(setup)
    setup.put('site/a', 'theirs')
    const undone = await setup.undo(storePath)
    expect(undone.report).toMatchObject({ refused: 1, deleted: { count: 1 }, withheld: 0 })
  })

  test.each([
    ['an object it would put back', 'site/a'],
    ['one it would bring back', 'site/c'],
  ])('looks again right before: %s and is written under the review stays', async (_, key) => {
    const setup = setUp()
    const { storePath } = await changed(setup)
    const undone = await setup.undo(storePath, () => {
      setup.put(key, 'theirs')
    })
    expect(undone.report).toMatchObject({ exit: 1, refused: 1, transferred: { count: 3 }, withheld: 1 })
    expect(setup.text(key)).toBe('theirs')
  })

  test('looks again right before: what that run made and is written under the review with the same bytes stays', async () => {
    const setup = setUp()
    const { storePath } = await changed(setup)
    const undone = await setup.undo(storePath, () => {
      setup.put('site/new', 'made')
    })
    expect(undone.report).toMatchObject({ exit: 1, refused: 1, deleted: { count: 0 } })
    expect(setup.text('site/new')).toBe('made')
  })

  test.each([
    ['what it would copy over', 'site/a', 'new and longer a'],
    ['what it would uncover', 'site/c', 'theirs'],
  ])('looks again right before, at versions and not at bytes: %s', async (_, key, theirs) => {
    const setup = setUp()
    const { storePath } = await changed(setup)
    const own = setup.bucket.versions(key).map(({ versionId }) => versionId)
    await setup.undo(storePath, () => {
      setup.put(key, theirs)
    })
    expect(setup.bucket.versions(key).map(({ versionId }) => versionId)).toEqual([
      ...own,
      expect.not.stringMatching(new RegExp(`^(${own.join('|')})$`)),
    ])
    expect(setup.text(key)).toBe(theirs)
  })

  test.each([
    ['a copy that was refused', 'copy', false],
    ['a marker that went, whose answer was lost', 'remove', true],
  ] as const)('%s is tried again by what it was planned with', async (_, failing, afterwards) => {
    const setup = setUp('kept', { pageSize: 2 })
    const { storePath, before } = await changed(setup)
    const { past, close } = openUndone({ runId: 'r', storePath }, setup.world.clock)
    const sync = setup.review(past, setup.www, { delete: true })
    await setup.world.clock.run(sync.plan(never))
    const fail = (op: string, bucket: string): void => {
      if (op === failing) throw s3Error('AccessDenied', { op, bucket })
    }
    if (afterwards) setup.s3.after = fail
    else setup.s3.before = fail
    const run = () => setup.world.clock.run(sync.run({ finish: never, stop: never }))
    const first = await run()
    expect(first).toMatchObject({ exit: 1, failed: expect.any(Number), refused: 0, withheld: 1 })
    setup.s3.after = setup.s3.before = undefined
    expect(sync.planFailedAgain()).toBe(first.failed + first.withheld)
    expect(await run()).toMatchObject({ exit: 0, failed: 0, refused: 0 })
    expect(setup.state()).toEqual(before)
    sync.close()
    close()
  })

  test('a dry run changes nothing, and gives the same verdict', async () => {
    const setup = setUp()
    const { storePath } = await changed(setup)
    setup.put('site/a', 'theirs')
    const versions = setup.versions()
    const undone = await setup.undo(storePath, undefined, { dryRun: true })
    expect(undone.report).toMatchObject({ exit: 1, refused: 1, dryRun: true })
    expect(setup.versions()).toEqual(versions)
  })

  test('many keys are looked up by ranges, whatever the number of their versions', async () => {
    const setup = setUp('kept', { pageSize: 7 })
    const names = Array.from({ length: 40 }, (_, at) => `f${at}`)
    for (const name of names) for (const text of ['1', '2', '3']) setup.put(`site/${name}`, text)
    const before = setup.state()
    setup.plant(Object.fromEntries(names.slice(20).map((name) => [name, 'longer'])))
    const { storePath, report } = await setup.run(local, { delete: true })
    expect(report).toMatchObject({ transferred: { count: 20 }, deleted: { count: 20 } })
    const undone = await setup.undo(storePath)
    expect(undone.report).toMatchObject({ exit: 0, transferred: { count: 40 } })
    expect(setup.state()).toEqual(before)
  })
})

test('on a server whose conditions fail, what was there already is not the run’s, and stays', async () => {
  const setup = setUp('kept', { quirks: 'radosgw' })
  setup.put('site/same', 'same')
  setup.put('site/a', 'old')
  await setup.world.clock.advance(60_000)
  setup.plant({ same: 'same', a: 'new and longer' })
  setup.s3.before = (op, _, key) => {
    if (op === 'put' && key === 'site/same') throw s3Error('PreconditionFailed', { op, bucket: 'www', key })
  }
  const { storePath, report } = await setup.run(local)
  setup.s3.before = undefined
  expect(report).toMatchObject({ exit: 0, transferred: { count: 2 } })
  const undone = await setup.undo(storePath)
  expect(undone.rows).toEqual(['restore overwritten a'])
  expect(undone.summary.same).toBe(1)
})

describe('undoing a run where no versions are kept', () => {
  test.each(['gone', 'suspended'] as const)('%s: is refused, and names what is lost', async (versioning) => {
    const setup = setUp(versioning)
    const { storePath } = await changed(setup)
    const after = setup.versions()
    const undone = await setup.undo(storePath)
    expect(undone.how).toBe('broken')
    expect(undone.summary.withheld).toMatchObject({ code: 'not-kept', subject: 's3://www/site/' })
    expect(undone.summary.withheld?.message).toMatch(
      versioning === 'gone' ? /keeps no versions\. .*"a", "b"/ : /versioning is suspended\. .*"a", "b"/,
    )
    expect(undone.rows).toContain('skip not-kept a')
    expect(setup.versions()).toEqual(after)
  })

  test('names what was done before versions were kept', async () => {
    const setup = setUp('gone')
    const { storePath } = await changed(setup)
    setup.bucket.versioning = 'kept'
    const undone = await setup.undo(storePath)
    expect(undone.report).toMatchObject({ exit: 1, refused: 5 })
    expect(undone.report.failures).toMatchObject([{ code: 'not-kept', count: 5 }])
  })

  test('does nothing to a bucket whose versioning is suspended since', async () => {
    const setup = setUp('kept')
    const { storePath } = await changed(setup)
    setup.bucket.versioning = 'suspended'
    const versions = setup.versions()
    const undone = await setup.undo(storePath)
    expect(undone.summary.withheld?.code).toBe('not-kept')
    expect(setup.versions()).toEqual(versions)
  })

  test('a folder of this computer is named', async () => {
    const setup = setUp()
    setup.put('site/a', 'x')
    const { review, world, www } = setup
    uproot(world.fs, '/home/ada/site')
    const folder = mkdtempSync(join(tmpdir(), 'undo-'))
    onTestFinished(() => {
      rmSync(folder, { recursive: true })
    })
    const storePath = join(folder, 'down.sqlite')
    setup.plant({})
    const down = review(www, local, {}, storePath)
    await world.clock.run(down.plan(never))
    await world.clock.run(down.run({ finish: never, stop: never }))
    down.close()
    const { past, close } = openUndone({ runId: 'r', storePath }, world.clock)
    const undone = review(past, local, { delete: true })
    expect(await world.clock.run(undone.plan(never))).toBe('broken')
    expect(undone.summary.withheld?.message).toMatch(/folder of this computer.*"a"/)
    close()
    undone.close()
  })
})
