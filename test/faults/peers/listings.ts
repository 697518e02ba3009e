import { chmod, readdir } from 'node:fs/promises'
import type { Fault } from '../../fakes/fault-proxy.ts'
import { needs } from '../../servers/needs.ts'
import { nobody } from '../scene.ts'
import type { Scene } from '../scene.ts'
import type { CliRun } from '../run-cli.ts'
import { below, writeTree } from '../tree.ts'
import type { Files } from '../tree.ts'
import { ended } from './bench.ts'
import type { Bench, BenchRun } from './bench.ts'

const count = 1505
const files: Files = Object.fromEntries(
  Array.from({ length: count }, (_, n) => [`f${String(n).padStart(4, '0')}`, `contents ${String(n)}\n`]),
)
const few: Files = { 'kept.txt': 'k', 'locked/a.txt': 'a', 'locked/deep/b.txt': 'b' }

/** A row: what is wrong with the source of a sync that deletes, and what each tool does then. */
type Row = readonly [string, (bench: Bench) => Promise<string>]

/** The rows over a bucket that holds 1,505 objects, made once. */
export async function listingRows(scene: Scene): Promise<Row[]> {
  const bucket = await scene.bucket('peers')
  await scene.put(bucket, below('p/', files))
  const from = { bucket, prefix: 'p' }

  /** Down into a folder that has every file already. */
  const down = async (bench: Bench, fault: Fault | null, change: Partial<BenchRun> = {}) => {
    const folder = await bench.folder()
    await writeTree(folder, files, new Date())
    scene.proxy.setPlan(fault === null ? [] : [fault])
    const run = await bench.run({ from, to: { folder }, delete: true, ...change })
    return verdict(count - (await readdir(folder)).length, run)
  }

  /** Up from a folder that is not as it should be. */
  const up = async (bench: Bench, spoil: (folder: string) => Promise<string>) => {
    const target = await scene.bucket('peers-up')
    await scene.put(target, below('p/', few))
    const folder = await bench.folder()
    await writeTree(folder, few)
    scene.proxy.setPlan([])
    const run = await bench.run({
      from: { folder: await spoil(folder) },
      to: { bucket: target, prefix: 'p' },
      delete: true,
      uid: nobody,
    })
    await chmod(`${folder}/locked`, 0o755)
    return verdict(Object.keys(few).length - Object.keys(await scene.etags(target)).length, run)
  }

  return [
    ['page 2 of the listing is HTTP 500 for ever', (b) => down(b, { mode: 'list500', fromPage: 2 })],
    ['listing XML cut in the middle of an element', (b) => down(b, { mode: 'listcut' })],
    ['the same continuation token for ever', (b) => down(b, { mode: 'listloop' })],
    ['well-formed, `IsTruncated` is true, no next token', (b) => down(b, { mode: 'listcutclean' })],
    ['HTTP 200 with an empty body', (b) => down(b, { mode: 'listempty' })],
    ['HTTP 200 with a web page', (b) => down(b, { mode: 'listhtml' })],
    ['the endpoint refuses connections', (b) => down(b, null, { endpoint: 'http://127.0.0.1:1' })],
    ['the listing is HTTP 403', (b) => down(b, { mode: 'list403' })],
    [
      'a sub-folder of a local source can’t be read',
      async (b) => {
        if (needs('another-user').skip) return 'not run: it needs root and setpriv'
        return up(b, async (folder) => {
          await chmod(`${folder}/locked`, 0)
          return folder
        })
      },
    ],
    ['the local source folder is missing', (b) => up(b, (folder) => Promise.resolve(`${folder}/nowhere`))],
    [
      'the source bucket is missing',
      (b) => down(b, null, { from: { bucket: 'no-such-bucket-anywhere', prefix: 'p' } }),
    ],
  ]
}

function verdict(lost: number, run: CliRun): string {
  return lost === 0 ? `safe, ${ended(run)}` : `**${lost.toLocaleString('en')} deleted**, ${ended(run)}`
}
