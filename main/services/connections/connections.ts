import { join } from 'node:path'
import type {
  Connection,
  Keys,
  SignIn,
  TriedConnection,
  TriedKeys,
  TypedKeys,
} from '../../../shared/bridge/places.ts'
import { SluiceError, type ErrorData } from '../../../shared/errors.ts'
import { defaultTransferSettings, type TransferSettings } from '../../../shared/transfer-settings.ts'
import {
  findTransferSettings,
  habitsAsAmazons,
  listProfiles,
  openS3,
  openS3WithKeys,
  type ObjectStore,
  type OpenS3Options,
  type World,
} from '../../engine/index.ts'
import type { Host } from '../../host/host.ts'
import { startPracticeServer, type PracticeServer } from '../../practice/index.ts'
import { describeSaved, describeSession, hostOf, nameOf, savedName, unreadSaved } from './described.ts'
import { SignIns } from './sign-ins.ts'
import { tryKeys } from './try-keys.ts'
import { tryStore } from './try-store.ts'
import { checkServer, nameTaken, ownKeysOf, temporary } from './typed-keys.ts'

/** The bucket of the practice pair. */
export const practiceBucket = 'practice'

/**
 * Who Sluice can be at which server, by the ids that the page knows. Keys stay here: a connection's description has
 * none. Each server is connected to once, when it is first needed.
 */
export class Connections {
  readonly #host: Host
  readonly #world: World
  readonly #onChange: () => void
  readonly #sessions = new Map<string, TypedKeys>()
  readonly #signIns: SignIns
  readonly #stores = new Map<string, Promise<ObjectStore>>()
  /** Of connections that were saved anew since. */
  readonly #replaced: Promise<ObjectStore>[] = []
  #lastSession = 0
  #practice: Promise<PracticeServer> | null = null
  #practiceProblem: ErrorData | null = null

  constructor(host: Host, world: World, onChange: () => void) {
    this.#host = host
    this.#world = world
    this.#onChange = onChange
    this.#signIns = new SignIns(host.env, world.clock)
  }

  async list(): Promise<Connection[]> {
    const { env } = this.#host
    const none = { keyTail: null, signIn: null, problem: null }
    const profiles = await listProfiles(env)
    return [
      { id: 'local', kind: 'local', label: 'This computer', detail: '', ...none },
      {
        id: 'practice',
        kind: 'practice',
        label: 'Practice',
        detail: 'an S3 server on this computer, to try things on',
        keyTail: null,
        signIn: null,
        problem: this.#practiceProblem,
      },
      ...profiles.map(({ name, region, endpoint, keyTail, signIn }): Connection => ({
        id: `profile:${name}`,
        kind: 'profile',
        label: name,
        detail: endpoint === null ? (region ?? 'Amazon') : hostOf(endpoint),
        keyTail,
        signIn,
        problem: null,
      })),
      ...(env['AWS_ACCESS_KEY_ID'] === undefined || env['AWS_ACCESS_KEY_ID'] === ''
        ? []
        : [this.#environment(env['AWS_ACCESS_KEY_ID'])]),
      ...this.#savedOnes(),
      ...[...this.#sessions].map(([id, session]) => describeSession(id, session)),
    ]
  }

  /** Where they can't be read, one that says why, in their place. */
  #savedOnes(): Connection[] {
    try {
      return this.#host.connections.list().map(describeSaved)
    } catch (error) {
      if (!(error instanceof SluiceError)) throw error
      return [unreadSaved(error)]
    }
  }

  /** Why none can be saved here, as a sentence; null where they can. */
  keychainProblem(): Promise<string | null> {
    return this.#host.connections.problem()
  }

  /** Tries keys that are not added. What is wrong with them is in what it resolves with. @throws SluiceError `usage` */
  try(tried: TriedKeys, signal: AbortSignal): Promise<TriedConnection> {
    return tryKeys(tried, this.#here(), this.#world.random, signal)
  }

  /** Begins a login of a profile. @throws SluiceError as `SignIns.begin`, `usage` for any other connection. */
  signIn(id: string, signal: AbortSignal): Promise<SignIn> {
    const profile = profileOf(id)
    if (profile === null) throw unknownConnection(id)
    return this.#signIns.begin(id, profile, signal)
  }

  /** Resolves when that login is there. @throws SluiceError as `SignIns.confirmed` */
  signedIn(id: string, signal: AbortSignal): Promise<void> {
    return this.#signIns.confirmed(id, signal)
  }

  /** Tries a connection with a code of its second factor. */
  giveCode(id: string, code: string, signal: AbortSignal): Promise<TriedConnection> {
    return this.#signIns.withCode(id, code, async () => tryStore(await this.store(id), signal))
  }

  /** Adds keys for this session. @throws SluiceError `usage` for an address that is none. */
  add(typed: TypedKeys): Connection {
    checkServer(typed.endpoint)
    const id = `session:${++this.#lastSession}`
    this.#sessions.set(id, typed)
    this.#onChange()
    return describeSession(id, typed)
  }

  /**
   * Saves keys, with their secret in the keychain, once they are proved to be accepted.
   * @param replace what was saved under that name: its secret is lost
   * @throws SluiceError `usage` for an address that is none and for temporary keys, `conflict` for a name that is taken,
   * what trying them says, `no-keychain`.
   */
  async save(typed: TypedKeys, replace: boolean, signal: AbortSignal): Promise<Connection> {
    const { endpoint, region, accessKeyId, secretAccessKey } = typed
    if (typed.sessionToken !== '') throw temporary()
    const name = nameOf(typed)
    const isTaken = this.#host.connections.list().some((one) => one.name === name)
    if (isTaken && !replace) throw nameTaken(name)
    const { error } = await this.try({ ...typed, writeTo: '' }, signal)
    if (error !== null) throw new SluiceError(error)
    const saved = { name, endpoint, region, accessKeyId }
    await this.#host.connections.save(saved, secretAccessKey)
    const connection = describeSaved(saved)
    const before = this.#stores.get(connection.id)
    // What goes on over the old one may end over it.
    if (before !== undefined) this.#replaced.push(before)
    this.#stores.delete(connection.id)
    this.#onChange()
    return connection
  }

  /**
   * Other keys for a connection of this session: what is open over it asks for them when the old ones are refused.
   * @throws SluiceError `usage` for a connection whose keys were not typed.
   */
  renew(id: string, keys: Keys): void {
    const session = this.#sessions.get(id)
    if (session === undefined) throw unknownConnection(id)
    this.#sessions.set(id, { ...session, ...keys })
    this.#onChange()
  }

  /**
   * Forgets a session's keys, or what was saved and its secret. Any other connection is not ours to remove.
   * @throws SluiceError
   */
  async remove(id: string): Promise<void> {
    const name = savedName(id)
    if (name !== null) await this.#host.connections.forget(name)
    else if (!this.#sessions.delete(id)) throw unknownConnection(id)
    const store = this.#stores.get(id)
    this.#stores.delete(id)
    this.#onChange()
    await store?.then(
      (open) => open.close(),
      () => undefined,
    )
  }

  /**
   * The server of a connection.
   * @throws SluiceError `usage` for an id that stands for no server, and what opening it says.
   */
  store(id: string): Promise<ObjectStore> {
    const open = this.#stores.get(id)
    if (open !== undefined) return open
    const opening = this.#open(id)
    this.#stores.set(id, opening)
    // What failed once may work the next time.
    opening.catch(() => this.#stores.delete(id))
    return opening
  }

  /**
   * How a connection's profile wants transfers made; one without a profile has the defaults.
   * @throws SluiceError `usage` for a setting that makes no sense.
   */
  async transferSettings(id: string): Promise<TransferSettings> {
    const { env } = this.#host
    if (id === 'environment') return findTransferSettings({ env })
    const profile = profileOf(id)
    return profile === null ? defaultTransferSettings : findTransferSettings({ profile, env })
  }

  /** Whether the next start knows it no more: the keys of a session go, and the practice server has another port then. */
  endsWithWindow(id: string): boolean {
    return id === 'practice' || this.#sessions.has(id)
  }

  /** The flags that make the command line use the same connection; never a key. */
  async flags(id: string): Promise<string[]> {
    const profile = profileOf(id)
    if (profile !== null) return ['--profile', profile]
    const name = savedName(id)
    if (name !== null) return ['--connection', name]
    const session = this.#sessions.get(id)
    if (session !== undefined) {
      return [
        ...(session.endpoint === '' ? [] : ['--endpoint-url', session.endpoint]),
        ...(session.region === '' ? [] : ['--region', session.region]),
      ]
    }
    if (id !== 'practice') return []
    return ['--endpoint-url', (await this.practice()).endpoint]
  }

  /** The practice server, started when it is first asked for. @throws SluiceError `disk-failed` */
  async practice(): Promise<PracticeServer> {
    this.#practice ??= startPracticeServer({
      directory: join(this.#host.folders.state, 'practice-window', 'server'),
      buckets: [practiceBucket],
      // What is tried out here can be undone.
      keepVersions: true,
    })
    try {
      const server = await this.#practice
      this.#setPracticeProblem(null)
      return server
    } catch (error) {
      this.#practice = null
      const problem = new SluiceError(
        {
          code: 'disk-failed',
          message: `The practice server does not start: ${error instanceof Error ? error.message : String(error)}.`,
          advice: 'Another window may be using it. Everything else works without it.',
        },
        { cause: error },
      )
      this.#setPracticeProblem(problem.toData())
      throw problem
    }
  }

  async close(): Promise<void> {
    this.#signIns.close()
    for (const store of [...this.#stores.values(), ...this.#replaced]) {
      await store.then(
        (open) => open.close(),
        () => undefined,
      )
    }
    this.#stores.clear()
    await this.#practice?.then(
      (server) => server.close(),
      () => undefined,
    )
    this.#practice = null
  }

  #setPracticeProblem(problem: ErrorData | null): void {
    const changed = this.#practiceProblem?.message !== problem?.message
    this.#practiceProblem = problem
    if (changed) this.#onChange()
  }

  #environment(keyId: string): Connection {
    const { env } = this.#host
    const endpoint = env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL']
    return {
      id: 'environment',
      kind: 'environment',
      label: 'Environment',
      detail:
        endpoint === undefined
          ? (env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'Amazon')
          : hostOf(endpoint),
      keyTail: keyId.slice(-4),
      signIn: null,
      problem: null,
    }
  }

  async #open(id: string): Promise<ObjectStore> {
    const here = this.#here()
    if (id === 'environment') return openS3(here)
    const profile = profileOf(id)
    if (profile !== null) {
      return openS3({ profile, askCode: (serial) => this.#signIns.takeCode(id, serial), ...here })
    }
    if (id === 'practice') {
      const { endpoint, region, accessKeyId, secretAccessKey } = await this.practice()
      const identity = { name: 'the practice server’s user', renewal: null, id: accessKeyId }
      const keys = () => Promise.resolve({ accessKeyId, secretAccessKey })
      const habits = habitsAsAmazons(this.#world.clock)
      return openS3WithKeys({ endpoint, region, identity, keys }, { ...here, habits })
    }
    const name = savedName(id)
    if (name !== null) return openS3WithKeys(this.#host.connections.find(name), here)
    const session = this.#sessions.get(id)
    if (session === undefined) throw unknownConnection(id)
    // Those that it has when it is asked: they may be others by then.
    const now = (): TypedKeys => {
      const keys = this.#sessions.get(id)
      if (keys === undefined) throw unknownConnection(id)
      return keys
    }
    return openS3WithKeys(ownKeysOf(session, now), here)
  }

  #here(): Pick<OpenS3Options, 'env' | 'clock' | 'log' | 'senders' | 'habits'> {
    const { clock, log, senders } = this.#world
    const { env, habits } = this.#host
    return { env, habits, clock, log, ...(senders === undefined ? {} : { senders }) }
  }
}

const profileOf = (id: string): string | null =>
  id.startsWith('profile:') ? id.slice('profile:'.length) : null

function unknownConnection(id: string): SluiceError {
  return new SluiceError({
    code: 'usage',
    message: 'This connection is not there any more.',
    subject: id,
    advice: 'Choose another one, or connect again.',
  })
}
