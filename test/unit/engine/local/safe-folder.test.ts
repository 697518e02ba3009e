import { describe, expect, it } from 'vitest'
import { SafeFolders } from '../../../../main/engine/local/safe-folder.ts'
import { fsError } from '../../../fakes/fs-error.ts'
import { MemoryFs } from '../../../fakes/memory-fs.ts'
import { plant, plantTree, uproot, type TreeTable } from '../../../fakes/memory-tree.ts'

const root = '/home/me/dst'

/** Both ways of getting to a folder: held open, as on Linux, and looked at, as elsewhere. */
describe.each([
  ['where folders can be held open', true],
  ['where they can only be looked at', false],
])('SafeFolders, %s', (_, openFolders) => {
  const planted = (tree: TreeTable, uid = 0): MemoryFs => {
    const fs = new MemoryFs({ openFolders, uid })
    plantTree(fs, root, tree)
    plantTree(fs, '/outside', { 'kept/x': '' })
    return fs
  }

  it('makes the root with its parents, and trusts it even if it is a link', async () => {
    const fs = new MemoryFs({ openFolders })
    await SafeFolders.below(fs, '/a/b/c')
    expect((await fs.lstat('/a/b/c')).kind).toBe('folder')
    plant(fs, '/link', { link: '/a/b' })
    const folders = await SafeFolders.below(fs, '/link')
    const folder = await folders.make('/link/d/file')
    expect(folder.path).toBe('/link/d')
    expect(await fs.realpath(folder.workPath)).toBe('/a/b/d')
    await folder.close()
    expect(fs.openFiles).toBe(0)
  })

  it('makes the folders on the way to a file, once', async () => {
    const fs = planted({ 'a/x': '' })
    const folders = await SafeFolders.below(fs, root)
    for (const path of ['a/b/c/file', 'a/b/c/other', 'a/b/file', 'file']) {
      const folder = await folders.make(`${root}/${path}`)
      await folder.recheck()
      expect(await fs.realpath(folder.workPath)).toBe(`${root}/${path}`.replace(/\/[^/]*$/, ''))
      await folder.close()
    }
    expect(fs.changes().map(({ op, real }) => [op, real])).toEqual([
      ['makeFolder', `${root}/a/b`],
      ['makeFolder', `${root}/a/b/c`],
    ])
    expect(fs.openFiles).toBe(0)
  })

  it.each<[string, TreeTable, string, string]>([
    ['a link to a folder outside', { d: { link: '/outside' } }, 'd/file', 'through-link'],
    ['a link to a folder inside', { d: { link: 'real' }, 'real/x': '' }, 'd/file', 'through-link'],
    ['a link further up', { 'a/d': { link: '/outside' } }, 'a/d/kept/file', 'through-link'],
    ['a broken link', { d: { link: 'nowhere' } }, 'd/file', 'through-link'],
    ['a file where a folder must be', { n: '' }, 'n/x', 'conflict'],
    ['a FIFO where a folder must be', { n: { special: 'fifo' } }, 'n/x', 'conflict'],
  ])('refuses %s, to make and to find (D-4, F12)', async (_case, tree, path, code) => {
    const fs = planted(tree)
    const folders = await SafeFolders.below(fs, root)
    await expect(folders.make(`${root}/${path}`)).rejects.toMatchObject({ code })
    await expect(folders.find(`${root}/${path}`)).rejects.toMatchObject({ code })
    expect(fs.changes()).toEqual([])
    expect(fs.openFiles).toBe(0)
  })

  it('finds what is there, and null where nothing is', async () => {
    const fs = planted({ 'a/x': '' })
    const folders = await SafeFolders.below(fs, root)
    const found = await folders.find(`${root}/a/x`)
    expect(found?.path).toBe(`${root}/a`)
    await found?.close()
    expect(await folders.find(`${root}/b/c/x`)).toBeNull()
    expect(fs.changes()).toEqual([])
  })

  it('does not trust what it found before: a link put there later is refused', async () => {
    const fs = planted({ 'a/b/x': '' })
    const folders = await SafeFolders.below(fs, root)
    await (await folders.make(`${root}/a/b/x`)).close()
    uproot(fs, `${root}/a`)
    plant(fs, `${root}/a`, { link: '/outside' })
    plant(fs, '/outside/b', { folder: true })
    await expect(folders.make(`${root}/a/b/x`)).rejects.toMatchObject({
      code: 'through-link',
      subject: `${root}/a`,
    })
  })

  it('goes on in a folder that was removed and made anew', async () => {
    const fs = planted({ 'a/b/x': '' })
    const folders = await SafeFolders.below(fs, root)
    await (await folders.make(`${root}/a/b/x`)).close()
    uproot(fs, `${root}/a`)
    const folder = await folders.make(`${root}/a/b/x`)
    expect(await fs.realpath(folder.workPath)).toBe(`${root}/a/b`)
    await folder.close()
  })

  it.each<[string, (fs: MemoryFs) => void, string]>([
    ['a link took its place', (fs) => plant(fs, `${root}/a`, { link: '/outside' }), 'through-link'],
    ['a link took the place of one above it', (fs) => plant(fs, root, { link: '/outside' }), 'changed'],
    ['another folder took its place', (fs) => plant(fs, `${root}/a`, { folder: true }), 'changed'],
    ['a file took its place', (fs) => plant(fs, `${root}/a`, ''), 'conflict'],
    ['it is gone', () => undefined, 'gone'],
  ])('sees by a recheck that %s', async (_case, swap, code) => {
    const fs = planted({ 'a/x': '' })
    const folders = await SafeFolders.below(fs, root)
    const folder = await folders.make(`${root}/a/x`)
    await folder.recheck()
    await fs.rename(`${root}/a`, '/outside/moved')
    if (code !== 'gone') swap(fs)
    await expect(folder.recheck()).rejects.toMatchObject({ code })
    await folder.close()
    expect(fs.openFiles).toBe(0)
  })

  it('refuses a root that is not the folder it was: an unmounted disk gets nothing', async () => {
    const fs = planted({ 'a/x': '' })
    const folders = await SafeFolders.below(fs, root)
    uproot(fs, root)
    plant(fs, root, { folder: true })
    await expect(folders.make(`${root}/b/x`)).rejects.toMatchObject({ code: 'changed', subject: root })
    expect(fs.changes()).toEqual([])
  })

  it('refuses a path that is not below the root', async () => {
    const folders = await SafeFolders.below(planted({}), root)
    await expect(folders.make('/home/me/dst2/x')).rejects.toMatchObject({ code: 'internal' })
    await expect(folders.make('/x')).rejects.toMatchObject({ code: 'internal' })
  })

  it('puts every folder that changed on disk, a few at a time and once', async () => {
    const fs = planted({})
    const folders = await SafeFolders.below(fs, root)
    const names = Array.from({ length: 30 }, (_, i) => `${root}/f${i}`)
    for (const name of names) {
      const folder = await folders.make(`${name}/file`)
      folder.markChanged()
      await folder.close()
    }
    let atOnce = 0
    let most = 0
    fs.before = async (op) => {
      if (op !== 'syncFolder') return
      most = Math.max(most, ++atOnce)
      await new Promise((resolve) => setImmediate(resolve))
      atOnce--
    }
    const before = fs.effects.length
    await folders.sync()
    await folders.sync()
    const synced = fs.effects.slice(before).filter(({ op }) => op === 'syncFolder')
    expect(synced.map(({ path }) => path).sort()).toEqual([root, ...names].sort())
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(8)
  })

  it('says why a folder cannot be made', async () => {
    const fs = planted({ a: { folder: true, mode: 0o500 } }, 1000)
    const folders = await SafeFolders.below(fs, root)
    await expect(folders.make(`${root}/a/b/x`)).rejects.toMatchObject({
      code: 'not-permitted',
      subject: `${root}/a/b`,
    })
    fs.before = (op, path) => {
      if (op === 'makeFolder') throw fsError('ENOSPC', { op, path })
    }
    await expect(folders.make(`${root}/c/x`)).rejects.toMatchObject({ code: 'disk-full' })
    expect(fs.openFiles).toBe(0)
  })

  it('syncs each folder whose names changed, once, those it made and those it was told of', async () => {
    const fs = planted({ 'a/x': '' })
    const folders = await SafeFolders.below(fs, root)
    for (const name of ['a/b/1', 'a/b/2']) {
      const folder = await folders.make(`${root}/${name}`)
      folder.markChanged()
      await folder.close()
    }
    const synced = (): string[] => fs.effects.filter(({ op }) => op === 'syncFolder').map(({ path }) => path)
    await folders.sync()
    expect(synced().sort()).toEqual([`${root}/a`, `${root}/a/b`])
    await folders.sync()
    expect(synced()).toHaveLength(2)
  })

  it('does not mind a changed folder that is gone when it is to be synced, and says when the disk fails', async () => {
    const fs = planted({})
    const folders = await SafeFolders.below(fs, root)
    const mark = async (): Promise<void> => {
      const folder = await folders.make(`${root}/a/x`)
      folder.markChanged()
      await folder.close()
    }
    await mark()
    uproot(fs, `${root}/a`)
    await folders.sync()
    await mark()
    fs.before = (op, path) => {
      if (op === 'syncFolder') throw fsError('EIO', { op, path })
    }
    await expect(folders.sync()).rejects.toMatchObject({ code: 'disk-failed' })
  })

  it('forgets the oldest of very many folders, and still finds its way there', async () => {
    const fs = planted({})
    const folders = await SafeFolders.below(fs, root)
    for (let i = 0; i < 1100; i++) await (await folders.make(`${root}/${i}/x`)).close()
    const folder = await folders.make(`${root}/0/x`)
    expect(await fs.realpath(folder.workPath)).toBe(`${root}/0`)
    await folder.close()
  })
})
