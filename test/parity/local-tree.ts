import { execFile } from 'node:child_process'
import { chmod, link, mkdir, symlink, truncate, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Entry } from './case.ts'
import { contentsOfEntry } from './contents.ts'

const run = promisify(execFile)

/**
 * Makes a local tree. `timeOf` gives a file's time in milliseconds, or null to leave the clock's. Modes come last, so
 * that a folder nobody may enter can have contents.
 */
export async function makeLocalTree(
  folder: string,
  side: 'src' | 'dst',
  entries: readonly Entry[],
  timeOf: (entry: Entry) => number | null,
): Promise<void> {
  for (const entry of entries) await makeEntry(folder, side, entry)
  for (const entry of entries) {
    const time = timeOf(entry)
    if (time !== null) await setTime(path.join(folder, entry.path), time)
  }
  for (const { path: name, mode } of entries) {
    if (mode !== undefined) await chmod(path.join(folder, name), Number.parseInt(mode, 8))
  }
}

async function makeEntry(folder: string, side: 'src' | 'dst', entry: Entry): Promise<void> {
  const file = path.join(folder, entry.path)
  await mkdir(entry.kind === 'dir' ? file : path.dirname(file), { recursive: true })
  switch (entry.kind) {
    case 'dir':
      break
    case 'file':
      await writeFile(rawName(file, entry), contentsOfEntry(side, entry))
      break
    case 'sparse':
      await writeFile(file, '')
      await truncate(file, entry.size)
      break
    case 'symlink':
      if (entry.target === undefined) throw new Error(`the link ${entry.path} has no target`)
      await symlink(entry.target, file)
      break
    case 'fifo':
      await run('mkfifo', ['--', file])
      break
    case 'socket':
      await makeSocket(file)
      break
  }
}

function rawName(file: string, { rawPathHex }: Entry): string | Buffer {
  if (rawPathHex === undefined) return file
  return Buffer.concat([Buffer.from(`${path.dirname(file)}/`), Buffer.from(rawPathHex, 'hex')])
}

/** A server takes its socket's name away when it closes; a second name stays. */
async function makeSocket(file: string): Promise<void> {
  const server = createServer()
  await once(server.listen(`${file}.listening`), 'listening')
  await link(`${file}.listening`, file)
  server.close()
  await once(server, 'close')
}

/** `touch` sets the exact nanosecond, and times before 1970; Node's `utimes` does neither. */
async function setTime(file: string, milliseconds: number): Promise<void> {
  await run('touch', ['--no-dereference', '--date', `@${(milliseconds / 1000).toFixed(3)}`, '--', file])
}
