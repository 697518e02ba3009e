import { expect } from 'vitest'
import { FakeClock } from '../fakes/fake-clock.ts'
import { MemoryFs, type MemoryFsOptions } from '../fakes/memory-fs.ts'
import { plant, plantBytes, plantTree } from '../fakes/memory-tree.ts'
import { describeFileSystem } from './file-system-suite.ts'
import { folderStore } from './folder-store.ts'
import { asFolder, describeStore, type StoreUnderTest } from './store-suite.ts'

describeFileSystem('in memory', { holdsFolders: true }, () => {
  const clock = new FakeClock()
  const fs = new MemoryFs({ now: () => clock.now() })
  plantTree(fs, '/home/root', {})
  return {
    fs,
    root: '/home/root',
    link: (path, target) => void plant(fs, path, { link: target }),
    fifo: (path) => void plant(fs, path, { special: 'fifo' }),
    fileNamed: (folder, name) => void plantBytes(fs, folder, name, ''),
    close: () => {
      expect(fs.openFiles).toBe(0)
    },
  }
})

/** Whatever was opened has to be closed by the end of each test. */
function inMemory(options: MemoryFsOptions): Promise<StoreUnderTest> {
  const fs = new MemoryFs(options)
  return folderStore(fs, '/home/folder', () => {
    expect(fs.openFiles).toBe(0)
  })
}

describeStore('on a folder in memory', asFolder, {}, () => inMemory({}))
describeStore('on a folder in memory that can’t be held', asFolder, {}, () =>
  inMemory({ openFolders: false }),
)
describeStore('on a folder in memory, for no root', asFolder, {}, () => inMemory({ uid: 1000 }))
