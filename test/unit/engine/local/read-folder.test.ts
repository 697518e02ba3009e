import { describe, expect, it } from 'vitest'
import { readFolder, type FolderEntry } from '../../../../main/engine/local/read-folder.ts'
import { MemoryFs, type MemoryFsOptions } from '../../../fakes/memory-fs.ts'
import { fsError } from '../../../fakes/fs-error.ts'
import { plantBytes, plantTree, type TreeTable } from '../../../fakes/memory-tree.ts'

const never = new AbortController().signal

function disk(tree: TreeTable, options: MemoryFsOptions = {}): MemoryFs {
  const fs = new MemoryFs(options)
  plantTree(fs, '/home/ada', tree)
  return fs
}

async function read(fs: MemoryFs, path: string, signal = never): Promise<FolderEntry[][]> {
  const pages: FolderEntry[][] = []
  for await (const page of readFolder(fs, path, signal)) pages.push(page)
  return pages
}

async function looked(fs: MemoryFs, path = '/home/ada'): Promise<Record<string, Omit<FolderEntry, 'name'>>> {
  const entries = (await read(fs, path)).flat()
  return Object.fromEntries(entries.map(({ name, ...rest }) => [name, rest]))
}

describe('readFolder', () => {
  it('tells files with their size from folders without, and leaves nothing out', async () => {
    const fs = disk({
      file: { file: 'hello', modified: 1234 },
      '.hidden': '',
      folder: { folder: true, modified: 5000 },
      'folder/inside': 'x',
    })
    expect(await looked(fs)).toMatchObject({
      file: { kind: 'file', size: 5, modified: 1234, problem: null },
      '.hidden': { kind: 'file', size: 0, problem: null },
      folder: { kind: 'folder', size: null, problem: null },
    })
  })

  it.each([
    ['to a file', 'file', 'file', null],
    ['to a folder', 'folder', 'folder', null],
    ['to nothing', 'nowhere', 'link', 'A link that leads to nothing.'],
  ])('shows a link %s as what it leads to', async (_, link, kind, problem) => {
    const fs = disk({ file: 'hello', folder: { folder: true }, link: { link } })
    expect((await looked(fs))['link']).toMatchObject({ kind, problem, size: kind === 'file' ? 5 : null })
  })

  it('says what is wrong with what can’t be read or is no file', async () => {
    const fs = disk(
      { pipe: { special: 'fifo' }, file: 'x', folder: { folder: true }, fine: 'x' },
      {
        before: (op, path) => {
          if (op === 'checkReadable' && !path.endsWith('fine'))
            throw fsError('EACCES', { op: 'access', path })
        },
      },
    )
    expect(await looked(fs)).toMatchObject({
      pipe: { kind: 'special', problem: expect.stringContaining('never synced') as string },
      file: { kind: 'file', size: 1, problem: 'It can’t be read.' },
      folder: { kind: 'folder', problem: 'It can’t be read.' },
      fine: { problem: null },
    })
  })

  it('shows a name that is not UTF-8 with its bytes escaped', async () => {
    const fs = disk({})
    plantBytes(fs, '/home/ada', Uint8Array.of(0x61, 0xff), 'x')
    const entries = (await read(fs, '/home/ada')).flat()
    expect(entries).toMatchObject([{ kind: 'file', size: null, modified: null }])
    expect(entries[0]?.name).toMatch(/^a.*ff/i)
    expect(entries[0]?.problem).toContain('not UTF-8')
  })

  it('shows what is gone since it was named as that', async () => {
    const fs = disk(
      { gone: 'x', stays: 'x' },
      {
        before: (op, path) => {
          if ((op === 'stat' || op === 'lstat') && path.endsWith('gone'))
            throw fsError('ENOENT', { op: 'stat', path })
        },
      },
    )
    expect(await looked(fs)).toMatchObject({
      gone: { size: null, modified: null, problem: expect.stringContaining('gone') as string },
      stays: { kind: 'file', problem: null },
    })
  })

  it('comes in pages, each name once', async () => {
    const names = Array.from({ length: 2500 }, (_, i) => `f${i}`)
    const pages = await read(disk(Object.fromEntries(names.map((name) => [name, '']))), '/home/ada')
    expect(pages.map((page) => page.length)).toEqual([1000, 1000, 500])
    expect(new Set(pages.flat().map(({ name }) => name))).toEqual(new Set(names))
  })

  it('of the root has no slash too many in its paths', async () => {
    const paths: string[] = []
    const fs = disk(
      {},
      {
        before: (op, path) => {
          if (op === 'stat') paths.push(path)
        },
      },
    )
    await read(fs, '/')
    expect(paths).toEqual(['/home'])
  })

  it('of nothing, and of a file, fails as the disk says', async () => {
    const fs = disk({ file: 'x' })
    await expect(read(fs, '/home/ada/none')).rejects.toMatchObject({ code: 'gone' })
    await expect(read(fs, '/home/ada/file')).rejects.toMatchObject({ name: 'SluiceError' })
  })

  it('ends with the signal’s reason', async () => {
    const abort = new AbortController()
    const reason = new Error('left')
    const fs = disk(
      { a: 'x' },
      {
        before: () => {
          abort.abort(reason)
        },
      },
    )
    await expect(read(fs, '/home/ada', abort.signal)).rejects.toBe(reason)
    await expect(read(disk({ a: 'x' }), '/home/ada', abort.signal)).rejects.toBe(reason)
  })
})
