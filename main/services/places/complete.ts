import { posix, win32 } from 'node:path'
import { readFolder, type ObjectStore, type World } from '../../engine/index.ts'
import type { Address } from './typed-address.ts'

const most = 20

/** What an address being typed could go on as: folders below the last separator whose names begin as typed. */
export async function complete(
  address: Address,
  typed: string,
  from: {
    readonly fs: World['fs']
    readonly platform: NodeJS.Platform
    /** Null for a connection that has no buckets: this computer. */
    readonly store: (() => Promise<ObjectStore>) | null
  },
  signal: AbortSignal,
): Promise<string[]> {
  if (address.kind === 'local') return completePath(address.path, typed, from, signal)
  if (from.store === null) return []
  if (address.kind === 'buckets') {
    const buckets = await (await from.store()).listBuckets(signal)
    return buckets.slice(0, most).map((name) => `s3://${name}/`)
  }
  const rest = typed.trim().slice('s3://'.length)
  const store = await from.store()
  if (!rest.includes('/')) {
    const buckets = await store.listBuckets(signal)
    return buckets
      .filter((name) => name.startsWith(rest))
      .slice(0, most)
      .map((name) => `s3://${name}/`)
  }
  const { bucket } = address
  const prefix = rest.slice(bucket.length + 1)
  const page = await store.browse({ bucket, prefix, delimiter: '/' }, signal)
  return page.folders.slice(0, most).map((folder) => `s3://${bucket}/${folder}`)
}

async function completePath(
  path: string,
  typed: string,
  { fs, platform }: { readonly fs: World['fs']; readonly platform: NodeJS.Platform },
  signal: AbortSignal,
): Promise<string[]> {
  const system = platform === 'win32' ? win32 : posix
  const isFolder = typed.endsWith('/') || typed.endsWith(system.sep) || typed === '~'
  // A dot at the end begins the name of a hidden folder, though as a path it is the folder itself.
  const isDot = /(^|[\\/])\.$/.test(typed)
  const folder = isFolder || isDot ? path : system.dirname(path)
  const start = isFolder ? '' : isDot ? '.' : system.basename(path)
  const found: string[] = []
  try {
    for await (const page of readFolder(fs, folder, signal)) {
      for (const { name, kind } of page) {
        if (kind !== 'folder' || !name.startsWith(start)) continue
        // Hidden folders are offered to whoever types the dot.
        if (name.startsWith('.') && !start.startsWith('.')) continue
        found.push(system.join(folder, name) + system.sep)
      }
    }
  } catch {
    signal.throwIfAborted()
    // A folder that can't be read has nothing to offer; opening it says why.
    return []
  }
  return found.sort((a, b) => (a < b ? -1 : 1)).slice(0, most)
}
