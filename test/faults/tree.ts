import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, readlink, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Contents by path relative to a root, with `/`. */
export type Files = Readonly<Record<string, string | Uint8Array>>

/** Writes files below a root; their time is long past unless one is given, so that no upload takes them for news. */
export async function writeTree(
  root: string,
  files: Files,
  modified = new Date('2001-02-03T04:05:06Z'),
): Promise<void> {
  await mkdir(root, { recursive: true })
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(root, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, content)
    await utimes(file, modified, modified)
  }
}

/** What stands below a root: for each file `SIZE:SHA256`, for each link `-> TARGET`; empty folders don't count. */
export async function readTree(root: string): Promise<Record<string, string>> {
  const found = new Map<string, string>()
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const full = path.join(entry.parentPath, entry.name)
    const name = path.relative(root, full)
    if (entry.isSymbolicLink()) found.set(name, `-> ${await readlink(full)}`)
    else if (entry.isFile()) found.set(name, await digestOfFile(full))
  }
  return Object.fromEntries(found)
}

/** The files with a prefix before each name: as they are in a bucket. */
export const below = (prefix: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [`${prefix}${name}`, content]))

/** What `readTree` says of a file with these contents. */
export function digestOf(content: string | Uint8Array): string {
  const bytes = Buffer.from(content)
  return `${String(bytes.length)}:${createHash('sha256').update(bytes).digest('hex')}`
}

/** What `readTree` says of a root with these files and nothing else. */
export function digestsOf(files: Files): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [name, digestOf(content)]))
}

export async function digestOfFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  let size = 0
  await pipeline(createReadStream(file), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      hash.update(chunk)
      size += chunk.length
    }
  })
  return `${String(size)}:${hash.digest('hex')}`
}
