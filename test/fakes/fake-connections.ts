import { SluiceError } from '../../shared/errors.ts'
import type { SavedConnection, SavedConnections } from '../../main/host/host.ts'

/** Saved connections in memory, with a keychain that a test may lock. */
export class FakeConnections implements SavedConnections {
  readonly saved = new Map<string, SavedConnection>()
  readonly secrets = new Map<string, string>()
  /** Why the keychain can't be used; null while it can. */
  locked: string | null = null

  problem(): Promise<string | null> {
    return Promise.resolve(this.locked)
  }

  list(): SavedConnection[] {
    return [...this.saved.values()]
  }

  find(name: string): ReturnType<SavedConnections['find']> {
    const { endpoint, region, accessKeyId } = this.#named(name)
    const identity = { name: `the connection ${name}`, renewal: 'Save it anew.', id: accessKeyId }
    return {
      ...{ endpoint, region, identity },
      keys: () =>
        Promise.resolve({
          accessKeyId: this.#named(name).accessKeyId,
          secretAccessKey: this.secrets.get(name) ?? '',
        }),
    }
  }

  save(connection: SavedConnection, secret: string): Promise<void> {
    if (this.locked !== null)
      return Promise.reject(new SluiceError({ code: 'no-keychain', message: this.locked }))
    this.saved.set(connection.name, connection)
    this.secrets.set(connection.name, secret)
    return Promise.resolve()
  }

  forget(name: string): Promise<void> {
    this.saved.delete(name)
    this.secrets.delete(name)
    return Promise.resolve()
  }

  #named(name: string): SavedConnection {
    const found = this.saved.get(name)
    if (found !== undefined) return found
    throw new SluiceError({ code: 'usage', message: `No connection is saved under the name ${name}.` })
  }
}
