import { describe, expect, it } from 'vitest'
import { TrashAside } from '../../../../main/engine/aside/trash-aside.ts'
import { infoText, trashNames } from '../../../../main/engine/aside/trash-info.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'
import { plantTree, snapshotTree, type TreeTable } from '../../../fakes/memory-tree.ts'

const never = new AbortController().signal
const home = { folder: '/home/ada/.local/share/Trash', uid: 1000 }

function setUp(tree: TreeTable = {}, uid = 1000, root = '/elsewhere') {
  const world = createMemoryWorld({ start: new Date(2026, 4, 6, 7, 8, 9).getTime(), fs: { uid } })
  plantTree(world.fs, '', {
    'home/ada/site/a b.txt': 'content',
    'home/ada/site/sub/a b.txt': 'another',
    'mnt/disk': { folder: true, dev: 7 },
    'mnt/disk/site/ä.txt': 'on a disk',
    ...tree,
  })
  const aside = new TrashAside(world, home, { runId: 'run-1', root })
  const keep = async (path: string, seq = 1) =>
    aside.keep({ key: 'k', seq, path, workPath: path, mayMove: true }, never)
  const text = (path: string): string => {
    const node = world.fs.disk.find({ op: 'x', path }, path, true).node
    return node.kind === 'file' ? Buffer.from(node.bytes.subarray(0, node.size)).toString() : node.kind
  }
  return { world, keep, text, names: (at: string) => [...snapshotTree(world.fs, at).keys()] }
}

describe('a file of the disk of the home', () => {
  it('goes to the trash of the home, with a note of where it was and when it went', async () => {
    const { world, keep, text } = setUp()
    const { kept, moved } = await keep('/home/ada/site/a b.txt')
    expect(kept).toMatchObject({ kind: 'trash', path: `${home.folder}/files/a b.txt`, size: 7 })
    expect(moved).toBe(false)
    expect(text(kept.path)).toBe('content')
    expect(text(`${home.folder}/info/a b.txt.trashinfo`)).toBe(
      '[Trash Info]\nPath=/home/ada/site/a%20b.txt\nDeletionDate=2026-05-06T07:08:09\n',
    )
    expect((await world.fs.stat(home.folder)).mode).toBe(0o700)
  })

  it('has a name of its own beside another of its name', async () => {
    const { keep, text, names } = setUp()
    await keep('/home/ada/site/a b.txt', 1)
    const { kept } = await keep('/home/ada/site/sub/a b.txt', 2)
    expect(kept.path).toBe(`${home.folder}/files/a b run-1-2.txt`)
    expect(text(`${home.folder}/files/a b.txt`)).toBe('content')
    expect(names(home.folder)).toEqual([
      'files',
      'files/a b run-1-2.txt',
      'files/a b.txt',
      'info',
      'info/a b run-1-2.txt.trashinfo',
      'info/a b.txt.trashinfo',
    ])
  })

  it('replaces nothing that lies there without a note', async () => {
    const { keep, text, names } = setUp({ [`${home.folder.slice(1)}/files/a b.txt`]: 'old' })
    expect((await keep('/home/ada/site/a b.txt')).kept.path).toMatch(/a b run-1-1\.txt$/)
    expect(text(`${home.folder}/files/a b.txt`)).toBe('old')
    expect(names(`${home.folder}/info`)).toEqual(['a b run-1-1.txt.trashinfo'])
  })

  it('leaves no note behind when it can not be put there', async () => {
    const { world, keep, names } = setUp()
    world.fs.before = (op) => {
      if (op === 'link') throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
    }
    await expect(keep('/home/ada/site/a b.txt')).rejects.toMatchObject({ code: 'disk-full' })
    expect(names(home.folder)).toEqual(['files', 'info'])
    expect(names('/home/ada/site')).toContain('a b.txt')
  })

  it('can be taken away from there again', async () => {
    const { keep, names } = setUp()
    await (await keep('/home/ada/site/a b.txt')).drop()
    expect(names(home.folder)).toEqual(['files', 'info'])
  })
})

describe('a file of another disk', () => {
  it.each<[string, TreeTable, string]>([
    ['without a trash', {}, '/mnt/disk/.Trash-1000'],
    ['with a shared trash', { 'mnt/disk/.Trash': { folder: true, mode: 0o1777 } }, '/mnt/disk/.Trash/1000'],
    [
      'whose shared trash has no sticky bit',
      { 'mnt/disk/.Trash': { folder: true, mode: 0o777 } },
      '/mnt/disk/.Trash-1000',
    ],
    ['whose shared trash is a link', { 'mnt/disk/.Trash': { link: '/home' } }, '/mnt/disk/.Trash-1000'],
  ])('%s goes to one at the top of that disk', async (_, tree, trash) => {
    const { keep, text } = setUp(tree)
    const { kept } = await keep('/mnt/disk/site/ä.txt')
    expect(kept.path).toBe(`${trash}/files/ä.txt`)
    expect(text(`${trash}/info/ä.txt.trashinfo`)).toContain('\nPath=site/%C3%A4.txt\n')
  })

  it.each<[string, TreeTable, number]>([
    ['may not have one made', { 'mnt/disk/top': 'x' }, 1000],
    ['has a link in its place', { 'mnt/disk/.Trash-1000': { link: '/home' } }, 0],
  ])('that %s stays where it is, and the way out is named', async (_, tree, uid) => {
    const { keep, names } = setUp({ ...tree, 'mnt/disk': { folder: true, dev: 7, owner: 0 } }, uid)
    const error = await keep('/mnt/disk/site/ä.txt').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'not-permitted', advice: expect.stringContaining('--backup-dir') })
    expect(names('/mnt/disk/site')).toEqual(['ä.txt'])
  })
})

it('a name too long for its note is cut, and keeps its ending', () => {
  const [name = '', ...others] = trashNames(`${'ä'.repeat(125)}.html`, 'run-1', 7)
  expect(others).toEqual([])
  expect(Buffer.byteLength(`${name}.trashinfo`)).toBeLessThanOrEqual(255)
  expect(name).toMatch(/ä run-1-7\.html$/)
})

it('a note encodes all but the slashes of a path', () => {
  expect(infoText('/a%/b\n[c]', null, 0)).toContain('\nPath=/a%25/b%0A%5Bc%5D\n')
})
