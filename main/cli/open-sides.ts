import type { AsidePlace } from '../../shared/aside.ts'
import { SluiceError } from '../../shared/errors.ts'
import { parseLocation, type Location } from '../../shared/location.ts'
import type { ObjectStore, Side, World } from '../engine/index.ts'
import type { Host } from '../host/host.ts'
import { codeFromTerminal } from './ask-code.ts'
import { ownKeyOf, readKeys, type RunKeys } from './customer-keys.ts'
import type { ConnectionOptions, Options } from './flag.ts'
import { absolutePath, checkFolder, makeFolder } from './local-path.ts'
import type { Engine } from './wiring.ts'

/** The two places of a sync, as they were typed. */
export interface TypedSides {
  readonly source: Location
  readonly destination: Location
}

/** What sides are opened with. */
export interface Opening {
  readonly options: Pick<Options, 'connection' | 'source' | 'sseC' | 'sseCCopySource'>
  readonly host: Host
  readonly world: World
  readonly engine: Engine
  /** Change nothing, not even by making a folder (D-10). */
  readonly dryRun: boolean
}

/** The sides of a run and the one connection behind them. */
export interface OpenSides<From = Side> {
  readonly source: From
  readonly destination: Side
  /** Keys of a person's own that go with the calls. */
  readonly keys: RunKeys
  /** Of an undo: where that run had put aside what it lost, and this one does so too. */
  readonly aside?: AsidePlace | null
  /** What the history shall know of the run besides its sides. */
  readonly facts?: Readonly<Record<string, unknown>>
  close(): void
}

/** @throws SluiceError `usage` for an address that is none, and for two local ones (ARG-1). */
export function readSides(source: string, destination: string): TypedSides {
  const sides = { source: parseLocation(source), destination: parseLocation(destination) }
  if (sides.source.kind === 'local' && sides.destination.kind === 'local') {
    throw new SluiceError({
      code: 'usage',
      message: `Both sides are on this machine: ${source} and ${destination}.`,
      advice: 'One of the two must be a bucket: s3://bucket/prefix. For two folders use rsync.',
    })
  }
  return sides
}

/**
 * Checks the local side, then opens both.
 * @throws SluiceError `source-missing`, `usage` (`checkFolder`), or whatever is wrong with the connection's settings.
 */
export async function openSides({ source, destination }: TypedSides, opening: Opening): Promise<OpenSides> {
  const { host, world } = opening
  if (source.kind === 'local') await checkFolder(source.path, 'source', host, world.fs)
  if (destination.kind === 'local') {
    await checkFolder(destination.path, 'destination', host, world.fs)
    if (!opening.dryRun) await makeFolder(destination.path, host, world.fs)
  }
  const stores = await openStores({ source, destination }, opening)
  const open = (location: Location, store: ObjectStore): Side =>
    location.kind === 'local'
      ? { kind: 'local', root: absolutePath(location.path, host) }
      : { ...location, store, ...ownKeyOf(stores.keys) }
  return {
    source: open(source, stores.source),
    destination: open(destination, stores.destination),
    keys: stores.keys,
    close: stores.close,
  }
}

/** The sides as a plan file has them: the key of SSE-C that each is read or written with, and never more than its MD5. */
export function describeSides(
  engine: Pick<Engine, 'describeSide' | 'keyMd5'>,
  { source, destination, keys }: Pick<OpenSides, 'source' | 'destination' | 'keys'>,
): Record<'source' | 'destination', ReturnType<Engine['describeSide']>> {
  const md5 = (key: RunKeys['object']): string | null => (key === undefined ? null : engine.keyMd5(key))
  const isCopy = source.kind === 's3' && destination.kind === 's3'
  return {
    source: engine.describeSide(source, md5(isCopy ? keys.copySource : keys.object)),
    destination: engine.describeSide(destination, md5(keys.object)),
  }
}

/** The stores of both sides: one and the same where both are reached in the same way. */
export interface Stores {
  readonly source: ObjectStore
  readonly destination: ObjectStore
  readonly keys: RunKeys
  close: () => void
}

/**
 * | copy with                                    | source's store                                    |
 * |----------------------------------------------|---------------------------------------------------|
 * | --source-region                              | that region, at Amazon (PRP-7)                    |
 * | --source-connection                          | that connection                                   |
 * | --source-profile, --source-endpoint-url      | that identity, that server (D-23)                 |
 * | --sse-c-copy-source-key                      | with that key (PRP-6)                             |
 * | none of them, and every upload and download  | the destination's                                 |
 */
export async function openStores(
  { source, destination }: TypedSides,
  opening: Omit<Opening, 'dryRun'>,
): Promise<Stores> {
  const { options, host, world } = opening
  const isCopy = source.kind === 's3' && destination.kind === 's3'
  const keys = await readKeys(options, isCopy, host, world.fs)
  const store = await openStore({ ...opening, connection: options.connection, keys })
  const { copySource } = keys
  if (!isCopy || (Object.keys(options.source).length === 0 && copySource === undefined)) {
    return { source: store, destination: store, keys, close: () => store.close() }
  }
  const connection = connectionOfSource(options)
  try {
    const other = await openStore({
      ...opening,
      connection,
      keys: copySource === undefined ? {} : { object: copySource },
    })
    return {
      source: other,
      destination: store,
      keys,
      close() {
        store.close()
        other.close()
      },
    }
  } catch (error) {
    store.close()
    throw error
  }
}

/** Of a copy whose source is reached in another way: what is said of it alone, and for the rest as the destination. */
function connectionOfSource({ connection, source }: Opening['options']): ConnectionOptions {
  const { saved, profile, region, endpointUrl, ...rest } = connection
  if (source.saved !== undefined) return { ...rest, ...source }
  const isOther = source.profile !== undefined || source.endpointUrl !== undefined
  return {
    ...rest,
    ...(saved === undefined || isOther ? {} : { saved }),
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    ...(endpointUrl === undefined || source.region !== undefined ? {} : { endpointUrl }),
    ...source,
  }
}

const besideSaved = (saved: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: `The connection ${saved} is a server with its keys, and a profile, an endpoint, or no keys at all are asked for beside it.`,
    subject: saved,
    advice:
      'Give --connection, or --profile, --endpoint-url and --no-sign-request; of a copy’s source likewise.',
  })

/** Opens the server that the connection's flags, the environment and the shared files name. */
export function openStore({
  connection,
  keys = {},
  host,
  world,
  engine,
}: Omit<Opening, 'dryRun' | 'options'> & {
  readonly connection: ConnectionOptions
  readonly keys?: RunKeys
}): Promise<ObjectStore> {
  const { caBundle, saved, ...others } = connection
  const options = {
    ...others,
    ...(caBundle === undefined ? {} : { caBundle: absolutePath(caBundle, host) }),
    ...(Object.keys(keys).length === 0 ? {} : { customerKeys: keys }),
    ...codeFromTerminal(host),
    env: host.env,
    clock: world.clock,
    log: world.log,
    habits: host.habits,
    ...(world.senders === undefined ? {} : { senders: world.senders }),
  }
  if (saved === undefined) return engine.openS3(options)
  if (others.profile !== undefined || others.endpointUrl !== undefined || others.signRequests === false)
    throw besideSaved(saved)
  const found = host.connections.find(saved)
  return engine.openS3WithKeys({ ...found, region: others.region ?? found.region }, options)
}
