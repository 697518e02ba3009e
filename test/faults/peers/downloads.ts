import { existsSync } from 'node:fs'
import { mkdir, readFile, symlink } from 'node:fs/promises'
import path from 'node:path'
import type { Fault } from '../../fakes/fault-proxy.ts'
import { seededBytes } from '../../fakes/seeded-random.ts'
import { needs } from '../../servers/needs.ts'
import type { Scene } from '../scene.ts'
import type { CliRun } from '../run-cli.ts'
import { mountTmpfs } from '../small-disk.ts'
import { below, digestsOf, readTree, writeTree } from '../tree.ts'
import type { Files } from '../tree.ts'
import { ended } from './bench.ts'
import type { Bench, BenchRun } from './bench.ts'

const objects: Files = Object.fromEntries(
  [1, 2, 3, 4].map((n) => [`f${String(n)}`, seededBytes(n, 1_000_000)]),
)

type Row = readonly [string, (bench: Bench) => Promise<string>]

/** The rows over four objects of 1,000,000 bytes, and over keys that are no names. */
export async function downloadRows(scene: Scene): Promise<Row[]> {
  const put = async (files: Files) => {
    const bucket = await scene.bucket('peers-down')
    await scene.put(bucket, below('p/', files))
    return { bucket, prefix: 'p' }
  }
  const from = await put(objects)

  const down = async (bench: Bench, plan: readonly Fault[], change: Partial<BenchRun> = {}) => {
    const folder = await bench.folder()
    scene.proxy.setPlan(plan)
    scene.proxy.resetCounts()
    const run = await bench.run({ from, to: { folder }, ...change })
    scene.proxy.setPlan([])
    return verdict(run, await readTree(folder))
  }

  return [
    ['one bit of the body flipped', (b) => down(b, [{ mode: 'bitflip' }])],
    ['body halved, chunked, with a clean end', (b) => down(b, [{ mode: 'short' }])],
    ['Content-Length itself halved', (b) => down(b, [{ mode: 'wronglen' }])],
    ['connection reset in the middle, always', (b) => down(b, [{ mode: 'trunc' }])],
    ['reset once, then fine', (b) => down(b, [{ mode: 'trunc', count: 1, perKey: true }])],
    ['key `p/../../ESC.txt`', (b) => escaping(b, put)],
    ['a link in the destination leads out of it', (b) => throughLink(b, put)],
    ['keys `dir` and `dir/x` together', (b) => bothKinds(b, put)],
    ['the disk is full (3 MB for 4 MB)', (b) => fullDisk(b, from)],
    ['kill -9 in the middle', (b) => down(b, [{ mode: 'stall' }], { killAfter: 2000 })],
  ]
}

type Put = (files: Files) => Promise<{ bucket: string; prefix: string }>

async function escaping(bench: Bench, put: Put): Promise<string> {
  const around = await bench.folder()
  await mkdir(path.join(around, 'in/dst'), { recursive: true })
  const from = await put({ '../../ESC.txt': 'evil', 'ok.txt': 'ok' })
  const run = await bench.run({ from, to: { folder: path.join(around, 'in/dst') } })
  const outside = Object.keys(await readTree(around)).filter((name) => !name.startsWith('in/dst/'))
  const found = outside.length > 0 || existsSync(bench.scene.path('ESC.txt'))
  return `${found ? '**written outside the destination**' : 'not written'}, ${ended(run)}`
}

async function throughLink(bench: Bench, put: Put): Promise<string> {
  const [folder, outside] = [await bench.folder(), await bench.folder()]
  await symlink(outside, path.join(folder, 'link'))
  const run = await bench.run({ from: await put({ 'link/via.txt': 'evil', 'ok.txt': 'ok' }), to: { folder } })
  const through = Object.keys(await readTree(outside)).length > 0
  return `${through ? '**wrote through it**' : 'not written'}, ${ended(run)}`
}

async function bothKinds(bench: Bench, put: Put): Promise<string> {
  const folder = await bench.folder()
  const run = await bench.run({ from: await put({ dir: 'a file', 'dir/x': 'x' }), to: { folder } })
  const found = Object.keys(await readTree(folder)).map((name) => `\`${name}\``)
  return `${found.length === 0 ? 'wrote neither' : `wrote ${found.join(', ')}`}, ${ended(run)}`
}

async function fullDisk(bench: Bench, from: BenchRun['from']): Promise<string> {
  if (needs('small-disk').skip) return 'not run: it needs root, to mount a tmpfs'
  const folder = await bench.folder()
  const unmount = await mountTmpfs(folder, '3m')
  try {
    await writeTree(folder, { f1: 'old' })
    const run = await bench.run({ from, to: { folder } })
    const tree = await readTree(folder)
    const old = (await readFile(path.join(folder, 'f1'))).toString('latin1') === 'old'
    const { f1, ...others } = tree
    return verdict(run, old || f1 === undefined ? others : tree)
  } finally {
    unmount()
  }
}

/** What stands at the destination: whole files, bad ones at a final name, and others, which are temp files. */
function verdict(run: CliRun, tree: Readonly<Record<string, string>>): string {
  const right = digestsOf(objects)
  const names = Object.keys(tree)
  const bad = names.filter((name) => name in right && tree[name] !== right[name])
  const whole = names.filter((name) => tree[name] === right[name])
  const temps = names.filter((name) => !(name in right))
  const sizes = [...new Set(bad.map((name) => Number(tree[name]?.split(':')[0]).toLocaleString('en')))]
  const said = [
    ...(bad.length > 0
      ? [`**${bad.length} bad ${bad.length === 1 ? 'file' : 'files'} kept (${sizes.join(', ')} bytes)**`]
      : []),
    ...(whole.length > 0 ? [`${whole.length} right`] : []),
    ...(temps.length > 0 ? [`temp files left, such as \`${temps[0] ?? ''}\``] : []),
  ]
  return `${said.length === 0 ? 'nothing left' : said.join(', ')}, ${ended(run)}`
}
