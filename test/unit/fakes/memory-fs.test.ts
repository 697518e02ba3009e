import { describe, expect, it } from 'vitest'
import { FakeClock } from '../../fakes/fake-clock.ts'
import { codeOf, fsError } from '../../fakes/fs-error.ts'
import { MemoryFs, type MemoryFsOptions } from '../../fakes/memory-fs.ts'
import {
  filesBelow,
  plant,
  plantBytes,
  plantTree,
  snapshotTree,
  uproot,
  type TreeTable,
} from '../../fakes/memory-tree.ts'

// What is POSIX for everyone is in the conformance suite; here is what only a fake can show.

function disk(table: TreeTable, options: MemoryFsOptions = {}): MemoryFs {
  const fs = new MemoryFs(options)
  plantTree(fs, '/d', table)
  return fs
}

async function write(fs: MemoryFs, path: string, text: string): Promise<void> {
  const file = await fs.create(path)
  try {
    await file.write(Buffer.from(text), 0)
  } finally {
    await file.close()
  }
}

describe('permission bits', () => {
  const table = {
    'closed/': { folder: true, mode: 0o000 },
    'closed/in': 'x',
    'listed-only/': { folder: true, mode: 0o444 },
    'listed-only/in': 'x',
    'entered-only/': { folder: true, mode: 0o111 },
    'entered-only/in': 'x',
    'read-only/': { folder: true, mode: 0o555 },
    'read-only/in': 'x',
    secret: { file: 'x', mode: 0o000 },
    'of-another': { file: 'x', mode: 0o640, owner: 2 },
  } as const
  const cases: [what: string, code: string | undefined, act: (fs: MemoryFs) => Promise<unknown>][] = [
    ['list a closed folder', 'EACCES', (fs) => fs.readFolder('/d/closed')],
    ['look into a closed folder', 'EACCES', (fs) => fs.stat('/d/closed/in')],
    ['look at a closed folder itself', undefined, (fs) => fs.stat('/d/closed')],
    ['list a folder that can’t be entered', undefined, (fs) => fs.readFolder('/d/listed-only')],
    ['check a folder that can’t be entered', 'EACCES', (fs) => fs.checkReadable('/d/listed-only', 'folder')],
    ['look into a folder that can’t be entered', 'EACCES', (fs) => fs.lstat('/d/listed-only/in')],
    ['list a folder that can only be entered', 'EACCES', (fs) => fs.readFolder('/d/entered-only')],
    [
      'open a file in a folder that can only be entered',
      undefined,
      (fs) => fs.openToRead('/d/entered-only/in'),
    ],
    ['create in a folder that can’t be written', 'EACCES', (fs) => fs.create('/d/read-only/new')],
    ['make a folder in one that can’t be written', 'EACCES', (fs) => fs.makeFolder('/d/read-only/new')],
    [
      'make a folder that is there in one that can’t be written',
      undefined,
      (fs) => fs.makeFolder('/d/read-only'),
    ],
    ['unlink in a folder that can’t be written', 'EACCES', (fs) => fs.unlink('/d/read-only/in')],
    ['rename out of a folder that can’t be written', 'EACCES', (fs) => fs.rename('/d/read-only/in', '/d/x')],
    [
      'rename into a folder that can’t be written',
      'EACCES',
      (fs) => fs.rename('/d/secret', '/d/read-only/x'),
    ],
    ['open a file without read permission', 'EACCES', (fs) => fs.openToRead('/d/secret')],
    ['check a file without read permission', 'EACCES', (fs) => fs.checkReadable('/d/secret', 'file')],
    ['unlink a file without any permission', undefined, (fs) => fs.unlink('/d/secret')],
    ['open what belongs to another', 'EACCES', (fs) => fs.openToRead('/d/of-another')],
  ]
  it.each(cases)('%s: %s', async (_what, code, act) => {
    expect(await act(disk(table, { uid: 1 })).then(() => undefined, codeOf)).toBe(code)
  })

  it('hold for nobody who is root', async () => {
    for (const [, , act] of cases) await act(disk(table))
  })

  it('let only the owner change the mode or the time of a file', async () => {
    const fs = disk({ theirs: { file: 'x', mode: 0o644, owner: 2 } }, { uid: 1 })
    const file = await fs.openToRead('/d/theirs')
    expect(await file.setMode(0o777).catch(codeOf)).toBe('EPERM')
    expect(await file.setTimes(0).catch(codeOf)).toBe('EPERM')
  })
})

describe('room', () => {
  it('ends with what fits, and the rest is ENOSPC', async () => {
    const fs = disk({ a: '123' }, { capacity: 8 })
    expect(await write(fs, '/d/b', '4567890').catch(codeOf)).toBe('ENOSPC')
    expect(Buffer.from(filesBelow(fs, '/d').get('b') ?? []).toString()).toBe('45678')
  })

  it('comes back when a file is gone and nobody has it open', async () => {
    const fs = disk({ a: '12345678' }, { capacity: 8 })
    const open = await fs.openToRead('/d/a')
    await fs.unlink('/d/a')
    expect(await write(fs, '/d/b', 'x').catch(codeOf)).toBe('ENOSPC')
    await open.close()
    await fs.unlink('/d/b')
    await write(fs, '/d/c', '12345678')
    await fs.rename('/d/c', '/d/d')
    expect(fs.disk.used).toBe(8)
    uproot(fs, '/d')
    expect(fs.disk.used).toBe(0)
  })

  it('is not taken twice by writing the same place, nor by a hole', async () => {
    const fs = disk({}, { capacity: 4 })
    const file = await fs.create('/d/a')
    await file.truncate(1_000_000)
    for (let i = 0; i < 3; i++) await file.write(Buffer.from('1234'), 0)
    expect(fs.disk.used).toBe(4)
    await file.truncate(2)
    expect(fs.disk.used).toBe(2)
  })
})

describe('names', () => {
  it('differ in case only: one file, which keeps the case it was given', async () => {
    const fs = disk({ 'Read.Me': 'x' }, { insensitive: true })
    expect(await fs.create('/d/READ.ME').catch(codeOf)).toBe('EEXIST')
    expect(await fs.realpath('/D/read.me')).toBe('/d/Read.Me')
    await fs.rename('/d/read.me', '/d/READ.me')
    expect([...filesBelow(fs, '/d').keys()]).toEqual(['READ.me'])
  })

  it('differ in normalisation only: two files, or one on a disk that normalises', async () => {
    const table = { 'caf\u00e9': 'composed' }
    expect(await disk(table).lstat('/d/cafe\u0301').catch(codeOf)).toBe('ENOENT')
    expect(await disk(table, { normalizing: true }).lstat('/d/cafe\u0301')).toMatchObject({ kind: 'file' })
  })
})

it('cuts times to what the disk keeps', async () => {
  const fs = disk({ a: { file: '', modified: 5_999 } }, { timePrecision: 2000, now: () => 9_999 })
  const file = await fs.openToRead('/d/a')
  expect(await file.stat()).toMatchObject({ modified: 4000, changed: 8000 })
  await file.setTimes(3_500)
  expect(await file.stat()).toMatchObject({ modified: 2000 })
})

it('does not rename across mount points, and tells them apart by their device', async () => {
  const fs = disk({ 'mounted/': { folder: true, dev: 7 }, a: '' })
  await fs.makeFolder('/d/mounted/below')
  expect((await fs.stat('/d/mounted/below')).dev).toBe(7)
  expect(await fs.rename('/d/a', '/d/mounted/a').catch(codeOf)).toBe('EXDEV')
})

describe('the trace and the hooks', () => {
  it('show each operation in order, with where it really took place and how it failed', async () => {
    const fs = disk({ 'real/': { folder: true }, link: { link: 'real' } })
    await write(fs, '/d/link/temp', 'hello')
    await fs.rename('/d/link/temp', '/d/link/final')
    await fs.unlink('/d/missing').catch(() => undefined)
    expect(fs.effects).toEqual([
      { op: 'create', path: '/d/link/temp', real: '/d/real/temp' },
      { op: 'write', path: '/d/link/temp', bytes: 5 },
      { op: 'close', path: '/d/link/temp' },
      { op: 'rename', path: '/d/link/temp', to: '/d/link/final', real: '/d/real/final' },
      { op: 'unlink', path: '/d/missing', failed: 'ENOENT' },
    ])
    expect(fs.changes().map(({ op }) => op)).toEqual(['create', 'write', 'rename'])
  })

  it('can fail an operation, which then changes nothing', async () => {
    const fs = disk({ a: 'x' })
    fs.before = (op, path) => {
      if (op === 'unlink') throw fsError('EIO', { op, path })
    }
    expect(await fs.unlink('/d/a').catch(codeOf)).toBe('EIO')
    expect([...filesBelow(fs, '/d').keys()]).toEqual(['a'])
    expect(fs.effects).toEqual([{ op: 'unlink', path: '/d/a', failed: 'EIO' }])
  })

  it('can delay an operation by the clock, and change the tree meanwhile', async () => {
    const clock = new FakeClock(0)
    const fs = disk({ a: 'old' }, { now: () => clock.now() })
    fs.before = async (op) => {
      if (op !== 'readFolder') return
      await clock.sleep(500, new AbortController().signal)
      plant(fs, '/d/b', 'by another')
    }
    expect((await clock.run(fs.readFolder('/d'))).map(({ name }) => name)).toEqual(['a', 'b'])
    expect(clock.now()).toBe(500)
  })

  it('stop at every effect that a crash could follow', async () => {
    const fs = disk({})
    const seen: string[] = []
    fs.after = (effect) => {
      seen.push(
        `${effect.op} [${[...filesBelow(fs, '/d')].map(([name, bytes]) => `${name} ${bytes.length}`).join()}]`,
      )
    }
    await write(fs, '/d/t', 'abc')
    await fs.rename('/d/t', '/d/f')
    expect(seen).toEqual(['create [t 0]', 'write [t 3]', 'close [t 3]', 'rename [f 3]'])
  })

  it('count the files that are open', async () => {
    const fs = disk({ a: '' })
    const file = await fs.openToRead('/d/a')
    expect(fs.openFiles).toBe(1)
    await file.close()
    await file.close()
    expect(fs.openFiles).toBe(0)
  })
})

it('plants a tree by a table and gives it back', () => {
  const fs = disk({
    'b/c.txt': { file: 'hello', modified: 1000, mode: 0o600 },
    'b/empty/': { folder: true },
    a: { link: 'b' },
    f: { special: 'fifo' },
  })
  plantBytes(fs, '/d/b', Uint8Array.of(0x78, 0xfe), 'odd')
  expect([...snapshotTree(fs, '/d').entries()]).toMatchObject([
    ['a', { kind: 'link', target: 'b' }],
    ['b', { kind: 'folder', mode: 0o755 }],
    ['b/c.txt', { kind: 'file', bytes: new TextEncoder().encode('hello'), modified: 1000, mode: 0o600 }],
    ['b/empty', { kind: 'folder' }],
    ['b/x\\xfe', { kind: 'file' }],
    ['f', { kind: 'special' }],
  ])
  plant(fs, '/d/b', 'a file now')
  expect([...snapshotTree(fs, '/d').keys()]).toEqual(['a', 'b', 'f'])
})
