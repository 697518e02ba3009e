import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** An access key id and its secret. */
export interface Identity {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/**
 * The keys of the server in this directory, made at random the first time and kept in a file that only its owner may
 * read.
 * @throws Error that names the file, where it is no such file
 */
export async function keptIdentity(directory: string): Promise<Identity> {
  const file = path.join(directory, 'keys.json')
  try {
    return parseIdentity(JSON.parse(await readFile(file, 'utf8')), file)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  const identity = newIdentity()
  const written = `${file}.new`
  await writeFile(written, `${JSON.stringify(identity)}\n`, { mode: 0o600 })
  await rename(written, file)
  return identity
}

/** Twenty and forty characters, as AWS has them. */
function newIdentity(): Identity {
  const id = Array.from(randomBytes(14), (byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(byte & 31)).join(
    '',
  )
  return { accessKeyId: `SLUICE${id}`, secretAccessKey: randomBytes(30).toString('base64url') }
}

function parseIdentity(value: unknown, file: string): Identity {
  if (typeof value === 'object' && value !== null && 'accessKeyId' in value && 'secretAccessKey' in value) {
    const { accessKeyId, secretAccessKey } = value
    if (typeof accessKeyId === 'string' && typeof secretAccessKey === 'string')
      return { accessKeyId, secretAccessKey }
  }
  throw new Error(`${file} does not hold the keys of a practice server`)
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
