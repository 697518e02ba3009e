import type {
  Connection,
  NewConnection,
  Place,
  SignIn,
  TriedConnection,
  TriedKeys,
} from '../../shared/bridge/places.ts'
import type { ErrorData } from '../../shared/errors.ts'
import { errorOf, type Bridge } from './bridge.ts'

/** The connections there are: this computer, practice, what AWS's own files have, saved ones, and keys of this session. */
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

  /** Why no connection can be saved here, as a sentence; null where they can. */
  async keychainProblem(): Promise<string | null> {
    try {
      return (await this.#bridge.ask('connections.keychain', {})).problem
    } catch (error) {
      return errorOf(error).message
    }
  }

  /** Asks a server whether it takes these keys, and writes where a bucket for that is named. @throws SluiceError `usage` */
  try(tried: TriedKeys): Promise<TriedConnection> {
    return this.#bridge.ask('connections.try', tried)
  }

  /**
   * Adds keys, for this session or saved, and opens the buckets they see. Keys that see no buckets are still added: one can go on
   * to a bucket by its name.
   * @throws SluiceError where the connection itself can't be made.
   */
  async add(connection: NewConnection): Promise<{ readonly connection: Connection; readonly place: Place }> {
    const added = await this.#bridge.ask('connections.add', connection)
    await this.refresh()
    return { connection: added, place: await this.root(added) }
  }

  /** Begins a login in the browser. @returns what is to be confirmed there, and whether its page was opened. */
  async signIn(connectionId: string, signal: AbortSignal): Promise<SignIn & { readonly opened: boolean }> {
    const begun = await this.#bridge.ask('connections.signIn', { connectionId }, signal)
    const { opened } = await this.#bridge.ask('window.openSignIn', { url: begun.url })
    return { ...begun, opened }
  }

  /** Resolves when the login was confirmed. */
  async signedIn(connectionId: string, signal: AbortSignal): Promise<void> {
    await this.#bridge.ask('connections.signedIn', { connectionId }, signal)
  }

  /** Tries a connection with the code of its second factor. */
  giveCode(connectionId: string, code: string): Promise<TriedConnection> {
    return this.#bridge.ask('connections.giveCode', { connectionId, code })
  }

  async copyText(text: string): Promise<void> {
    await this.#bridge.ask('window.copyText', { text })
  }

  /** What a person has to do before a connection works; null where that is nothing, or it is not known. */
  signInOf(connectionId: string | undefined): Connection['signIn'] {
    return this.list.find(({ id }) => id === connectionId)?.signIn ?? null
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
