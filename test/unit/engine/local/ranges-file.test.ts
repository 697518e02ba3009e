import { describe, expect, it } from 'vitest'
import { RangesFile, rangesName, readRangesFile } from '../../../../main/engine/local/ranges-file.ts'
import { runOfTempName, tempName } from '../../../../main/engine/local/temp-file.ts'
import { fsError } from '../../../fakes/fs-error.ts'
import { MemoryFs } from '../../../fakes/memory-fs.ts'
import { plantTree, snapshotTree, type TreeTable } from '../../../fakes/memory-tree.ts'

const root = '/home/ada'
const path = `${root}/n.ranges`

const refuse = (error: Error): never => {
  throw error
}

function placed(tree: TreeTable = {}): MemoryFs {
  const fs = new MemoryFs()
  plantTree(fs, root, tree)
  return fs
}

describe('the note of what has been written', () => {
  it('has a name by which it is known as a temp file of its run', () => {
    expect(rangesName(tempName('r1', 3))).toBe('.sluice-r1-3.ranges')
    expect(runOfTempName('.sluice-r1-3.ranges')).toBe('r1')
  })

  it('is made with the first bytes worth it, and tells of all that were written', async () => {
    const fs = placed()
    const note = new RangesFile(fs, path, 8, refuse)
    await note.add({ from: 0, to: 4 })
    expect(snapshotTree(fs, root).size).toBe(0)
    await note.add({ from: 20, to: 24 })
    await note.add({ from: 4, to: 6 })
    expect(await readRangesFile(fs, path, 30)).toEqual([
      { from: 0, to: 4 },
      { from: 20, to: 24 },
    ])
    await note.add({ from: 6, to: 20 })
    expect(await readRangesFile(fs, path, 30)).toEqual([{ from: 0, to: 24 }])
    await note.remove()
    await note.remove()
    expect(snapshotTree(fs, root).size).toBe(0)
    expect(fs.openFiles).toBe(0)
  })

  it('that is gone already is no failure to remove, and one that can not be removed is', async () => {
    const fs = placed()
    const note = new RangesFile(fs, path, 1, refuse)
    await note.replace([{ from: 0, to: 4 }])
    fs.before = (op, on) => {
      if (op === 'unlink') throw fsError('EACCES', { op, path: on })
    }
    await expect(note.remove()).rejects.toMatchObject({ code: 'EACCES' })
    fs.before = undefined
    await fs.unlink(path)
    await note.remove()
    expect(fs.openFiles).toBe(0)
  })

  it.each(['create', 'write'] as const)(
    'that can’t be made or written (%s) is given up, and said once; what follows goes on without',
    async (failing) => {
      const fs = placed()
      const said: Error[] = []
      const note = new RangesFile(fs, path, 1, (error) => said.push(error))
      fs.before = (op, on) => {
        if (op === failing) throw fsError('ENOSPC', { op, path: on })
      }
      await note.add({ from: 0, to: 4 })
      fs.before = undefined
      await note.add({ from: 4, to: 8 })
      await note.replace([])
      expect(said).toMatchObject([{ code: 'ENOSPC' }])
      expect(await readRangesFile(fs, path, 30)).toEqual([])
      await note.remove()
      expect([snapshotTree(fs, root).size, fs.openFiles]).toEqual([0, 0])
    },
  )

  it.each<[string, TreeTable]>([
    ['is not there', {}],
    ['is a link', { 'n.ranges': { link: `${root}/real` }, real: 'sluice ranges: 0-4\n' }],
    ['is a folder', { 'n.ranges': { folder: true } }],
    ['is something else', { 'n.ranges': 'x'.repeat(100_000) }],
  ])('tells nothing where it %s', async (_, tree) => {
    const fs = placed(tree)
    expect(await readRangesFile(fs, path, 30)).toEqual([])
    expect(fs.openFiles).toBe(0)
  })

  it('tells nothing where it can not be read', async () => {
    const fs = placed({ 'n.ranges': 'sluice ranges: 0-4\n' })
    fs.before = (op, on) => {
      if (op === 'read') throw fsError('EIO', { op, path: on })
    }
    expect(await readRangesFile(fs, path, 30)).toEqual([])
    expect(fs.openFiles).toBe(0)
  })

  it('tells nothing where it has another name too: it is not ours alone', async () => {
    const fs = placed({ 'n.ranges': 'sluice ranges: 0-4\n' })
    await fs.link(path, `${root}/other`)
    expect(await readRangesFile(fs, path, 30)).toEqual([])
  })
})
