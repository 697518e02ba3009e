import { execFileSync } from 'node:child_process'
import { mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createNodeFs } from '../../main/engine/local/node-fs.ts'
import { describeFileSystem } from './file-system-suite.ts'

describeFileSystem('of this machine', async () => {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'sluice-disk-')))
  return {
    fs: createNodeFs(),
    root,
    link: (path, target) => symlink(target, path),
    fifo: (path) => void execFileSync('mkfifo', [path]),
    fileNamed: (folder, name) => writeFile(Buffer.concat([Buffer.from(`${folder}/`), name]), ''),
    close: () => rm(root, { recursive: true }),
  }
})
