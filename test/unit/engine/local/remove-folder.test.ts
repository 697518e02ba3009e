import { describe, expect, it } from 'vitest'
import { removeEmptyFolder } from '../../../../main/engine/local/remove-folder.ts'
import { SafeFolders } from '../../../../main/engine/local/safe-folder.ts'
import { MemoryFs } from '../../../fakes/memory-fs.ts'
import { plant, plantTree, snapshotTree, type TreeTable } from '../../../fakes/memory-tree.ts'

const root = '/home/me/dst'

async function place(tree: TreeTable, uid = 0) {
  const fs = new MemoryFs({ uid })
  plantTree(fs, root, tree)
  const folders = await SafeFolders.below(fs, root)
  return {
    fs,
    remove: (path: string) => removeEmptyFolder(folders, `${root}/${path}`),
    names: () => [...snapshotTree(fs, root).keys()],
  }
}

describe('an empty folder', () => {
  it('is removed, and the folder that it is in stays', async () => {
    const { fs, remove, names } = await place({ 'd/e/': { folder: true } })
    expect(await remove('d/e')).toBe('removed')
    expect(names()).toEqual(['d'])
    expect(fs.openFiles).toBe(0)
  })

  it('that is gone, or whose folder is, has nothing to remove', async () => {
    const { remove } = await place({ 'd/': { folder: true } })
    expect([await remove('e'), await remove('no/such')]).toEqual(['gone', 'gone'])
  })

  it('that has something in it stays with it', async () => {
    const { remove, names } = await place({ 'd/f': 'x' })
    expect(await remove('d')).toBe('not-empty')
    expect(names()).toEqual(['d', 'd/f'])
  })

  it.each<[string, TreeTable[string], string]>([
    ['a link to an empty folder', { link: '/outside/d' }, 'conflict'],
    ['a file', 'x', 'conflict'],
  ])('is not %s', async (_, entry, code) => {
    const { fs, remove, names } = await place({ d: entry })
    plant(fs, '/outside/d', { folder: true })
    await expect(remove('d')).rejects.toMatchObject({ code, subject: `${root}/d` })
    expect(names()).toEqual(['d'])
    expect([...snapshotTree(fs, '/outside').keys()]).toEqual(['d'])
  })

  it('outside is never removed, at whatever moment a link takes the place of the folder around it', async () => {
    let moments = 1
    for (let moment = 0; moment < moments; moment++) {
      const { fs, remove } = await place({ 'd/e/': { folder: true } })
      plant(fs, '/outside/e', { folder: true })
      const calls = { made: 0 }
      fs.before = async () => {
        if (calls.made++ !== moment) return
        await fs.rename(`${root}/d`, `${root}/moved`)
        plant(fs, `${root}/d`, { link: '/outside' })
      }
      await remove('d/e').catch(() => null)
      expect([...snapshotTree(fs, '/outside').keys()]).toEqual(['e'])
      if (calls.made > moment) moments = moment + 2
    }
    expect(moments).toBeGreaterThan(4)
  })

  it('says why it cannot be removed', async () => {
    const { remove } = await place({ 'd/e/': { folder: true }, d: { folder: true, mode: 0o555 } }, 1000)
    await expect(remove('d/e')).rejects.toMatchObject({ code: 'not-permitted' })
  })
})
