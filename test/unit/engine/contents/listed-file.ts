import type { FileSystem } from '../../../../main/engine/local/file-system.ts'
import type { Seen } from '../../../../shared/plan-row.ts'
import type { MemoryFs } from '../../../fakes/memory-fs.ts'
import { nodeAt } from '../../../fakes/memory-tree.ts'

export const never: AbortSignal = new AbortController().signal

/** A file as a listing would have it. */
export async function seenAt(fs: FileSystem, path: string): Promise<Seen> {
  const { size, modified, dev, ino, changed } = await fs.lstat(path)
  return { size, modified, file: { dev, ino, changed } }
}

/** Writes other bytes into a file and sets its time back, as `touch -r` does: its change time alone tells. */
export function rewrite(fs: MemoryFs, path: string, bytes: Uint8Array, before: Seen): void {
  const node = nodeAt(fs, path)
  if (node?.kind !== 'file') throw new Error(`${path} is no file.`)
  Object.assign(node, { bytes, size: bytes.length, changed: node.changed + 7, modified: before.modified })
}
