import { FakeClock } from '../fakes/fake-clock.ts'
import { MemoryFs } from '../fakes/memory-fs.ts'
import { plant, plantBytes, plantTree } from '../fakes/memory-tree.ts'
import { describeFileSystem } from './file-system-suite.ts'

describeFileSystem('in memory', () => {
  const clock = new FakeClock()
  const fs = new MemoryFs({ now: () => clock.now() })
  plantTree(fs, '/home/root', {})
  return {
    fs,
    root: '/home/root',
    link: (path, target) => void plant(fs, path, { link: target }),
    fifo: (path) => void plant(fs, path, { special: 'fifo' }),
    fileNamed: (folder, name) => void plantBytes(fs, folder, name, ''),
    close: () => undefined,
  }
})
