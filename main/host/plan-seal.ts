import { createHmac, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Folders } from './host.ts'

/**
 * Says of a text that this user of this machine has written it: a hash by a key that is made when it is first asked for
 * and never leaves its folder. What was sealed elsewhere is told apart by it.
 */
export function sealIn({ state }: Pick<Folders, 'state'>): (text: string) => string {
  return (text) => createHmac('sha256', keyOf(state)).update(text).digest('hex')
}

const length = 32

function keyOf(folder: string): Buffer {
  const path = join(folder, 'plan-seal.key')
  const known = readKey(path)
  if (known !== null) return known
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const own = `${path}.${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(own, randomBytes(length), { mode: 0o600, flag: 'wx' })
    try {
      // Whoever is first makes it: a link is never put over another file.
      linkSync(own, path)
    } catch (error) {
      if (readKey(path) === null) throw error
    }
  } finally {
    rmSync(own, { force: true })
  }
  const made = readKey(path)
  if (made === null) throw new Error(`${path} went as soon as it was made.`)
  return made
}

function readKey(path: string): Buffer | null {
  try {
    const key = readFileSync(path)
    return key.length === length ? key : null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
