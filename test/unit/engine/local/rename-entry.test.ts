import { describe, expect, it } from 'vitest'
import { renameEntry } from '../../../../main/engine/local/rename-entry.ts'
import { codeOf } from '../../../fakes/fs-error.ts'
import { MemoryFs, type MemoryFsOptions } from '../../../fakes/memory-fs.ts'
import {
  filesBelow,
  plant,
  plantTree,
  snapshotTree,
  uproot,
  type TreeTable,
} from '../../../fakes/memory-tree.ts'

const root = '/home/me/here'
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

function place(tree: TreeTable, options: MemoryFsOptions = {}) {
  const fs = new MemoryFs(options)
  plantTree(fs, root, tree)
  return {
    fs,
    rename: (from: string, to: string, folder = root) =>
      renameEntry({ fs, platform: 'posix' }, folder, { from, to }),
    names: () => [...snapshotTree(fs, root).keys()],
    tree: () => snapshotTree(fs, root),
  }
}

describe('renaming', () => {
  it.each([
    ['a file', { old: 'text' }],
    ['a folder with what is in it', { 'old/a': 'text' }],
    ['a link itself, and nothing behind it', { old: { link: '/outside' } }],
    ['a link that leads nowhere', { old: { link: 'nowhere' } }],
    ['a FIFO', { old: { special: 'fifo' } }],
  ] as [string, TreeTable][])('gives another name to %s', async (_, tree) => {
    for (const openFolders of [true, false]) {
      const { fs, rename, names, tree: after } = place(tree, { openFolders })
      plant(fs, '/outside/x', 'x')
      const before = [...after().values()]
      await rename('old', 'new')
      expect(names()).toEqual(
        Object.keys(tree).flatMap((key) => (key === 'old/a' ? ['new', 'new/a'] : ['new'])),
      )
      expect([...after().values()]).toEqual(before)
      expect([...snapshotTree(fs, '/outside').keys()]).toEqual(['x'])
      expect(fs.openFiles).toBe(0)
    }
  })

  it('to the same name does nothing', async () => {
    const { fs, rename } = place({ old: 'text' })
    await rename('old', 'old')
    expect(fs.effects).toEqual([])
  })

  it('works in a folder that was opened through a link', async () => {
    const { fs, rename, names } = place({ old: 'text' })
    plant(fs, '/link', { link: root })
    await rename('old', 'new', '/link')
    expect(names()).toEqual(['new'])
  })
})

describe('a name that is there', () => {
  const kinds: [string, TreeTable[string]][] = [
    ['a file', 'other'],
    ['an empty file', ''],
    ['a folder', { folder: true }],
    ['a link', { link: 'nowhere' }],
  ]
  it.each(kinds)('of %s is never replaced', async (_, there) => {
    for (const old of ['text', { folder: true } as const, { link: 'x' }]) {
      const { fs, rename, tree } = place({ old, new: there })
      const before = tree()
      await expect(rename('old', 'new')).rejects.toMatchObject({ code: 'conflict', subject: `${root}/new` })
      expect(tree()).toEqual(before)
      expect(fs.changes()).toEqual([])
    }
  })

  it('is not replaced at whatever moment another program makes it', async () => {
    let moments = 1
    let times = 0
    for (let moment = 0; moment < moments; moment++) {
      const { fs, rename, names } = place({ old: 'text' })
      const other = { came: false, calls: 0 }
      fs.before = () => {
        // It replaces nothing either.
        if (other.calls++ !== moment || names().includes('new')) return
        plant(fs, `${root}/new`, 'other')
        other.came = true
      }
      const end = await rename('old', 'new').then(() => 'renamed', codeOf)
      if (other.came) {
        times++
        expect([end, names()]).toEqual(['conflict', ['new', 'old']])
        expect(filesBelow(fs, root).get('new')).toEqual(bytes('other'))
      } else expect([end, names()]).toEqual(['renamed', ['new']])
      if (other.calls > moment) moments = moment + 2
    }
    expect(times).toBeGreaterThan(3)
  })

  it('is not replaced when another program puts a file of its own onto the place that was taken', async () => {
    const { fs, rename, names } = place({ old: 'text', theirs: 'theirs' })
    fs.after = async ({ op }) => {
      if (op === 'create') await fs.rename(`${root}/theirs`, `${root}/new`)
    }
    await expect(rename('old', 'new')).rejects.toMatchObject({ code: 'conflict' })
    expect(names()).toEqual(['new', 'old'])
    expect(filesBelow(fs, root).get('new')).toEqual(bytes('theirs'))
  })

  it('may differ only by case where the disk makes no difference', async () => {
    for (const old of ['text', { folder: true } as const]) {
      const { rename, names } = place({ 'Read.me': old }, { insensitive: true })
      await rename('Read.me', 'read.ME')
      expect(names()).toEqual(['read.ME'])
    }
  })

  it('that differs only by case is another one where the disk has both', async () => {
    const { rename, names } = place({ a: 'small', A: 'large' })
    await expect(rename('a', 'A')).rejects.toMatchObject({ code: 'conflict' })
    expect(names()).toEqual(['A', 'a'])
  })
})

describe('a rename that fails', () => {
  it.each([
    ['is empty', ''],
    ['leads elsewhere', '../x'],
    ['is the folder above', '..'],
    ['has a line break', 'a\nb'],
    ['is longer than the disk takes', 'é'.repeat(128)],
  ])('is refused at once where the name %s', async (_, to) => {
    const { fs, rename } = place({ old: 'text' })
    await expect(rename('old', to)).rejects.toMatchObject({ code: 'usage' })
    expect(fs.effects).toEqual([])
  })

  it.each(['..', '.', 'd/f', ''])('never takes %j for a name in the folder', async (from) => {
    const { rename, names } = place({ 'd/f': 'x' })
    await expect(rename(from, 'new')).rejects.toMatchObject({ code: 'usage' })
    expect(names()).toEqual(['d', 'd/f'])
  })

  it('says that what was to be renamed is gone', async () => {
    const { fs, rename, names } = place({ old: 'text' })
    uproot(fs, `${root}/old`)
    await expect(rename('old', 'new')).rejects.toMatchObject({ code: 'gone', subject: `${root}/old` })
    expect(names()).toEqual([])
  })

  it('leaves the old name, and nothing of its own', async () => {
    const { fs, rename, names } = place({ old: 'text' })
    fs.before = (op) => {
      if (op === 'rename') throw Object.assign(new Error('EIO'), { code: 'EIO' })
    }
    await expect(rename('old', 'new')).rejects.toMatchObject({ code: 'disk-failed' })
    expect(names()).toEqual(['old'])
  })

  it('in a folder that may not be written says so', async () => {
    const { fs, rename, names } = place({ old: 'text' }, { uid: 1000 })
    plant(fs, root, { folder: true, mode: 0o555 })
    await expect(rename('old', 'new')).rejects.toMatchObject({ code: 'not-permitted' })
    expect(names()).toEqual(['old'])
  })
})
