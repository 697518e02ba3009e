import { describe, expect, it } from 'vitest'
import { removeFile } from '../../../../main/engine/local/remove-file.ts'
import { SafeFolders } from '../../../../main/engine/local/safe-folder.ts'
import type { Seen } from '../../../../shared/plan-row.ts'
import { fsError } from '../../../fakes/fs-error.ts'
import { MemoryFs } from '../../../fakes/memory-fs.ts'
import { plant, plantTree, snapshotTree, uproot, type TreeTable } from '../../../fakes/memory-tree.ts'

const root = '/home/me/dst'
const time = Date.UTC(2025, 1, 1)

interface Place {
  readonly fs: MemoryFs
  remove(path: string, seen: Seen): Promise<boolean>
  seen(path: string): Promise<Seen>
  names(): string[]
}

async function place(tree: TreeTable, uid = 0): Promise<Place> {
  const fs = new MemoryFs({ uid })
  plantTree(fs, root, tree)
  const folders = await SafeFolders.below(fs, root)
  return {
    fs,
    remove: (path, seen) => removeFile(folders, `${root}/${path}`, seen),
    seen: async (path) => {
      const { size, modified, dev, ino, changed } = await fs.stat(`${root}/${path}`)
      return { size, modified, file: { dev, ino, changed } }
    },
    names: () => [...snapshotTree(fs, root).keys()],
  }
}

describe('removeFile', () => {
  it('removes a file that is as it was seen, and leaves its emptied folder (DEL-8)', async () => {
    const { fs, remove, seen, names } = await place({ 'd/f': 'x', g: '' })
    expect(await remove('d/f', await seen('d/f'))).toBe(true)
    expect(names()).toEqual(['d', 'g'])
    expect(fs.openFiles).toBe(0)
  })

  it('removes a link itself, not what it leads to (SYM-7)', async () => {
    const { remove, seen, names } = await place({ t: 'target', l: { link: 't' } })
    expect(await remove('l', await seen('l'))).toBe(true)
    expect(names()).toEqual(['t'])
  })

  it('removes a link whose target was removed before it, as one delete after another does', async () => {
    const { remove, seen, names } = await place({ t: 'target', l: { link: 't' } })
    const link = await seen('l')
    await remove('t', await seen('t'))
    expect(await remove('l', link)).toBe(true)
    expect(names()).toEqual([])
  })

  it.each<[string, (fs: MemoryFs) => void]>([
    ['has another size', (fs) => plant(fs, `${root}/f`, { file: 'longer', modified: time })],
    ['has another time', (fs) => plant(fs, `${root}/f`, { file: 'x', modified: time + 1 })],
    [
      'is another file of the same size and time',
      (fs) => plant(fs, `${root}/f`, { file: 'x', modified: time }),
    ],
    ['is a folder', (fs) => plant(fs, `${root}/f`, { folder: true })],
    ['is a link to another file', (fs) => plant(fs, `${root}/f`, { link: 'other' })],
    ['is a FIFO', (fs) => plant(fs, `${root}/f`, { special: 'fifo' })],
  ])('refuses a name that by now %s', async (_, change) => {
    const { fs, remove, seen, names } = await place({
      f: { file: 'x', modified: time },
      other: { file: 'x', modified: time },
    })
    const before = await seen('f')
    change(fs)
    await expect(remove('f', before)).rejects.toMatchObject({ code: 'changed', subject: `${root}/f` })
    expect(names()).toContain('f')
    expect(fs.changes()).toEqual([])
  })

  it('goes by size and time alone where no identity was seen, as in a plan from elsewhere', async () => {
    const { remove, names } = await place({ f: { file: 'x', modified: time } })
    await expect(remove('f', { size: 2, modified: time })).rejects.toMatchObject({ code: 'changed' })
    expect(await remove('f', { size: 1, modified: time })).toBe(true)
    expect(names()).toEqual([])
  })

  it('does not mind the change time, which changes with every other name of the file', async () => {
    const { remove, seen } = await place({ f: { file: 'x', modified: time } })
    const before = await seen('f')
    expect(await remove('f', { ...before, file: { dev: 0, ino: 0, ...before.file, changed: 1 } })).toBe(true)
  })

  it('knows a file listed with 1970 for its impossible time (SKP-6)', async () => {
    const { remove } = await place({ f: { file: 'x', modified: Date.UTC(9999, 11, 31) + 2 * 86_400_000 } })
    expect(await remove('f', { size: 1, modified: 0 })).toBe(true)
  })

  it('has nothing to remove where name or folder is gone', async () => {
    const { fs, remove, seen } = await place({ 'd/f': 'x', g: 'x' })
    const [first, second] = [await seen('d/f'), await seen('g')]
    uproot(fs, `${root}/d`)
    uproot(fs, `${root}/g`)
    expect(await remove('d/f', first)).toBe(false)
    expect(await remove('g', second)).toBe(false)
  })

  it('removes nothing behind a link, whatever the file there looks like (D-4)', async () => {
    const { fs, remove, seen } = await place({ 'd/f': 'x' })
    const before = await seen('d/f')
    await fs.rename(`${root}/d`, '/outside')
    plant(fs, `${root}/d`, { link: '/outside' })
    await expect(remove('d/f', before)).rejects.toMatchObject({ code: 'through-link' })
    expect([...snapshotTree(fs, '/outside').keys()]).toEqual(['f'])
  })

  it('never removes anything outside, at whatever moment a link takes the place of its folder', async () => {
    let moments = 1
    for (let moment = 0; moment < moments; moment++) {
      const { fs, remove, seen } = await place({ 'd/f': { file: 'x', modified: time } })
      const before = await seen('d/f')
      plant(fs, '/outside/f', { file: 'x', modified: time })
      const calls = { made: 0 }
      fs.before = async () => {
        if (calls.made++ !== moment) return
        await fs.rename(`${root}/d`, `${root}/moved`)
        plant(fs, `${root}/d`, { link: '/outside' })
      }
      await remove('d/f', { size: before.size, modified: before.modified }).catch(() => null)
      expect([...snapshotTree(fs, '/outside').keys()]).toEqual(['f'])
      if (calls.made > moment) moments = moment + 2
    }
    expect(moments).toBeGreaterThan(6)
  })

  it('says why a file cannot be removed', async () => {
    const { fs, remove, seen } = await place({ 'd/f': 'x', d: { folder: true, mode: 0o555 } }, 1000)
    await expect(remove('d/f', await seen('d/f'))).rejects.toMatchObject({
      code: 'not-permitted',
      subject: `${root}/d/f`,
    })
    fs.before = (op, path) => {
      if (op === 'unlink') throw fsError('EROFS', { op, path })
    }
    await expect(remove('d/f', await seen('d/f'))).rejects.toMatchObject({ code: 'disk-failed' })
    expect(fs.openFiles).toBe(0)
  })
})
