import { expect, test } from 'vitest'
import { makeNewFolder } from '../../../../main/engine/local/make-new-folder.ts'
import { plantTree } from '../../../fakes/memory-tree.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'

function setUp() {
  const world = createMemoryWorld({ start: Date.UTC(2026, 5, 1) })
  plantTree(world.fs, '/home/ada', { 'taken.txt': 'x' })
  return world
}

test('a folder is made where nothing has its name', async () => {
  const world = setUp()
  await makeNewFolder(world, '/home/ada', 'album')
  expect((await world.fs.lstat('/home/ada/album')).kind).toBe('folder')
})

test.each([
  ['taken.txt', 'conflict'],
  ['a/b', 'usage'],
  ['..', 'usage'],
  ['', 'usage'],
])('%j is refused', async (name, code) => {
  await expect(makeNewFolder(setUp(), '/home/ada', name)).rejects.toMatchObject({ code })
})
