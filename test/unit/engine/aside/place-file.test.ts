import { describe, expect, it } from 'vitest'
import { placeFile } from '../../../../main/engine/aside/place-file.ts'
import { MemoryFs, type MemoryFsOptions } from '../../../fakes/memory-fs.ts'
import { plantTree, snapshotTree } from '../../../fakes/memory-tree.ts'

const never = new AbortController().signal
const modified = Date.UTC(2020, 1, 2, 3, 4, 5, 678)

function setUp(options: MemoryFsOptions = {}) {
  const fs = new MemoryFs(options)
  plantTree(fs, '/d', {
    file: { file: 'content', mode: 0o640, modified },
    link: { link: 'file' },
    there: 'theirs',
    other: { folder: true, dev: 7 },
  })
  const place = (from: string, to: string, mayMove = false) =>
    placeFile(fs, { from: `/d/${from}`, to: `/d/${to}`, mayMove }, never)
  const look = async (name: string) => {
    const { size, modified: time, mode, ino, dev, kind } = await fs.lstat(`/d/${name}`)
    return { kind, size, time, mode, ino, dev }
  }
  return { fs, place, look, names: () => [...snapshotTree(fs, '/d').keys()] }
}

describe('a file is put under another name', () => {
  it('as the same file, where the system can', async () => {
    const { place, look } = setUp()
    expect(await place('file', 'x')).toMatchObject({ how: 'at both' })
    expect(await look('x')).toEqual(await look('file'))
  })

  it('a link as the link that it is', async () => {
    const { place, look } = setUp()
    await place('link', 'x', true)
    expect(await look('x')).toMatchObject({ kind: 'link', ino: (await look('link')).ino })
  })

  it('but no link where the system would follow it: it stays, and so does what it leads to', async () => {
    const { fs, names } = setUp()
    const link = fs.link.bind(fs)
    fs.link = (_, to) => link('/d/file', to)
    const placing = { from: '/d/link', to: '/d/x', mayMove: true }
    await expect(placeFile(fs, placing, never)).rejects.toMatchObject({ code: 'not-permitted' })
    expect(names()).not.toContain('x')
  })

  it('renamed where there are no second names, if its own is about to go', async () => {
    const { place, look, names } = setUp({ hardLinks: false })
    const { ino } = await look('file')
    expect(await place('file', 'x', true)).toMatchObject({ how: 'moved' })
    expect(await look('x')).toMatchObject({ ino })
    expect(names()).not.toContain('file')
  })

  it.each([
    ['where there are no second names', 'x', { hardLinks: false }],
    ['on another disk', 'other/x', {}],
  ])('copied %s, with its bytes, mode and time', async (_, to, options) => {
    const { fs, place, look } = setUp(options)
    expect(await place('file', to, to !== 'x')).toMatchObject({ how: 'at both' })
    expect(await look(to)).toMatchObject({ kind: 'file', size: 7, time: modified, mode: 0o640 })
    const synced = fs.effects.findIndex(({ op, path }) => op === 'sync' && path === `/d/${to}`)
    expect(fs.effects.slice(synced).map(({ op }) => op)).toContain('syncFolder')
    expect(fs.openFiles).toBe(0)
  })

  it.each([
    ['by a second name', 'there', {}],
    ['by a rename', 'there', { hardLinks: false }],
  ])('never over another: %s', async (_, to, options) => {
    const { fs, place } = setUp(options)
    await expect(place('file', to, true)).rejects.toMatchObject({ code: 'EEXIST' })
    expect(snapshotTree(fs, '/d').get('there')).toEqual(snapshotTree(setUp().fs, '/d').get('there'))
  })

  it('a link not on another disk: it stays', async () => {
    const { place, names } = setUp()
    await expect(place('link', 'other/x', true)).rejects.toMatchObject({ code: 'not-permitted' })
    expect(names()).toEqual(expect.arrayContaining(['link', 'other']))
  })

  it('a copy that reads otherwise than it was written is gone again', async () => {
    const { fs, place, look } = setUp()
    fs.after = ({ op, path }) => {
      const node = op === 'sync' ? fs.disk.find({ op, path }, path, true).node : null
      if (node?.kind === 'file') node.bytes[0] = 0
    }
    await expect(place('file', 'other/x')).rejects.toMatchObject({ code: 'disk-failed' })
    await expect(look('other/x')).rejects.toMatchObject({ code: 'ENOENT' })
    expect(fs.openFiles).toBe(0)
  })

  it('a copy that has no room is gone again', async () => {
    const { fs, place, look } = setUp({ capacity: 16 })
    await expect(place('file', 'other/x')).rejects.toMatchObject({ code: 'ENOSPC' })
    await expect(look('other/x')).rejects.toMatchObject({ code: 'ENOENT' })
    expect((await look('file')).size).toBe(7)
    expect(fs.openFiles).toBe(0)
  })

  it('a copy of what is written to meanwhile is gone again', async () => {
    const { fs, place, look } = setUp()
    fs.after = ({ op }) => {
      const { node } = fs.disk.find({ op, path: '/d/file' }, '/d/file', true)
      if (op === 'write' && node.kind === 'file') node.modified = 1
    }
    await expect(place('file', 'other/x')).rejects.toMatchObject({ code: 'changed' })
    await expect(look('other/x')).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
