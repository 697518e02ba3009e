import { execFileSync } from 'node:child_process'
import { mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createNodeFs } from '../../main/engine/local/node-fs.ts'
import { describeFileSystem } from './file-system-suite.ts'
import { folderStore } from './folder-store.ts'
import { asFolder, describeStore } from './store-suite.ts'

describeFileSystem('of this machine', { holdsFolders: process.platform === 'linux' }, async () => {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'sluice-disk-')))
  return {
    fs: createNodeFs(() => performance.now()),
    root,
    link: (path, target) => symlink(target, path),
    fifo: (path) => void execFileSync('mkfifo', [path]),
    fileNamed: (folder, name) => writeFile(Buffer.concat([Buffer.from(`${folder}/`), name]), ''),
    close: () => rm(root, { recursive: true }),
  }
})

describeStore('on a folder of this machine', asFolder, {}, async () => {
  const root = await mkdtemp(join(tmpdir(), 'sluice-folder-'))
  return folderStore(
    createNodeFs(() => performance.now()),
    root,
    () => rm(root, { recursive: true }),
  )
})
