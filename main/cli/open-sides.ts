import { SluiceError } from '../../shared/errors.ts'
import { parseLocation, type Location } from '../../shared/location.ts'
import type { ObjectStore, Side, World } from '../engine/index.ts'
import type { Host } from '../host/host.ts'
import type { ConnectionOptions } from './flags.ts'
import { absolutePath, checkFolder, makeFolder } from './local-path.ts'
import type { Engine } from './wiring.ts'

/** The two places of a sync, as they were typed. */
export interface TypedSides {
  readonly source: Location
  readonly destination: Location
}

/** What sides are opened with. */
export interface Opening {
  readonly connection: ConnectionOptions
  readonly host: Host
  readonly world: World
  readonly engine: Engine
  /** Change nothing, not even by making a folder (D-10). */
  readonly dryRun: boolean
}

/** The sides of a run and the one connection behind them. */
export interface OpenSides {
  readonly source: Side
  readonly destination: Side
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
  const store = await openStore(opening)
  const open = (location: Location): Side =>
    location.kind === 'local'
      ? { kind: 'local', root: absolutePath(location.path, host) }
      : { ...location, store }
  return {
    source: open(source),
    destination: open(destination),
    close() {
      store.close()
    },
  }
}

/** Opens the server that the connection's flags, the environment and the shared files name. */
export function openStore({
  connection,
  host,
  world,
  engine,
}: Omit<Opening, 'dryRun'>): Promise<ObjectStore> {
  const { caBundle, ...others } = connection
  return engine.openS3({
    ...others,
    ...(caBundle === undefined ? {} : { caBundle: absolutePath(caBundle, host) }),
    env: host.env,
    clock: world.clock,
  })
}
