import { createHash } from 'node:crypto'
import { lstat, readFile, readdir, readlink } from 'node:fs/promises'
import { listBucket, getObject, readProperties } from './bucket.ts'
import type { FinalEntry, Property } from './case.ts'
import type { Tree } from './places.ts'
import type { Scratch } from './scratch.ts'

/** Every path of a tree (folders end in `/`) with a text that changes when anything but a reading time does. */
export type Snapshot = ReadonlyMap<string, string>

export async function takeSnapshot(tree: Tree, scratch: Scratch): Promise<Snapshot> {
  if (tree.kind === 's3') {
    const listed = await listBucket(scratch.s3, tree.bucket)
    return new Map(listed.map(({ key, ...state }) => [key, JSON.stringify(state)]))
  }
  const found = new Map<string, string>()
  for await (const { name, path, type } of walk(tree.folder)) {
    found.set(name, type === 'dir' ? 'dir' : await fileState(path, type))
  }
  return found
}

async function fileState(path: Buffer, type: string): Promise<string> {
  const { ino, size, mode, mtimeNs, ctimeNs } = await lstat(path, { bigint: true })
  const target = type === 'symlink' ? await readlink(path) : ''
  return [type, target, ino, size, mode, mtimeNs, ctimeNs].join(' ')
}

/** What a tree holds, in the form the cases give. */
export async function describeTree(
  tree: Tree,
  properties: readonly Property[],
  scratch: Scratch,
): Promise<Record<string, FinalEntry>> {
  const described: Record<string, FinalEntry> = {}
  if (tree.kind === 'local') {
    for await (const { name, path, type } of walk(tree.folder)) described[name] = await describe(path, type)
    return described
  }
  for (const object of await listBucket(scratch.s3, tree.bucket)) {
    const bytes = await getObject(scratch.s3, tree.bucket, object.key)
    described[object.key] = {
      size: bytes.length,
      md5: md5(bytes),
      ...(properties.length > 0 && {
        head: await readProperties(scratch.s3, tree.bucket, object, properties),
      }),
    }
  }
  return described
}

async function describe(path: Buffer, type: LocalType): Promise<FinalEntry> {
  if (type === 'symlink') return { type, target: await readlink(path) }
  if (type !== 'file') return { type }
  const { size, mode: bits } = await lstat(path)
  const mode = (bits & 0o777).toString(8)
  // Root reads it all the same; for anyone else its bytes can't be told.
  if ((bits & 0o400) === 0) return { type, size, mode }
  return { type, size, md5: md5(await readFile(path)), mode }
}

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex')

type LocalType = 'file' | 'dir' | 'symlink' | 'special'

/** Everything below a folder, links not followed; names that are not UTF-8 come with replacement characters. */
async function* walk(
  folder: string | Buffer,
  above = '',
): AsyncIterable<{ name: string; path: Buffer; type: LocalType }> {
  for (const entry of await readdir(folder, { withFileTypes: true, encoding: 'buffer' })) {
    const path = Buffer.concat([Buffer.from(folder), Buffer.from('/'), entry.name])
    const name = above + entry.name.toString('utf8')
    if (entry.isDirectory()) {
      yield { name: `${name}/`, path, type: 'dir' }
      yield* walk(path, `${name}/`)
    } else {
      yield { name, path, type: entry.isSymbolicLink() ? 'symlink' : entry.isFile() ? 'file' : 'special' }
    }
  }
}
