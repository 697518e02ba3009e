import type { Connection, NewConnection, Place } from '../../shared/bridge/places.ts'
import type { ErrorData } from '../../shared/errors.ts'
import { errorOf, type Bridge } from './bridge.ts'

/** The connections there are: this computer, practice, what AWS's own files have, and keys of this session. */
export class ConnectionsState {
  list = $state.raw<readonly Connection[]>([])
  /** Why the list could not be had. */
  error = $state.raw<ErrorData | null>(null)
  readonly #bridge: Bridge
  readonly #end: () => void

  constructor(bridge: Bridge) {
    this.#bridge = bridge
    this.#end = bridge.on('connections.changed', () => void this.refresh())
  }

  close(): void {
    this.#end()
  }

  async refresh(): Promise<void> {
    try {
      this.list = (await this.#bridge.ask('connections.list', {})).connections
      this.error = null
    } catch (error) {
      this.error = errorOf(error)
    }
  }

  of(place: Place | null): Connection | null {
    return this.list.find(({ id }) => id === place?.connectionId) ?? null
  }

  /** Where a connection begins: the home folder, or its buckets. */
  async root(connection: Connection): Promise<Place> {
    const text = connection.kind === 'local' ? '~' : 's3://'
    return await this.#bridge.ask('places.open', { connectionId: connection.id, text, base: null })
  }

  /**
   * Adds keys for this session and opens the buckets they see. Keys that see no buckets are still added: one can go on
   * to a bucket by its name.
   * @throws SluiceError where the connection itself can't be made.
   */
  async add(connection: NewConnection): Promise<{ readonly connection: Connection; readonly place: Place }> {
    const added = await this.#bridge.ask('connections.add', connection)
    await this.refresh()
    return { connection: added, place: await this.root(added) }
  }

  async remove(connection: Connection): Promise<void> {
    try {
      await this.#bridge.ask('connections.remove', { connectionId: connection.id })
    } catch (error) {
      this.error = errorOf(error)
    }
    await this.refresh()
  }
}
