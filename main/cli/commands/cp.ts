import type { LocalSide, ObjectStore, S3Side } from '../../engine/index.ts'
import { checkFlags } from '../check-flags.ts'
import { ownKeyOf } from '../customer-keys.ts'
import type { Command } from '../command.ts'
import { findOneFile, type OneName } from '../one-file.ts'
import {
  openSides,
  openStores,
  readSides,
  type OpenSides,
  type Opening,
  type TypedSides,
} from '../open-sides.ts'
import { runJob } from './run-job.ts'

/** `sluice cp SOURCE DESTINATION [--recursive]`: the engine of `sync`, comparing nothing. */
export const cp: Command = async (call) => {
  const [source = '', destination = ''] = call.operands
  const sides = readSides(source, destination)
  checkFlags(call.options, sides)
  const rules = { ...call.options.rules, copyAll: true }
  return runJob(call, rules, (opening) =>
    call.options.recursive ? openSides(sides, opening) : openOneFile(sides, { source, destination }, opening),
  )
}

/** One file: the folders or prefixes around it are the roots, and the source is nothing but that file. */
async function openOneFile(
  sides: TypedSides,
  typed: { readonly source: string; readonly destination: string },
  opening: Opening,
): Promise<OpenSides> {
  const { from, to } = await findOneFile(sides, typed, opening.host, opening.world.fs)
  const stores = await openStores(sides, opening)
  const open = (place: OneName, store: ObjectStore): LocalSide | S3Side =>
    place.kind === 'local'
      ? { kind: 'local', root: place.root }
      : {
          kind: 's3',
          store,
          bucket: place.bucket,
          prefix: place.prefix,
          ...ownKeyOf(stores.keys),
        }
  return {
    source: { ...open(from, stores.source), one: { name: from.name, key: to.name } },
    destination: open(to, stores.destination),
    keys: stores.keys,
    close: stores.close,
  }
}
