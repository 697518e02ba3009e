import { describe, expect, test } from 'vitest'
import type { LocalSide } from '../../main/engine/side.ts'
import { partSizeFor } from '../../main/engine/transfer/part-size.ts'
import { fsError } from '../fakes/fs-error.ts'
import type { MemoryFsOptions } from '../fakes/memory-fs.ts'
import { local, setUpSync } from '../fakes/memory-sync.ts'
import { filesBelow, plant, plantTree } from '../fakes/memory-tree.ts'

/* What this machine has no disk, clock or room for: the engine on a simulated one. */
const copyOf: LocalSide = { kind: 'local', root: '/home/ada/copy' }

/** A sync on a disk with these traits; `files` are those of the folder it downloads to. */
function onDisk(fs: MemoryFsOptions = {}) {
  const set = setUpSync({}, {}, { fs })
  const files = () => {
    const found = filesBelow(set.world.fs, copyOf.root)
    return Object.fromEntries([...found].map(([name, bytes]) => [name, Buffer.from(bytes).toString()]))
  }
  return { ...set, files }
}

const twins = [
  [
    'F09 names that differ by case only, on a disk that does not tell them apart',
    { insensitive: true },
    'A.txt',
    'a.txt',
  ],
  [
    'F10 é in one character and in two, on a disk that does not tell them apart',
    { normalizing: true },
    'cafe\u0301',
    'caf\u00e9',
  ],
] as const

test.each(twins)('%s: the second is refused by name, exit 1', async (_, disk, first, second) => {
  const { run, put, www, lines, files } = onDisk(disk)
  put(`site/${first}`, 'one')
  put(`site/${second}`, 'two, which is longer')
  const report = await run(www, copyOf)
  expect(report).toMatchObject({ exit: 1, transferred: { count: 1 } })
  expect(Object.values(files())).toHaveLength(1)
  expect(lines).toHaveLength(2)
  const kept = files()
  await run(www, copyOf)
  expect(files(), 'and no run after it puts one in the place of the other').toEqual(kept)
})

describe('a walk', () => {
  test('F36 in which a folder disappears: nothing below it is deleted, the rest is synced, exit 2', async () => {
    const { run, plant, put, www, keys, world } = onDisk()
    plant({ 'a.txt': 'a', 'gone/b.txt': 'b', 'z.txt': 'z' })
    put('site/gone/b.txt', 'b')
    put('site/gone/c.txt', 'c')
    put('site/extra.txt', 'x')
    world.fs.before = (op, path) => {
      if (op === 'readFolder' && path.endsWith('/gone')) throw fsError('ENOENT', { op: 'scandir', path })
    }
    const report = await run(local, www, { delete: true })
    expect(report.exit).toBe(2)
    expect(keys('www')).toEqual(['site/a.txt', 'site/gone/b.txt', 'site/gone/c.txt', 'site/z.txt'])
  })
})

test('F51 replies that nobody reads, a thousand of them: each is closed, and the run ends', async () => {
  const { run, put, www, world, s3 } = onDisk()
  for (let n = 0; n < 1000; n++) put(`site/f${String(n)}`, 'x')
  world.fs.before = (op, path) => {
    if (op === 'write') throw fsError('EACCES', { op, path })
  }
  const report = await run(www, copyOf)
  expect(report).toMatchObject({ exit: 1, failed: 1000 })
  expect(s3.openBodies).toBe(0)
  expect(world.fs.openFiles).toBe(0)
})

test.each([
  ['5 GiB and a byte', 5 * 2 ** 30 + 1],
  ['50 GB in parts of 5 MiB', 50e9],
  ['the largest object there is', 5 * 2 ** 40],
])('F69 %s: no more than 10,000 parts, none too small', (_, size) => {
  const part = partSizeFor(size, 5 * 2 ** 20)
  expect(Math.ceil(size / part)).toBeLessThanOrEqual(10_000)
  expect(part).toBeGreaterThanOrEqual(5 * 2 ** 20)
  expect(part).toBeLessThanOrEqual(5 * 2 ** 30)
})

describe('times', () => {
  test.each([1000, 2000])(
    'F58 on a disk that keeps them to %i ms: the bytes are right, and a second run transfers nothing',
    async (timePrecision) => {
      const { run, put, www, world, files } = onDisk({ timePrecision })
      await world.clock.advance(1567)
      put('site/a', 'a')
      expect(await run(www, copyOf)).toMatchObject({ exit: 0, transferred: { count: 1 } })
      expect(files()).toEqual({ a: 'a' })
      expect(await run(www, copyOf)).toMatchObject({ exit: 0, transferred: { count: 0 } })
      expect(await run(copyOf, www)).toMatchObject({ exit: 0, transferred: { count: 0 } })
    },
  )

  test('F58 that the disk refuses: the bytes are kept, and it is said, exit 2', async () => {
    const { run, put, www, world, files } = onDisk()
    put('site/a', 'a')
    world.fs.before = (op, path) => {
      if (op === 'setTimes') throw fsError('EPERM', { op: 'futime', path })
    }
    expect(await run(www, copyOf)).toMatchObject({ exit: 2, transferred: { count: 1 }, warnings: 1 })
    expect(files()).toEqual({ a: 'a' })
  })

  const day = 24 * 60 * 60 * 1000
  test.each([-day, 0, day])('F59 this machine’s clock is %i ms off: the same is transferred', async (off) => {
    const { run, put, www, world, lines, files } = onDisk({})
    put('site/same', 'a')
    put('site/changed', 'longer')
    await run(www, copyOf)
    put('site/changed', 'longer still')
    put('site/new', 'n')
    // Disk and server keep their own times; only what the engine reads is off.
    const now = world.clock.now.bind(world.clock)
    world.clock.now = () => now() + off
    expect(await run(www, copyOf)).toMatchObject({ exit: 0 })
    expect(lines.toSorted()).toEqual(['done download changed', 'done download new'])
    expect(files()).toEqual({ same: 'a', changed: 'longer still', new: 'n' })
    expect(await run(www, copyOf)).toMatchObject({ exit: 0, transferred: { count: 0 } })
  })
})

test.each(['EBUSY', 'EPERM', 'EACCES'] as const)(
  'F60 a file that another program holds (%s): named, kept as it was, the rest done, exit 1',
  async (code) => {
    const { run, put, www, world, files } = onDisk()
    plant(world.fs, `${copyOf.root}/held`, 'old')
    put('site/held', 'longer and new')
    put('site/other', 'o')
    // The temp file of the first row, which is that of `held`.
    world.fs.before = (op, path) => {
      if (op === 'rename' && path.endsWith('-1.part')) throw fsError(code, { op, path })
    }
    const report = await run(www, copyOf)
    expect(report).toMatchObject({ exit: 1, failed: 1, transferred: { count: 1 } })
    expect(report.failures[0]?.example.message).toContain(`${copyOf.root}/held`)
    expect(files()).toEqual({ held: 'old', other: 'o' })
  },
)

test('F60 a file that another program lets go of in time: replaced within the run, and one deleted, exit 0', async () => {
  const { run, put, www, world, files } = onDisk()
  plant(world.fs, `${copyOf.root}/held`, 'old')
  plant(world.fs, `${copyOf.root}/gone`, 'old')
  put('site/held', 'longer and new')
  const letGo = new Map<string, number>()
  world.fs.before = (op, path) => {
    if (op !== 'rename' && (op !== 'unlink' || !path.endsWith('/gone'))) return
    const first = letGo.get(op) ?? world.clock.now()
    letGo.set(op, first)
    if (world.clock.now() - first < 700) throw fsError('EBUSY', { op, path })
  }
  expect(await run(www, copyOf, { delete: true })).toMatchObject({ exit: 0, deleted: { count: 1 } })
  expect([files(), letGo.size]).toEqual([{ held: 'longer and new' }, 2])
})

test('F60 a file that is replaced while it is waited for is not taken for the old one: exit 1', async () => {
  const { run, put, www, world, files } = onDisk()
  plant(world.fs, `${copyOf.root}/held`, 'old')
  put('site/held', 'longer and new')
  let tries = 0
  world.fs.before = (op, path) => {
    if (op !== 'rename' || ++tries > 1) return
    plant(world.fs, `${copyOf.root}/held`, 'somebody’s own')
    throw fsError('EBUSY', { op, path })
  }
  expect(await run(www, copyOf)).toMatchObject({ exit: 1, refused: 1 })
  expect(files()).toEqual({ held: 'somebody’s own' })
})

test('a folder where a file should be is seen before the object is fetched, exit 1', async () => {
  const { run, put, www, world, s3 } = onDisk()
  // Empty: it is no entry, so planning does not know it.
  plantTree(world.fs, copyOf.root, { held: { folder: true } })
  put('site/held', 'an object')
  expect(await run(www, copyOf)).toMatchObject({ exit: 1, failed: 1 })
  expect(s3.effects.filter(({ op }) => op === 'get')).toEqual([])
})
