import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { SluiceError } from '../../shared/errors.ts'
import type { Keychain } from './keychain.ts'

/** A server and who asks it, without the secret. Its name is its own. */
const savedConnectionSchema = z.strictObject({
  name: z.string().min(1),
  /** `https://host` or `http://host:port`; empty for Amazon's own. */
  endpoint: z.string(),
  /** Empty where it is to be found. */
  region: z.string(),
  accessKeyId: z.string().min(1),
})
export type SavedConnection = z.infer<typeof savedConnectionSchema>

const fileSchema = z.strictObject({ version: z.literal(1), connections: z.array(savedConnectionSchema) })
const laterSchema = z.object({ version: z.number().min(2) })

/** What the keychain has under a connection's name: a pair, so that no key goes with another's secret. */
const pairSchema = z.strictObject({ accessKeyId: z.string().min(1), secretAccessKey: z.string().min(1) })

export interface SavedKeys extends Pick<SavedConnection, 'endpoint' | 'region'> {
  readonly identity: { readonly name: string; readonly renewal: string; readonly id: string }
  keys(): Promise<{ readonly accessKeyId: string; readonly secretAccessKey: string }>
}

/** Connections that are kept from start to start, for the window and the command line: secrets in the keychain only. */
export interface SavedConnections {
  /** Why none can be saved here, as a sentence; null where they can. */
  problem(): Promise<string | null>
  /** By name. @throws SluiceError `disk-failed` */
  list(): SavedConnection[]
  /**
   * What one is opened with. Keys are asked for when they are needed, and are those that are saved then for the same server.
   * @throws SluiceError `usage` where there is none of this name; its `keys` `no-keychain`, or `no-credentials` where the
   * keychain has none, or it was saved anew for another server.
   */
  find(name: string): SavedKeys
  /** In the place of one of the same name. The secret goes first: a connection without one is none. @throws SluiceError */
  save(connection: SavedConnection, secret: string): Promise<void>
  /** @throws SluiceError */
  forget(name: string): Promise<void>
}

/**
 * Keeps connections in `connections.json` of a folder, which only this user can read. A file that can't be understood is
 * renamed to `connections.damaged.json`.
 */
export function savedConnectionsIn(folder: string, keychain: Keychain): SavedConnections {
  const path = join(folder, 'connections.json')
  const read = (): SavedConnection[] => onDisk(path, () => readFile(path, folder))
  const write = (connections: readonly SavedConnection[]): void => {
    onDisk(path, () => {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const sorted = [...connections].sort((a, b) => a.name.localeCompare(b.name))
      const text = JSON.stringify({ version: 1, connections: sorted }, null, 2)
      const beside = `${path}.${process.pid}.new`
      try {
        writeFileSync(beside, `${text}\n`, { mode: 0o600, flag: 'wx', flush: true })
        renameSync(beside, path)
      } finally {
        rmSync(beside, { force: true })
      }
    })
  }
  return {
    problem: () => keychain.problem(),
    list: read,
    find(name) {
      const { endpoint, region, accessKeyId } = named(name, read())
      const identity = {
        name: `the connection ${name}`,
        renewal: 'Connect once more under the same name, with its new keys.',
        id: accessKeyId,
      }
      return {
        ...{ endpoint, region, identity },
        async keys() {
          const now = named(name, read())
          if (now.endpoint !== endpoint) throw anotherServer(name)
          const pair = pairOf(await keychain.read(name))
          if (pair === null) throw noSecret(name)
          return pair
        },
      }
    },
    async save(connection, secret) {
      const { accessKeyId } = connection
      await keychain.write(connection.name, JSON.stringify({ accessKeyId, secretAccessKey: secret }))
      write([...read().filter(({ name }) => name !== connection.name), connection])
    },
    async forget(name) {
      await keychain.remove(name)
      write(read().filter((one) => one.name !== name))
    },
  }
}

function named(name: string, connections: readonly SavedConnection[]): SavedConnection {
  const found = connections.find((one) => one.name === name)
  if (found !== undefined) return found
  const names = connections.map((one) => one.name).join(', ')
  throw new SluiceError({
    code: 'usage',
    message: `No connection is saved under the name ${name}.`,
    subject: name,
    advice: names === '' ? 'None is saved: connect in the window, and keep it.' : `These are: ${names}.`,
  })
}

function pairOf(text: string | null): z.infer<typeof pairSchema> | null {
  try {
    return text === null ? null : pairSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

const anotherServer = (name: string): SluiceError =>
  new SluiceError({
    code: 'no-credentials',
    message: `The connection ${name} was saved anew since, for another server.`,
    subject: name,
    advice: 'Open the places again that are reached over it.',
  })

const noSecret = (name: string): SluiceError =>
  new SluiceError({
    code: 'no-credentials',
    message: `The keychain has no secret key for the connection ${name}.`,
    subject: name,
    advice: 'Connect once more under the same name, with its keys.',
  })

function readFile(path: string, folder: string): SavedConnection[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  if (isLater(text)) throw new Error('it is of a later version of Sluice')
  const found = parse(text)
  if (found === null) renameSync(path, join(folder, 'connections.damaged.json'))
  return found ?? []
}

function isLater(text: string): boolean {
  try {
    return laterSchema.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}

function parse(text: string): SavedConnection[] | null {
  try {
    return fileSchema.parse(JSON.parse(text)).connections
  } catch {
    return null
  }
}

function onDisk<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw new SluiceError(
      {
        code: 'disk-failed',
        message: `The saved connections can't be read or kept: ${error instanceof Error ? error.message : String(error)}`,
        subject: path,
        advice: 'See that the folder can be written to.',
      },
      { cause: error },
    )
  }
}
