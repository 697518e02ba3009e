import { randomFillSync } from 'node:crypto'
import { closeSync, mkdirSync, openSync, utimesSync, writeFileSync, writeSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { lastModified, SyntheticListing, keyAt } from '../fakes/synthetic-lister-pages.ts'
import type { Counted } from './void-rule.ts'

const MiB = 2 ** 20

/** Files of random bytes, a hundred to a folder. */
export function writeFiles(folder: string, count: number, size: number): Counted {
  const content = Buffer.alloc(size)
  for (let n = 0; n < count; n++) {
    const parent = path.join(folder, String(Math.floor(n / 100)).padStart(4, '0'))
    if (n % 100 === 0) mkdirSync(parent, { recursive: true })
    writeFileSync(path.join(parent, `file-${String(n).padStart(6, '0')}.bin`), randomFillSync(content))
  }
  return { objects: count, bytes: count * size }
}

/** One file of random bytes, `size` MiB. */
export function writeLargeFile(folder: string, size: number): Counted {
  mkdirSync(folder, { recursive: true })
  const file = openSync(path.join(folder, 'large.bin'), 'w')
  const chunk = Buffer.alloc(MiB)
  for (let n = 0; n < size; n++) writeSync(file, randomFillSync(chunk))
  closeSync(file)
  return { objects: 1, bytes: size * MiB }
}

/** The same files that a synthetic lister of so many keys lists: names, sizes, times. A million take about a minute. */
export function writeListed(folder: string, keys: number): void {
  const listing = new SyntheticListing(keys, 0)
  const time = lastModified / 1000
  let parent = ''
  for (let n = 0; n < keys; n++) {
    const file = path.join(folder, keyAt(n))
    if (path.dirname(file) !== parent) mkdirSync((parent = path.dirname(file)), { recursive: true })
    writeFileSync(file, listing.kind('', n).content)
    utimesSync(file, time, time)
  }
}

/** Files below a folder, and their bytes. */
export async function countFiles(folder: string): Promise<Counted> {
  let [objects, bytes] = [0, 0]
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    objects++
    bytes += (await stat(path.join(entry.parentPath, entry.name))).size
  }
  return { objects, bytes }
}
