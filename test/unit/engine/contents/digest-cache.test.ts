import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, test } from 'vitest'
import { DigestCache, digestRetention } from '../../../../main/engine/contents/digest-cache.ts'
import type { Seen } from '../../../../shared/plan-row.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'
import { RecordingLog } from '../../../fakes/memory-world.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-digests-'))
  folders.push(folder)
  return join(folder, 'cache', 'digests.sqlite')
}

const start = Date.UTC(2026, 5, 1)
const day = 24 * 60 * 60 * 1000
const seen = (fields: Partial<Seen['file'] & { size: number; modified: number }> = {}): Seen => {
  const { size = 10, modified = 1000, dev = 1, ino = 7, changed = 2000.25 } = fields
  return { size, modified, file: { dev, ino, changed } }
}
const digests = new Map([
  ['MD5', 'abc'],
  ['parts of 8', 'def-2'],
])

function scene(path = newPath()) {
  const clock = new FakeClock(start)
  const log = new RecordingLog()
  return { path, clock, log, open: () => new DigestCache(path, clock, log) }
}

test('digests are there for the next run, in a folder for this user alone', () => {
  const { path, open, log } = scene()
  const first = open()
  first.keep(seen(), digests, start)
  expect(first.digestsOf(seen())).toEqual(digests)
  first.keepPartSize('def-2', 8)
  first.close()
  const next = open()
  expect(next.digestsOf(seen())).toEqual(digests)
  expect(next.partSizeOf('def-2')).toBe(8)
  next.close()
  expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700)
  expect(log.events).toEqual([])
})

test.each([
  ['size', { size: 11 }],
  ['time', { modified: 1001 }],
  ['change time', { changed: 2000.5 }],
  ['inode', { ino: 8 }],
  ['device', { dev: 2 }],
])('a file of another %s is another', (_, fields) => {
  const { open } = scene()
  const cache = open()
  cache.keep(seen(), digests, start)
  expect(cache.digestsOf(seen(fields)).size).toBe(0)
  cache.flush()
  expect(cache.digestsOf(seen(fields)).size).toBe(0)
  cache.close()
})

test.each([
  ['changed right before it was read', seen({ changed: start - 3999 }), false],
  ['changed while nobody looks, by a clock that is ahead', seen({ changed: start + 5000 }), false],
  ['that was at rest when reading began', seen({ changed: start - 4001 }), true],
  ['without an inode number', seen({ ino: 0 }), false],
  ['whose inode number is not exact', seen({ ino: 2 ** 53 }), false],
  ['without a change time', seen({ changed: 0 }), false],
  ['whose change time may be its own time set back (FAT)', seen({ modified: 4000, changed: 4000 }), false],
  ['whose two times are one, to the microsecond', seen({ modified: 4000.125, changed: 4000.125 }), true],
  ['that is no file', { size: 10, modified: 1000, etag: 'e' }, false],
])('a file %s: remembered %#', (_, file, expected) => {
  const { open } = scene()
  const cache = open()
  cache.keep(file, digests, start)
  expect(cache.digestsOf(file).size > 0).toBe(expected)
  cache.close()
})

test.each([
  ['no database', (path: string) => writeFileSync(path, 'not a database at all, but long enough to be one')],
  ['cut off', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 5000))],
  [
    'spoiled in its middle',
    (path: string) => {
      const bytes = readFileSync(path)
      writeFileSync(
        path,
        Buffer.concat([bytes.subarray(0, 200), bytes.subarray(200).map((byte) => byte ^ 0x55)]),
      )
    },
  ],
  [
    'of another version',
    (path: string) => {
      const db = new DatabaseSync(path)
      db.exec('pragma user_version = 99')
      db.close()
    },
  ],
])('a file that is %s is made anew', (_, spoil) => {
  const { path, open } = scene()
  const first = open()
  for (let ino = 1; ino <= 500; ino++) first.keep(seen({ ino }), digests, start)
  first.close()
  spoil(path)
  const second = open()
  // The first use may find it out.
  for (let ino = 1; ino <= 500; ino++) second.digestsOf(seen({ ino }))
  second.keep(seen(), digests, start)
  second.close()
  const third = open()
  third.keep(seen({ ino: 9 }), digests, start)
  third.close()
  const fourth = open()
  expect(fourth.digestsOf(seen({ ino: 9 }))).toEqual(digests)
  fourth.close()
})

test('where there can be no file nothing is remembered, and nothing fails', () => {
  const { open, log } = scene('/dev/null/digests.sqlite')
  const cache = open()
  cache.keep(seen(), digests, start)
  cache.flush()
  expect(cache.digestsOf(seen()).size).toBe(0)
  expect(cache.partSizeOf('x-1')).toBeNull()
  cache.close()
  expect(log.events[0]).toMatchObject({ what: 'digests-unused', path: '/dev/null/digests.sqlite' })
})

test('two at once both keep what they found', () => {
  const { open, log } = scene()
  const [one, other] = [open(), open()]
  for (let ino = 1; ino <= 450; ino++) (ino % 2 === 0 ? one : other).keep(seen({ ino }), digests, start)
  one.close()
  other.close()
  const after = open()
  for (let ino = 1; ino <= 450; ino++) expect(after.digestsOf(seen({ ino }))).toEqual(digests)
  after.close()
  expect(log.events).toEqual([])
})

test('while another writes for long, what was found is let go, and no more', () => {
  const { path, open, log } = scene()
  const cache = open()
  cache.keep(seen({ ino: 3 }), digests, start)
  cache.flush()
  const other = new DatabaseSync(path)
  other.exec('begin exclusive')
  cache.keep(seen(), digests, start)
  cache.flush()
  other.exec('rollback')
  other.close()
  cache.keep(seen({ ino: 9 }), digests, start)
  cache.close()
  const after = open()
  expect(after.digestsOf(seen()).size).toBe(0)
  expect(after.digestsOf(seen({ ino: 3 }))).toEqual(digests)
  expect(after.digestsOf(seen({ ino: 9 }))).toEqual(digests)
  after.close()
  expect(log.events).toMatchObject([{ what: 'digests-unused' }])
})

test('while another holds the file and stands still, all goes on without it', () => {
  const { path, open, log } = scene()
  open().close()
  const other = new DatabaseSync(path)
  other.exec('begin exclusive')
  const cache = open()
  for (let ino = 1; ino <= 1000; ino++) cache.digestsOf(seen({ ino }))
  cache.close()
  expect(log.events).toHaveLength(3)
  other.close()
})

test('what nobody has asked for in a long time is forgotten', async () => {
  const { open, clock } = scene()
  const first = open()
  first.keep(seen({ ino: 1 }), digests, start)
  first.keep(seen({ ino: 2 }), digests, start)
  first.keepPartSize('old-2', 8)
  first.close()
  await clock.advance((digestRetention.days - 1) * day)
  const second = open()
  second.digestsOf(seen({ ino: 2 }))
  second.close()
  await clock.advance(2 * day)
  open().close()
  const last = open()
  expect(last.digestsOf(seen({ ino: 1 })).size).toBe(0)
  expect(last.digestsOf(seen({ ino: 2 }))).toEqual(digests)
  expect(last.partSizeOf('old-2')).toBe(8)
  last.close()
})

test('of more than are kept the oldest go', async () => {
  const { path, clock, log, open } = scene()
  for (const ino of [1, 2, 3]) {
    const cache = new DigestCache(path, clock, log, { days: 90, files: 2 })
    cache.keep(seen({ ino }), digests, start)
    cache.keepPartSize(`${ino}-2`, 8)
    cache.close()
    await clock.advance(day)
  }
  const after = open()
  expect([1, 2, 3].map((ino) => after.digestsOf(seen({ ino })).size)).toEqual([0, 2, 2])
  expect(['1-2', '2-2', '3-2'].map((etag) => after.partSizeOf(etag))).toEqual([null, 8, 8])
  after.close()
  expect(log.events).toEqual([])
})
