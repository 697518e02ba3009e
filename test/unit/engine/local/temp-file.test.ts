import { describe, expect, it } from 'vitest'
import { SafeFolders } from '../../../../main/engine/local/safe-folder.ts'
import { tempName, TempFile } from '../../../../main/engine/local/temp-file.ts'
import { fsError, type FsErrorCode } from '../../../fakes/fs-error.ts'
import { MemoryFs, type FsOp } from '../../../fakes/memory-fs.ts'
import { plant, plantTree, snapshotTree, type TreeTable } from '../../../fakes/memory-tree.ts'

const root = '/home/me/dst'
const modified = Date.UTC(2024, 1, 3, 4, 5, 6) + 789
const text = (bytes: string): Uint8Array => Buffer.from(bytes)

interface Place {
  readonly fs: MemoryFs
  readonly folders: SafeFolders
  create(path: string, umask?: number): Promise<TempFile>
  /** All names below the root. */
  names(): string[]
}

async function place(tree: TreeTable = {}, openFolders = true): Promise<Place> {
  const fs = new MemoryFs({ openFolders })
  plantTree(fs, root, tree)
  plantTree(fs, '/outside', { kept: 'kept' })
  const folders = await SafeFolders.below(fs, root)
  const create = (path: string, umask = 0o022): Promise<TempFile> =>
    TempFile.create({ folders, path: `${root}/${path}`, name: tempName('run', 7), umask })
  return { fs, folders, create, names: () => [...snapshotTree(fs, root).keys()] }
}

const failing = (fs: MemoryFs, op: FsOp, code: FsErrorCode): void => {
  fs.before = (called, path) => {
    if (called === op) throw fsError(code, { op, path })
  }
}

describe('tempName', () => {
  it('fits in 255 bytes and names the run', () => {
    expect(tempName('2026-11-23T15-00-00Z-a1b2c3d4', 123456789)).toBe(
      '.sluice-2026-11-23T15-00-00Z-a1b2c3d4-123456789.part',
    )
  })
})

describe('TempFile', () => {
  it('is written by position beside its final name, for its owner only, and gets name, mode and time at the end', async () => {
    const { fs, create, names } = await place({ 'd/f': 'old' })
    const temp = await create('d/f', 0o027)
    expect(temp.path).toBe(`${root}/d/.sluice-run-7.part`)
    expect((await fs.stat(temp.path)).mode).toBe(0o600)
    await temp.write(text('world'), 6)
    await temp.write(text('hello '), 0)
    expect(snapshotTree(fs, root).get('d/f')).toMatchObject({ bytes: Uint8Array.from(text('old')) })
    expect(await temp.finish({ size: 11, modified })).toEqual([])
    expect(names()).toEqual(['d', 'd/f'])
    expect(snapshotTree(fs, root).get('d/f')).toEqual({
      kind: 'file',
      bytes: Uint8Array.from(text('hello world')),
      mode: 0o640,
      modified: Date.UTC(2024, 1, 3, 4, 5, 6),
    })
    expect(fs.openFiles).toBe(0)
  })

  it('has its bytes on disk before it has its name, and its name by the next sync of the folders', async () => {
    const { fs, folders, create } = await place()
    const temp = await create('f')
    await temp.write(text('x'), 0)
    await temp.finish({ size: 1, modified })
    await folders.sync()
    const order = fs.effects
      .map(({ op }) => op)
      .filter((op) => ['write', 'sync', 'rename', 'syncFolder'].includes(op))
    expect(order).toEqual(['write', 'sync', 'rename', 'syncFolder'])
  })

  it('goes to the disk as it comes, 64 MiB at a time', async () => {
    const { fs, create } = await place()
    const temp = await create('f')
    const part = new Uint8Array(32 * 1024 * 1024)
    const syncs = () => fs.effects.filter(({ op }) => op === 'sync').length
    await temp.write(part, 0)
    expect(syncs()).toBe(0)
    await temp.write(part, part.length)
    expect(syncs()).toBe(1)
    await temp.finish({ size: 2 * part.length, modified })
    expect(syncs()).toBe(2)
  })

  it('is not finished where what went to the disk on the way was not taken', async () => {
    const { fs, create, names } = await place({ f: 'old' })
    const temp = await create('f')
    const size = 64 * 1024 * 1024
    failing(fs, 'sync', 'EIO')
    await temp.write(new Uint8Array(size), 0)
    fs.before = () => undefined
    await expect(temp.finish({ size, modified })).rejects.toMatchObject({ code: 'disk-failed' })
    expect(await temp.discard()).toBeNull()
    expect(names()).toEqual(['f'])
  })

  it('rounds times down to whole seconds, before 1970 too (MTM-1)', async () => {
    const { fs, create } = await place()
    await (await create('f')).finish({ size: 0, modified: -500 })
    expect((await fs.stat(`${root}/f`)).modified).toBe(-1000)
  })

  it('may have an empty file as its end, and a name of 255 bytes of any kind (D-13)', async () => {
    const { create, names } = await place()
    const long = 'é'.repeat(127)
    await (await create(long)).finish({ size: 0, modified })
    expect(names()).toEqual([long])
  })

  it('is cut to its size where more was written, and refused where less was', async () => {
    const { fs, create, names } = await place({ f: 'old' })
    const more = await create('f')
    await more.write(text('hello world'), 0)
    await more.finish({ size: 5, modified })
    expect(snapshotTree(fs, root).get('f')).toMatchObject({ bytes: Uint8Array.from(text('hello')) })
    const less = await create('f')
    await less.write(text('hell'), 0)
    await expect(less.finish({ size: 5, modified })).rejects.toMatchObject({ code: 'integrity' })
    expect(await less.discard()).toBeNull()
    expect(names()).toEqual(['f'])
    expect(fs.openFiles).toBe(0)
  })

  it('leaves nothing when it is discarded, and the old file as it was; folders made stay', async () => {
    const { fs, create, names } = await place({ f: 'old' })
    for (const path of ['f', 'a/b/f']) {
      const temp = await create(path)
      await temp.write(text('half'), 0)
      expect(await temp.discard()).toBeNull()
    }
    expect(names()).toEqual(['a', 'a/b', 'f'])
    expect(snapshotTree(fs, root).get('f')).toMatchObject({ bytes: Uint8Array.from(text('old')) })
    expect(fs.openFiles).toBe(0)
  })

  it('says when it could not be discarded, and lets go of its handles all the same', async () => {
    const { fs, create } = await place()
    const temp = await create('f')
    failing(fs, 'unlink', 'EACCES')
    expect(await temp.discard()).toMatchObject({ code: 'not-permitted', subject: temp.path })
    expect(fs.openFiles).toBe(0)
  })

  it.each<[string, TreeTable]>([
    ['a link to a file outside is replaced itself (F14, SYM-6)', { f: { link: '/outside/kept' } }],
    ['a link to a folder is replaced itself', { f: { link: '/outside' } }],
    ['a broken link is replaced', { f: { link: 'nowhere' } }],
    ['a read-only file is replaced (DLD-5)', { f: { file: 'old', mode: 0o400 } }],
  ])('at its final name, %s', async (_, tree) => {
    const { fs, create } = await place(tree)
    const temp = await create('f')
    await temp.write(text('new'), 0)
    await temp.finish({ size: 3, modified })
    expect(snapshotTree(fs, root).get('f')).toMatchObject({
      kind: 'file',
      bytes: Uint8Array.from(text('new')),
      mode: 0o644,
    })
    expect([...snapshotTree(fs, '/outside').entries()]).toMatchObject([
      ['kept', { bytes: Uint8Array.from(text('kept')) }],
    ])
  })

  it.each<[string, TreeTable]>([
    ['a folder', { 'f/x': '' }],
    ['an empty folder', { f: { folder: true } }],
    ['a FIFO, which is never opened', { f: { special: 'fifo' } }],
    ['a device', { f: { special: 'device' } }],
  ])('at its final name, %s is a conflict (F14)', async (_, tree) => {
    const conflict = { code: 'conflict', subject: `${root}/f` }
    const { fs, create, names } = await place()
    const temp = await create('f')
    plantTree(fs, root, tree)
    const after = names().filter((name) => !name.endsWith('.part'))
    await expect(temp.finish({ size: 0, modified })).rejects.toMatchObject(conflict)
    expect(await temp.discard()).toBeNull()
    expect(names()).toEqual(after)
    await expect(create('f'), 'and is seen before anything is made').rejects.toMatchObject(conflict)
    expect([names(), fs.openFiles]).toEqual([after, 0])
    expect(fs.effects.some(({ op }) => op === 'openToRead')).toBe(false)
  })

  it.each<[FsOp, FsErrorCode, string]>([
    ['create', 'ENOSPC', 'disk-full'],
    ['create', 'EACCES', 'not-permitted'],
    ['write', 'ENOSPC', 'disk-full'],
    ['write', 'EIO', 'disk-failed'],
    ['sync', 'EIO', 'disk-failed'],
    ['rename', 'EROFS', 'disk-failed'],
    ['rename', 'EPERM', 'not-permitted'],
  ])(
    'that fails in %s with %s says so of its final name, and leaves nothing there',
    async (op, code, ours) => {
      const { fs, create, names } = await place({ f: 'old' })
      const fill = async (): Promise<void> => {
        const temp = await create('f')
        try {
          await temp.write(text('new'), 0)
          await temp.finish({ size: 3, modified })
        } catch (error) {
          expect(await temp.discard()).toBeNull()
          throw error
        }
      }
      failing(fs, op, code)
      await expect(fill()).rejects.toMatchObject({ code: ours, subject: `${root}/f` })
      expect(names()).toEqual(['f'])
      expect(snapshotTree(fs, root).get('f')).toMatchObject({ bytes: Uint8Array.from(text('old')) })
      expect(fs.openFiles).toBe(0)
    },
  )

  it.each<[FsOp, RegExp]>([
    [
      'setTimes',
      /^Successfully Downloaded \/home\/me\/dst\/f but was unable to update the last modified time\. Operation not permitted/,
    ],
    [
      'setMode',
      /^Successfully Downloaded \/home\/me\/dst\/f but was unable to update its permissions\. Operation not permitted/,
    ],
  ])('keeps its bytes where the disk refuses %s, with a notice (MTM-2)', async (op, notice) => {
    const { fs, create, names } = await place()
    const temp = await create('f')
    failing(fs, op, 'EPERM')
    expect(await temp.finish({ size: 0, modified })).toEqual([expect.stringMatching(notice)])
    expect(names()).toEqual(['f'])
  })

  it('is never opened over a name that is there already, link or not', async () => {
    const { fs, create } = await place({ '.sluice-run-7.part': { link: '/outside/kept' } })
    await expect(create('f')).rejects.toMatchObject({ code: 'conflict' })
    expect(snapshotTree(fs, '/outside').get('kept')).toMatchObject({ bytes: Uint8Array.from(text('kept')) })
    expect(fs.openFiles).toBe(0)
  })

  it.each([true, false])(
    'is not put behind a link that took the place of its folder (F13; folders held open: %j)',
    async (held) => {
      const { fs, create } = await place({ 'd/x': '' }, held)
      const temp = await create('d/f')
      await fs.rename(`${root}/d`, `${root}/moved`)
      plant(fs, `${root}/d`, { link: '/outside' })
      await expect(temp.finish({ size: 0, modified })).rejects.toMatchObject({ code: 'through-link' })
      await temp.discard()
      expect([...snapshotTree(fs, '/outside').keys()]).toEqual(['kept'])
    },
  )

  it('never touches anything outside, at whatever moment a link takes the place of its folder (F13)', async () => {
    let moments = 1
    for (let moment = 0; moment < moments; moment++) {
      const { fs, create } = await place({ 'a/d/x': '' })
      const calls = { made: 0 }
      fs.before = async () => {
        if (calls.made++ !== moment) return
        await fs.rename(`${root}/a`, `${root}/moved`)
        plant(fs, `${root}/a`, { link: '/outside' })
        plant(fs, '/outside/d', { folder: true })
      }
      const temp = await create('a/d/f').catch(() => null)
      await temp?.finish({ size: 0, modified }).catch(() => temp.discard())
      expect([...snapshotTree(fs, '/outside').keys()].filter((name) => name !== 'd')).toEqual(['kept'])
      expect(fs.changes().filter(({ real }) => real?.startsWith('/outside'))).toEqual([])
      if (calls.made > moment) moments = moment + 2
    }
    expect(moments).toBeGreaterThan(10)
  })
})
