import { describe, expect, it } from 'vitest'
import { SafeFolders } from '../../../../main/engine/local/safe-folder.ts'
import { tempName, TempFile } from '../../../../main/engine/local/temp-file.ts'
import { fsError } from '../../../fakes/fs-error.ts'
import { MemoryFs } from '../../../fakes/memory-fs.ts'
import { plantTree, snapshotTree, type TreeTable } from '../../../fakes/memory-tree.ts'

const root = '/home/ada/dst'
const text = (value: string): Uint8Array => new TextEncoder().encode(value)

async function place(tree: TreeTable) {
  const fs = new MemoryFs()
  plantTree(fs, root, tree)
  plantTree(fs, '/outside', { kept: 'kept' })
  const folders = await SafeFolders.below(fs, root)
  const create = (path: string, left: readonly string[]): Promise<TempFile> =>
    TempFile.create({
      folders,
      path: `${root}/${path}`,
      name: tempName('run', 7),
      umask: 0,
      resumable: { left, noteEvery: 4, onNotNoted: () => undefined },
    })
  return { fs, create, names: () => [...snapshotTree(fs, root).keys()] }
}

describe('taking over a temp file', () => {
  it('goes on with the first that an ended run has left beside it', async () => {
    const { fs, create, names } = await place({
      'd/.sluice-old-1.part': 'begun',
      'd/.sluice-old-1.ranges': 'sluice ranges: 0-2 3-5\n',
      'd/.sluice-old-2.part': 'other',
    })
    const left = ['.sluice-gone-1.part', '.sluice-old-1.part', '.sluice-old-2.part']
    const temp = await create('d/f', left)
    expect(temp.kept).toEqual([
      { from: 0, to: 2 },
      { from: 3, to: 5 },
    ])
    const read = Buffer.alloc(5)
    expect([await temp.read(read, 0), read.toString()]).toEqual([5, 'begun'])
    expect(names().toSorted()).toEqual([
      'd',
      // It goes with what else ended runs have left.
      'd/.sluice-old-1.ranges',
      'd/.sluice-old-2.part',
      'd/.sluice-run-7.part',
      'd/.sluice-run-7.ranges',
    ])
    const noted = (): unknown => snapshotTree(fs, root).get('d/.sluice-run-7.ranges')
    expect(noted()).toMatchObject({ bytes: Uint8Array.from(text('sluice ranges: 0-2 3-5\n')) })
    await temp.write(text(' and ended'), 5)
    expect(noted()).toMatchObject({ bytes: Uint8Array.from(text('sluice ranges: 0-2 3-15\n')) })
    await temp.finish({ size: 15, modified: 0 })
    expect(snapshotTree(fs, root).get('d/f')).toMatchObject({
      bytes: Uint8Array.from(text('begun and ended')),
    })
    expect(names()).not.toContain('d/.sluice-run-7.ranges')
    expect(fs.openFiles).toBe(0)
  })

  it.each<[string, TreeTable]>([
    ['nothing', {}],
    ['a link', { '.sluice-old-1.part': { link: '/outside/kept' } }],
    ['a folder', { '.sluice-old-1.part': { folder: true } }],
  ])('begins anew where %s has the name that an ended run would have left', async (_, tree) => {
    const { fs, create, names } = await place(tree)
    const left = ['.sluice-old-1.part']
    const temp = await create('f', left)
    expect(temp.kept).toEqual([])
    await temp.write(text('new'), 0)
    await temp.finish({ size: 3, modified: 0 })
    expect(names()).toEqual([...Object.keys(tree), 'f'])
    expect(snapshotTree(fs, '/outside').get('kept')).toMatchObject({ bytes: Uint8Array.from(text('kept')) })
  })

  it('begins anew, with nothing noted, where somebody else was quicker to take what was left', async () => {
    const { fs, create, names } = await place({
      '.sluice-old-1.part': 'begun',
      '.sluice-old-1.ranges': 'sluice ranges: 0-5\n',
    })
    fs.before = (op, path) => {
      if (op === 'rename') throw fsError('ENOENT', { op, path })
    }
    const temp = await create('f', ['.sluice-old-1.part'])
    expect(temp.kept).toEqual([])
    const noted = snapshotTree(fs, root).get('.sluice-run-7.ranges') as unknown as { bytes: Uint8Array }
    expect(Buffer.from(noted.bytes).toString()).toMatch(/^sluice ranges:\n/)
    expect(await temp.discard()).toBeNull()
    expect(names()).toEqual(['.sluice-old-1.part', '.sluice-old-1.ranges'])
    expect(fs.openFiles).toBe(0)
  })
})
