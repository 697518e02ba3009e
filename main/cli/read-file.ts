import type { World } from '../engine/index.ts'

/** The first bytes of a file, at most `most` of them; a failure is Node's own. */
export async function readStart(path: string, most: number, fs: World['fs']): Promise<Uint8Array> {
  const file = await fs.openToRead(path)
  try {
    const { size } = await file.stat()
    const buffer = Buffer.alloc(Math.min(size, most))
    const read = await file.read(buffer, 0)
    return buffer.subarray(0, read)
  } finally {
    await file.close()
  }
}
