import { join } from 'node:path'
import type { Connection, Keys, NewConnection } from '../../../shared/bridge/places.ts'
import { SluiceError, type ErrorData } from '../../../shared/errors.ts'
import { defaultTransferSettings, type TransferSettings } from '../../../shared/transfer-settings.ts'
import {
  findTransferSettings,
  listProfiles,
  openS3,
  type ObjectStore,
  type World,
} from '../../engine/index.ts'
import type { Host } from '../../host/host.ts'
import { startPracticeServer, type PracticeServer } from '../../practice/index.ts'

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
  readonly #sessions = new Map<string, NewConnection>()
  readonly #stores = new Map<string, Promise<ObjectStore>>()
  #lastSession = 0
  #practice: Promise<PracticeServer> | null = null
  #practiceProblem: ErrorData | null = null

  constructor(host: Host, world: World, onChange: () => void) {
    this.#host = host
    this.#world = world
    this.#onChange = onChange
  }

  async list(): Promise<Connection[]> {
    const { env } = this.#host
    const none = { keyTail: null, problem: null }
    const profiles = await listProfiles(env)
    return [
      { id: 'local', kind: 'local', label: 'This computer', detail: '', ...none },
      {
        id: 'practice',
        kind: 'practice',
        label: 'Practice',
        detail: 'an S3 server on this computer, to try things on',
        keyTail: null,
        problem: this.#practiceProblem,
      },
      ...profiles.map(({ name, region, endpoint, keyTail }): Connection => ({
        id: `profile:${name}`,
        kind: 'profile',
        label: name,
        detail: endpoint === null ? (region ?? 'Amazon') : hostOf(endpoint),
        keyTail,
        problem: null,
      })),
      ...(env['AWS_ACCESS_KEY_ID'] === undefined || env['AWS_ACCESS_KEY_ID'] === ''
        ? []
        : [this.#environment(env['AWS_ACCESS_KEY_ID'])]),
      ...[...this.#sessions].map(([id, session]) => describeSession(id, session)),
    ]
  }

  /** @throws SluiceError `usage` for an address that is none. */
  add(typed: NewConnection): Connection {
    if (typed.endpoint !== '' && !isServer(typed.endpoint)) {
      // It is not repeated: keys may have been typed into it.
      throw new SluiceError({
        code: 'usage',
        message: 'The endpoint is not the address of a server.',
        advice:
          'Write it as https://host or http://host:port, or leave it empty for Amazon. Keys have fields of their own.',
      })
    }
    const id = `session:${++this.#lastSession}`
    this.#sessions.set(id, typed)
    this.#onChange()
    return describeSession(id, typed)
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

  /** Forgets a session's keys. Any other connection is not ours to remove. */
  async remove(id: string): Promise<void> {
    if (!this.#sessions.delete(id)) throw unknownConnection(id)
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
    if (id.startsWith('profile:')) return findTransferSettings({ profile: id.slice('profile:'.length), env })
    return defaultTransferSettings
  }

  /** The flags that make the command line use the same connection; never a key. */
  async flags(id: string): Promise<string[]> {
    if (id.startsWith('profile:')) return ['--profile', id.slice('profile:'.length)]
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
    for (const store of this.#stores.values()) {
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

  /** Those that a session has now. */
  async #keysOf(
    id: string,
  ): Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string }> {
    const session = this.#sessions.get(id)
    if (session === undefined) throw unknownConnection(id)
    const { accessKeyId, secretAccessKey, sessionToken } = session
    return Promise.resolve({ accessKeyId, secretAccessKey, ...(sessionToken === '' ? {} : { sessionToken }) })
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
      problem: null,
    }
  }

  async #open(id: string): Promise<ObjectStore> {
    const { env } = this.#host
    const { clock, log, senders } = this.#world
    const here = { clock, log, ...(senders === undefined ? {} : { senders }) }
    if (id === 'environment') return openS3({ env, ...here })
    if (id.startsWith('profile:')) return openS3({ profile: id.slice('profile:'.length), env, ...here })
    if (id === 'practice') {
      const { endpoint, region, accessKeyId, secretAccessKey } = await this.practice()
      return openS3({
        endpointUrl: endpoint,
        region,
        env: keysOnly({ accessKeyId, secretAccessKey }),
        ...here,
      })
    }
    const session = this.#sessions.get(id)
    if (session === undefined) throw unknownConnection(id)
    return openS3({
      ...(session.endpoint === '' ? {} : { endpointUrl: session.endpoint }),
      ...(session.region === '' ? {} : { region: session.region }),
      env: { ...wayOut(env), ...keysOnly(session) },
      credentials: {
        identity: {
          name: `the connection ${describeSession(id, session).label}`,
          renewal: 'Type new keys for it.',
          id: session.sessionToken === '' ? session.accessKeyId : null,
        },
        credentials: () => this.#keysOf(id),
      },
      ...here,
    })
  }
}

/** An environment that has these keys and nothing else, so that nothing of this machine mixes in. */
const keysOnly = (keys: {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  ...(keys.sessionToken === undefined || keys.sessionToken === ''
    ? {}
    : { AWS_SESSION_TOKEN: keys.sessionToken }),
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
})

/** How this machine reaches others: its proxies, and whom it trusts. */
const wayOut = (env: Host['env']): Host['env'] =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) => /^(https?_proxy|no_proxy|all_proxy|aws_ca_bundle)$/i.test(name)),
  )

/** `https://host` or `http://host:port`, without a name or password in it. */
function isServer(text: string): boolean {
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return false
  const { username, password } = new URL(text)
  return username === '' && password === ''
}

const describeSession = (
  id: string,
  { label, endpoint, region, accessKeyId }: NewConnection,
): Connection => ({
  id,
  kind: 'session',
  label: label === '' ? (endpoint === '' ? 'Amazon' : hostOf(endpoint)) : label,
  detail: endpoint === '' ? (region === '' ? 'Amazon' : region) : hostOf(endpoint),
  keyTail: accessKeyId.slice(-4),
  problem: null,
})

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)

function unknownConnection(id: string): SluiceError {
  return new SluiceError({
    code: 'usage',
    message: 'This connection is not there any more.',
    subject: id,
    advice: 'Choose another one, or connect again.',
  })
}
