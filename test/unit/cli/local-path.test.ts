import { describe, expect, it, test } from 'vitest'
import { absolutePath, checkFolder, makeFolder } from '../../../main/cli/local-path.ts'
import { plantTree } from '../../fakes/memory-tree.ts'
import { createMemoryWorld } from '../../fakes/memory-world.ts'

const here = { cwd: '/home/ada', platform: 'linux' } as const

function disk() {
  const { fs } = createMemoryWorld({ start: 0 })
  plantTree(fs, here.cwd, {
    file: 'x',
    'folder/x': 'x',
    'to-folder': { link: 'folder' },
    'to-file': { link: 'file' },
    'to-nothing': { link: 'nowhere' },
  })
  return fs
}

test.each([
  ['a/../b//c/', 'linux', '/home/ada', '/home/ada/b/c'],
  ['~/x', 'linux', '/home/ada', '/home/ada/~/x'],
  ['/', 'linux', '/home/ada', '/'],
  ['a/../b\\\\c\\', 'win32', 'C:\\Users\\ada', 'C:\\Users\\ada\\b\\c'],
  ['D:/x', 'win32', 'C:\\Users\\ada', 'D:\\x'],
  ['\\x', 'win32', 'C:\\Users\\ada', 'C:\\x'],
  ['\\\\server\\share\\x', 'win32', 'C:\\Users\\ada', '\\\\server\\share\\x'],
] as const)('%j on %s in %j is %j (PTH-5)', (typed, platform, cwd, path) => {
  expect(absolutePath(typed, { cwd, platform })).toBe(path)
})

describe('a local side', () => {
  it.each([
    ['folder', 'source', null],
    ['folder/', 'source', null],
    ['to-folder', 'source', null],
    ['file', 'source', 'usage'],
    ['to-file', 'source', 'usage'],
    ['to-nothing', 'source', 'source-missing'],
    ['nowhere', 'source', 'source-missing'],
    ['file/x', 'source', 'source-missing'],
    ['nowhere/../folder', 'source', 'source-missing'],
    ['folder', 'destination', null],
    ['to-folder', 'destination', null],
    ['to-folder/new', 'destination', null],
    ['nowhere/at/all', 'destination', null],
    ['file', 'destination', 'usage'],
    ['to-file', 'destination', 'usage'],
    ['to-nothing', 'destination', 'usage'],
    ['to-nothing/x', 'destination', 'usage'],
    ['file/x/y', 'destination', 'usage'],
    ['to-file/x', 'destination', 'usage'],
  ] as const)('%j as a %s: %s', async (path, role, code) => {
    const check = checkFolder(path, role, here, disk())
    if (code === null) await expect(check).resolves.toBeUndefined()
    else await expect(check).rejects.toMatchObject({ code })
  })

  it('that can not be made ends the run before it begins, with nothing read (PTH-9)', async () => {
    const fs = disk()
    fs.before = (op) => {
      if (op === 'makeFolder') throw Object.assign(new Error('no'), { code: 'EACCES' })
    }
    await expect(makeFolder('new', here, fs)).rejects.toMatchObject({
      code: 'folder-unreadable',
      subject: 'new',
    })
  })
})
