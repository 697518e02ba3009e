import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import type { LocalListing } from '../../../../main/engine/listing/local-listing.ts'
import { listLocal } from '../../../../main/engine/listing/local-walk.ts'
import type { FileStat, FileSystem, FolderName } from '../../../../main/engine/local/file-system.ts'
import { createNodeFs } from '../../../../main/engine/local/node-fs.ts'

const folders = 1000
const filesEach = 1000
const noBytes = new Uint8Array(0)

/** A tree of a million made-up files: nothing of it exists before it is asked for. */
const madeUp = {
  ...createNodeFs(() => performance.now()),
  lstatAll: (paths: readonly string[]): Promise<FileStat[]> => Promise.resolve(paths.map(statOf)),
  readFolder: (path: string): Promise<FolderName[]> => {
    const isRoot = path === '/made-up'
    const names = Array.from({ length: isRoot ? folders : filesEach }, (_, i) => ({
      name: `${isRoot ? 'folder' : 'file'}-${(i * 7919) % (isRoot ? folders : filesEach)}`,
      bytes: noBytes,
      kind: isRoot ? ('folder' as const) : ('file' as const),
    }))
    return Promise.resolve(names)
  },
  stat: (path: string): Promise<FileStat> => Promise.resolve(statOf(path)),
  lstat: (path: string): Promise<FileStat> => Promise.resolve(statOf(path)),
  checkReadable: (): Promise<void> => Promise.resolve(),
}

function statOf(path: string): FileStat {
  const isFile = path.includes('file-')
  const ino = isFile ? path.length : Number(path.split('-').at(-1))
  const [modified, changed] = [1.7e12 + ino / 7, 1.7e12 + ino / 3]
  return {
    kind: isFile ? 'file' : 'folder',
    size: 1,
    modified,
    changed,
    dev: 1,
    ino: ino || 1e6,
    links: 1,
    mode: 0o755,
    owner: 0,
  }
}

/** Bytes in use after a full collection. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}

const listingOf = (fs: FileSystem): LocalListing => ({
  fs,
  root: '/made-up',
  followLinks: true,
  asDestination: false,
  mayBeMissing: false,
  onProblem: () => undefined,
  onUnknown: () => undefined,
})

it('walks a million files in memory that does not grow with them', async () => {
  const listing = listingOf(madeUp)
  const heaps: number[] = []
  let listed = 0
  for await (const page of listLocal(listing, new AbortController().signal)) {
    listed += page.length
    if (listed % 100_000 === 0) heaps.push(heapInUse())
  }
  expect(listed).toBe(1_000_000)
  expect(heaps).toHaveLength(10)
  expect(Math.max(...heaps) - (heaps[0] ?? 0)).toBeLessThan(2_000_000)
})

/** One folder with a million files, its names in no order. */
const oneFolder = {
  ...madeUp,
  stat: (path: string): Promise<FileStat> => Promise.resolve({ ...statOf(path), size: 30_000_000 }),
  async *streamFolder(): AsyncGenerator<readonly FolderName[], void> {
    for (let from = 0; from < 1_000_000; from += 1000) {
      await Promise.resolve()
      yield Array.from({ length: 1000 }, (_, i) => ({
        name: `file-${String(((from + i) * 7919) % 1_000_000).padStart(7, '0')}`,
        bytes: noBytes,
        kind: 'file' as const,
      }))
    }
  },
}

it('walks one folder with a million files in memory that does not grow with them', async () => {
  const before = heapInUse()
  const listing = listingOf(oneFolder)
  const heaps: number[] = []
  let listed = 0
  let last = ''
  for await (const page of listLocal(listing, new AbortController().signal)) {
    for (const { key } of page) {
      if (key <= last) expect.unreachable(`${key} after ${last}`)
      last = key
    }
    listed += page.length
    if (listed % 100_000 === 0) heaps.push(heapInUse())
  }
  expect(listed).toBe(1_000_000)
  // A million names by themselves would be 40 MB at least.
  expect(Math.max(...heaps) - before).toBeLessThan(10_000_000)
})
