import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeMount } from '../../../../main/engine/running/mount-guard.ts'
import type { SyncJob } from '../../../../main/engine/running/open-run.ts'
import { sync } from '../../../../main/engine/sync.ts'
import { ReviewedSync } from '../../../../main/engine/reviewed-sync.ts'
import type { LocalSide, Side } from '../../../../main/engine/side.ts'
import type { RunReport } from '../../../../shared/job.ts'
import { defaultRules, type SyncRules } from '../../../../shared/sync-rules.ts'
import { defaultTransferSettings } from '../../../../shared/transfer-settings.ts'
import { setUpSync } from '../../../fakes/memory-sync.ts'
import { s3Error } from '../../../fakes/s3-error.ts'
import { nodeAt, plant, plantTree, uproot } from '../../../fakes/memory-tree.ts'

const never = new AbortController().signal
const then = { point: '/mnt/usb', dev: 7, entries: 10 }

describe('what has become of a file system', () => {
  it.each([
    ['the same number', { point: '/mnt/usb', dev: 7 }, 0, null],
    ['the same number, mounted elsewhere', { point: '/', dev: 7 }, 0, null],
    ['another, of a folder above', { point: '/', dev: 1 }, 10, 'unmounted'],
    ['another, of a folder above, not listed', { point: '/mnt', dev: 1 }, null, 'unmounted'],
    ['another, beside it', { point: '/mnt/us', dev: 1 }, null, null],
    ['another, where it was, not listed', { point: '/mnt/usb', dev: 8 }, null, null],
    ['another, where it was, with half', { point: '/mnt/usb', dev: 8 }, 5, null],
    ['another, where it was, with less', { point: '/mnt/usb', dev: 8 }, 4, 'another'],
    ['another, further down, with nothing', { point: '/mnt/usb/photos', dev: 8 }, 0, 'another'],
  ] as const)('%s', (_, now, entries, verdict) => {
    expect(judgeMount(then, now, entries)).toBe(verdict)
  })

  it('is not judged by a few entries', () => {
    expect(judgeMount({ ...then, entries: 3 }, { point: '/mnt/usb', dev: 8 }, 0)).toBeNull()
  })
})

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sluice-mounts-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

let scenes = 0
const photos: LocalSide = { kind: 'local', root: '/mnt/usb/photos' }
const files = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`${n}.jpg`, `${n}`]))

/** A disk of ten photos, a bucket, and runs between them that leave their records. */
function setUp() {
  const set = setUpSync()
  const scene = ++scenes
  const records: { runId: string; storePath: string }[] = []
  const mount = (dev: number, there: Record<string, string>): void => {
    if (nodeAt(set.world.fs, '/mnt/usb') !== null) uproot(set.world.fs, '/mnt/usb')
    plant(set.world.fs, '/mnt/usb', { folder: true, dev })
    plantTree(set.world.fs, '/mnt/usb/photos', { ...there, kept: { folder: true } })
  }
  const unmount = (below: Record<string, string> = {}): void => {
    uproot(set.world.fs, '/mnt/usb')
    plantTree(set.world.fs, '/mnt/usb/photos', { ...below, kept: { folder: true } })
  }
  const jobOf = (
    source: Side,
    destination: Side,
    rules: Partial<SyncRules>,
    allowed: boolean,
    keys?: readonly string[],
  ): SyncJob => {
    const runId = `run-${records.length + 1}`
    const storePath = path.join(folder, `${scene}-${runId}.sqlite`)
    records.unshift({ runId, storePath })
    return {
      source,
      destination,
      rules: { ...defaultRules, ...rules },
      transfer: defaultTransferSettings,
      runId,
      stateOfRun: () => 'unknown',
      pastRuns: async () => [...records],
      storePath,
      ...(allowed ? { allowChangedMount: true } : {}),
      ...(keys === undefined ? {} : { only: { keys, destinationEntries: 10 } }),
    }
  }
  const run = async (
    source: Side,
    destination: Side,
    rules: Partial<SyncRules> = { delete: true },
    allowed = false,
    keys?: readonly string[],
  ): Promise<RunReport> => {
    await set.world.clock.advance(2000)
    return set.world.clock.run(
      sync(set.world, jobOf(source, destination, rules, allowed, keys), {
        finish: never,
        stop: never,
        onEvent: () => undefined,
      }),
    )
  }
  const review = async (
    source: Side,
    destination: Side,
    { allowed = false, moves = false } = {},
  ): Promise<ReviewedSync> => {
    await set.world.clock.advance(2000)
    const job = jobOf(source, destination, { delete: true, moves }, allowed)
    const reviewed = new ReviewedSync(set.world, job, { onEvent: () => undefined })
    await set.world.clock.run(reviewed.plan(never))
    return reviewed
  }
  mount(7, files)
  return { ...set, mount, unmount, run, review }
}

describe('a source whose disk is not mounted', () => {
  it('stops a run that deletes before anything is listed, and names where the disk was', async () => {
    const { run, unmount, www, keys } = setUp()
    expect(await run(photos, www)).toMatchObject({ exit: 0, transferred: { count: 10 } })
    unmount({ 'left behind.jpg': 'x' })
    const report = await run(photos, www)
    expect(report).toMatchObject({
      exit: 5,
      endedBy: { code: 'mount-changed', subject: '/mnt/usb' },
      transferred: { count: 0 },
      deleted: { count: 0 },
    })
    expect(report.endedBy?.message).toContain('mounted at /mnt/usb')
    expect(report.endedBy?.advice).toContain('--allow-changed-mount')
    expect(keys('www')).toHaveLength(10)
  })

  it('goes on where a person says that it is right, and from then on', async () => {
    const { run, unmount, www, keys } = setUp()
    await run(photos, www)
    unmount({ '0.jpg': '0' })
    expect(await run(photos, www, { delete: true }, true)).toMatchObject({ exit: 0, deleted: { count: 9 } })
    expect(await run(photos, www)).toMatchObject({ exit: 0 })
    expect(keys('www')).toEqual(['site/0.jpg'])
  })

  it('does no harm where nothing is deleted, and is still known to the next run that deletes', async () => {
    const { run, unmount, www } = setUp()
    await run(photos, www)
    unmount({ '0.jpg': '0' })
    expect(await run(photos, www, {})).toMatchObject({ exit: 0, endedBy: null })
    expect(await run(photos, www)).toMatchObject({ exit: 5, endedBy: { code: 'mount-changed' } })
  })

  it('is no news to a first run, to another pair, and to a copy that compares nothing', async () => {
    const { run, unmount, www, copy } = setUp()
    await run(photos, www)
    unmount({ '0.jpg': '0' })
    expect(await run(photos, copy)).toMatchObject({ exit: 0 })
    expect(await run(photos, www, { copyAll: true })).toMatchObject({ endedBy: null })
  })
})

describe('a source on another disk', () => {
  it('with less than half on it keeps what it does not have from being deleted', async () => {
    const { run, unmount, mount, www, keys } = setUp()
    await run(photos, www)
    unmount()
    mount(8, { '0.jpg': '0', '1.jpg': '1' })
    expect(await run(photos, www)).toMatchObject({
      exit: 5,
      withheld: 8,
      deleted: { count: 0 },
      summary: { withheld: { code: 'mount-changed', subject: '/mnt/usb' } },
    })
    expect(keys('www')).toHaveLength(10)
    // By other filters there is nothing to compare with.
    const filters = [{ kind: 'exclude', pattern: '9*' } as const]
    expect(await run(photos, www, { delete: true, filters, dryRun: true })).toMatchObject({ exit: 0 })
  })

  it('whose number alone is another is the same one', async () => {
    const { run, unmount, mount, www } = setUp()
    await run(photos, www)
    unmount()
    const { '9.jpg': _, ...most } = files
    mount(8, most)
    expect(await run(photos, www)).toMatchObject({ exit: 0, deleted: { count: 1 } })
  })
})

describe('a run of some keys alone', () => {
  it('says nothing of how much there is, to itself or to the next run', async () => {
    const { run, unmount, mount, www, put, keys } = setUp()
    await run(photos, www)
    put('site/old', 'old')
    unmount()
    mount(8, files)
    expect(await run(photos, www, { delete: true }, false, ['0.jpg', 'old'])).toMatchObject({
      exit: 0,
      deleted: { count: 1 },
    })
    unmount()
    mount(9, { '0.jpg': '0' })
    expect(await run(photos, www)).toMatchObject({ exit: 5, withheld: 9, deleted: { count: 0 } })
    expect(keys('www')).toHaveLength(10)
  })
})

describe('a run of another scope', () => {
  const filters = [{ kind: 'exclude', pattern: 'more/*' } as const]
  const more = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`more/${n}.jpg`, `${n}`]))
  const { '9.jpg': _, ...most } = files

  it('is not held to how much there was in that before it, nor is the next', async () => {
    const { run, unmount, mount, www } = setUp()
    await run(photos, www)
    mount(7, { ...files, ...more })
    await run(photos, www)
    unmount()
    mount(8, { ...files, ...more })
    expect(await run(photos, www, { delete: true, filters })).toMatchObject({ exit: 0 })
    mount(8, { ...most, ...more })
    expect(await run(photos, www, { delete: true, filters })).toMatchObject({
      exit: 0,
      deleted: { count: 1 },
    })
  })

  it('while nothing is mounted leaves what was kept before it as it was', async () => {
    const { run, unmount, mount, www } = setUp()
    mount(7, { ...files, ...more })
    await run(photos, www)
    unmount({ '0.jpg': '0' })
    expect(await run(photos, www, { filters })).toMatchObject({ exit: 0 })
    expect(await run(photos, www)).toMatchObject({ exit: 5, endedBy: { code: 'mount-changed' } })
    mount(8, { ...most, ...more })
    expect(await run(photos, www, { delete: true, filters })).toMatchObject({
      exit: 0,
      deleted: { count: 1 },
    })
  })
})

describe('a disk that is mounted when it is first used', () => {
  it('is the one that it is planned on, and its deletes are done', async () => {
    const { run, unmount, mount, www, world } = setUp()
    const whole: LocalSide = { kind: 'local', root: '/mnt/usb' }
    await run(whole, www)
    unmount()
    uproot(world.fs, '/mnt/usb')
    plant(world.fs, '/mnt/usb', { folder: true, dev: 99 })
    const { '9.jpg': _, ...most } = files
    world.fs.before = (op, at) => {
      if (!at.startsWith('/mnt/usb/') && !(op === 'readFolder' && at === '/mnt/usb')) return
      world.fs.before = undefined
      mount(8, most)
    }
    expect(await run(whole, www)).toMatchObject({ exit: 0, endedBy: null, deleted: { count: 1 } })
  })
})

describe('a destination whose disk is not mounted', () => {
  it('is not filled on the disk below it', async () => {
    const { run, unmount, www, put, world } = setUp()
    put('site/0.jpg', '0')
    await run(www, photos, {})
    unmount()
    expect(await run(www, photos, {})).toMatchObject({ exit: 5, endedBy: { code: 'mount-changed' } })
    await expect(world.fs.lstat('/mnt/usb/photos/0.jpg')).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('a disk that goes between plan and run', () => {
  it('keeps the deletes from being done', async () => {
    const { review, unmount, www, put, keys, world } = setUp()
    put('site/old', 'old')
    const sync = await review(photos, www)
    sync.review.choose({ kind: 'rows', seqs: Array.from({ length: 10 }, (_, n) => n + 1) }, false)
    unmount(files)
    const report = await world.clock.run(sync.run({ finish: never, stop: never }))
    expect(report).toMatchObject({ exit: 5, withheld: 1, endedBy: { code: 'mount-changed' } })
    expect(keys('www')).toEqual(['site/old'])
    sync.close()
  })

  it('does not where a person has said that it is right', async () => {
    const { review, unmount, www, put, keys, world } = setUp()
    put('site/old', 'old')
    const sync = await review(photos, www, { allowed: true })
    sync.review.choose({ kind: 'rows', seqs: Array.from({ length: 10 }, (_, n) => n + 1) }, false)
    unmount(files)
    expect(await world.clock.run(sync.run({ finish: never, stop: never }))).toMatchObject({ exit: 0 })
    expect(keys('www')).toEqual([])
    sync.close()
  })

  it('keeps files from being put on the disk below it', async () => {
    const { review, unmount, www, put, world } = setUp()
    put('site/new', 'new')
    const sync = await review(www, photos)
    unmount()
    const report = await world.clock.run(sync.run({ finish: never, stop: never }))
    expect(report).toMatchObject({ exit: 5, transferred: { count: 0 }, endedBy: { code: 'mount-changed' } })
    await expect(world.fs.lstat('/mnt/usb/photos/new')).rejects.toMatchObject({ code: 'ENOENT' })
    sync.close()
  })

  it.each([true, false])('keeps what moves from being fetched there: a transfer fails: %s', async (fails) => {
    const { review, unmount, www, put, world, s3 } = setUp()
    put('site/new.jpg', '0')
    put('site/more', 'more')
    for (const name of ['1', '2', '3', '4', '5', '6', '7', '8', '9']) put(`site/${name}.jpg`, name)
    const sync = await review(www, photos, { moves: true })
    s3.before = (op) => {
      if (op !== 'get') return
      s3.before = undefined
      unmount(files)
      if (fails) throw s3Error('AccessDenied', { op, bucket: 'www' })
    }
    const report = await world.clock.run(sync.run({ finish: never, stop: never }))
    expect(report).toMatchObject({ exit: 5, withheld: 1, endedBy: { code: 'mount-changed' } })
    await expect(world.fs.lstat('/mnt/usb/photos/new.jpg')).rejects.toMatchObject({ code: 'ENOENT' })
    sync.close()
  })
})
