import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** Files on their way at once. */
const width = 64

/** A loop's arguments: a folder, `s3://BUCKET/PREFIX`, the endpoint. */
export function loopArguments(): { folder: string; bucket: string; prefix: string; endpoint: string } {
  const [folder = '', target = '', endpoint = ''] = process.argv.slice(2)
  const { hostname: bucket, pathname } = new URL(target)
  const prefix = pathname.slice(1)
  return { folder, bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`, endpoint }
}

/** Reads every file below a folder and puts it. */
export async function putAll(
  folder: string,
  put: (name: string, body: Buffer) => Promise<void>,
): Promise<void> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  let next = 0
  const work = async () => {
    for (let file = files[next++]; file !== undefined; file = files[next++])
      await put(path.relative(folder, file), await readFile(file))
  }
  await Promise.all(Array.from({ length: width }, work))
}
