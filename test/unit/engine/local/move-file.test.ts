import { describe, expect, test } from 'vitest'
import { seenOf } from '../../../../main/engine/local/as-seen.ts'
import { moveFile } from '../../../../main/engine/local/move-file.ts'
import { SafeFolders } from '../../../../main/engine/local/safe-folder.ts'
import { fsError } from '../../../fakes/fs-error.ts'
import { MemoryFs, type FsOp } from '../../../fakes/memory-fs.ts'
import { filesBelow, plant, plantTree, type TreeTable } from '../../../fakes/memory-tree.ts'

const root = '/home/me/here'
const paths = { old: `${root}/a/old`, new: `${root}/b/new` }
const time = Date.UTC(2026, 0, 2)

/** `a/old` is to be `b/new`. */
async function set(tree: TreeTable = {}, strike: (op: FsOp, fs: MemoryFs) => void = () => undefined) {
  const fs = new MemoryFs()
  plantTree(fs, root, { 'a/old': 'text', ...tree })
  const seen = seenOf(await fs.lstat(paths.old))
  const folders = await SafeFolders.below(fs, root)
  const [effects, before] = [fs.effects.length, fs.before]
  fs.before = (op, path) => {
    strike(op, fs)
    return before?.(op, path)
  }
  const texts = (): [string, string][] =>
    [...filesBelow(fs, root)].map(([name, bytes]) => [name, Buffer.from(bytes).toString()])
  return {
    fs,
    texts,
    ops: () => fs.effects.slice(effects).map(({ op }) => op),
    move: () => moveFile(folders, paths, seen, time),
  }
}

/** The first such call fails. */
function fails(op: FsOp, code: Parameters<typeof fsError>[0]) {
  let struck = false
  return (at: FsOp): void => {
    if (at !== op || struck) return
    struck = true
    throw fsError(code, { op, path: paths.new })
  }
}

describe('a file that is moved', () => {
  test('has one name after the other, and no empty file stands for it meanwhile', async () => {
    const { move, ops, texts, fs } = await set()
    expect(await move()).toMatchObject({ kind: 'moved', notice: null })
    expect(texts()).toEqual([['b/new', 'text']])
    expect((await fs.lstat(paths.new)).modified).toBe(time)
    expect(ops().filter((op) => ['create', 'link', 'rename', 'unlink'].includes(op))).toEqual([
      'link',
      'unlink',
    ])
  })

  test.each(['EPERM'] as const)(
    'is renamed onto a name of ours where the disk gives it no second one (%s)',
    async (code) => {
      const { move, texts } = await set({}, fails('link', code))
      expect(await move()).toMatchObject({ kind: 'moved' })
      expect(texts()).toEqual([['b/new', 'text']])
    },
  )

  test.each<[string, TreeTable]>([
    ['a link', { 'b/new': { link: '/outside' } }],
    ['a folder', { 'b/new/x': '' }],
  ])('stays where %s has the new name: that is for a download to settle', async (_, tree) => {
    const { move, fs } = await set(tree)
    expect(await move()).toEqual({ kind: 'elsewhere' })
    expect((await fs.lstat(paths.old)).kind).toBe('file')
  })

  test('stays where a file has come to the new name', async () => {
    const { move, texts } = await set({}, (op, fs) => {
      if (op === 'link') plant(fs, paths.new, 'theirs')
    })
    await expect(move()).rejects.toMatchObject({ code: 'changed', subject: paths.new })
    expect(texts()).toEqual([
      ['a/old', 'text'],
      ['b/new', 'theirs'],
    ])
  })

  test('keeps its old name where that can’t be taken away', async () => {
    const { move, texts } = await set({}, fails('unlink', 'EIO'))
    await expect(move()).rejects.toMatchObject({ code: 'disk-failed' })
    expect(texts()).toEqual([['a/old', 'text']])
  })

  test('leaves to others what they have put at the old name meanwhile', async () => {
    let linked = false
    const { move, texts } = await set({}, (op, fs) => {
      if (linked && op === 'lstat') {
        linked = false
        plant(fs, paths.old, 'theirs')
      }
      if (op === 'link') linked = true
    })
    await expect(move()).rejects.toMatchObject({ code: 'changed', subject: paths.old })
    expect(texts()).toEqual([['a/old', 'theirs']])
  })
})
