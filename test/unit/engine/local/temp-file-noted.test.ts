import { describe, expect, it } from 'vitest'
import { SafeFolders } from '../../../../main/engine/local/safe-folder.ts'
import { tempName, TempFile } from '../../../../main/engine/local/temp-file.ts'
import { fsError } from '../../../fakes/fs-error.ts'
import { MemoryFs } from '../../../fakes/memory-fs.ts'
import { plantTree, snapshotTree, type TreeTable } from '../../../fakes/memory-tree.ts'

const root = '/home/ada/dst'
const text = (value: string): Uint8Array => new TextEncoder().encode(value)

/** A temp file that is to be gone on with after a kill, noted with each byte. */
async function place(tree: TreeTable = {}, noted = true) {
  const fs = new MemoryFs()
  plantTree(fs, root, tree)
  plantTree(fs, '/outside', { kept: 'kept' })
  const folders = await SafeFolders.below(fs, root)
  const notNoted: Error[] = []
  const onNotNoted = (error: Error) => notNoted.push(error)
  const resumable = noted ? { resumable: { left: [], noteEvery: 1, onNotNoted } } : {}
  const create = (): Promise<TempFile> =>
    TempFile.create({ folders, path: `${root}/f`, name: tempName('run', 7), umask: 0, ...resumable })
  return { fs, create, notNoted, names: () => [...snapshotTree(fs, root).keys()] }
}

describe('a temp file with a note beside it', () => {
  it('that nobody is to go on with has no note beside it', async () => {
    const { create, names } = await place({}, false)
    const temp = await create()
    await temp.write(text('all of its bytes'), 0)
    expect(names()).toEqual(['.sluice-run-7.part'])
    await temp.discard()
  })

  it.each<[string, TreeTable]>([
    ['a file of that name is there', { '.sluice-run-7.ranges': 'foreign' }],
    ['its note is a link', { '.sluice-run-7.ranges': { link: '/outside/kept' } }],
  ])('where %s, does not touch it, and is filled all the same', async (_, tree) => {
    const { fs, create, names, notNoted } = await place(tree)
    const temp = await create()
    await temp.write(text('x'), 0)
    await temp.write(text('y'), 1)
    await temp.startOver()
    expect(notNoted).toMatchObject([{ code: 'EEXIST' }])
    expect(await temp.discard()).toBeNull()
    expect(names()).toEqual(['.sluice-run-7.ranges'])
    expect(snapshotTree(fs, '/outside').get('kept')).toMatchObject({ bytes: Uint8Array.from(text('kept')) })
    expect(fs.openFiles).toBe(0)
  })

  it('notes nothing that could not be written', async () => {
    const { fs, create, names } = await place()
    const temp = await create()
    fs.before = (op, path) => {
      if (op === 'write' && path.endsWith('.part')) throw fsError('ENOSPC', { op, path })
    }
    await expect(temp.write(text('x'), 0)).rejects.toMatchObject({ code: 'disk-full' })
    expect(names()).toEqual(['.sluice-run-7.part'])
    await temp.discard()
  })

  it('notes nothing of what it begins anew, and takes its note away when it is discarded', async () => {
    const { fs, create, names } = await place()
    const temp = await create()
    await temp.write(text('wrong'), 0)
    await temp.startOver()
    const { '.sluice-run-7.ranges': noted } = Object.fromEntries(snapshotTree(fs, root))
    expect(Buffer.from((noted as { bytes: Uint8Array }).bytes).toString()).toMatch(/^sluice ranges:\n/)
    expect(await temp.discard()).toBeNull()
    expect(names()).toEqual([])
    expect(fs.openFiles).toBe(0)
  })
})
