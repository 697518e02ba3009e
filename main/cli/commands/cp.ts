import { SluiceError } from '../../../shared/errors.ts'
import type { Filter } from '../../../shared/sync-rules.ts'
import type { ObjectStore, Side } from '../../engine/index.ts'
import type { Command } from '../command.ts'
import { findOneFile, type OneName } from '../one-file.ts'
import {
  openSides,
  openStore,
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
  const rules = { ...call.options.rules, copyAll: true }
  return runJob(call, rules, (opening) =>
    call.options.recursive ? openSides(sides, opening) : openOneFile(sides, { source, destination }, opening),
  )
}

/** One file as a sync of the folder or prefix that it is in, with all else filtered out. */
async function openOneFile(
  sides: TypedSides,
  typed: { readonly source: string; readonly destination: string },
  opening: Opening,
): Promise<OpenSides> {
  const { from, to } = await findOneFile(sides, typed, opening.host, opening.world.fs)
  if (from.name !== to.name) {
    throw new SluiceError({
      code: 'usage',
      message: `A copy keeps its name: ${from.name} can't become ${to.name}.`,
      subject: typed.destination,
      advice: 'End the destination in a / to copy into it.',
    })
  }
  const store = await openStore(opening)
  if (from.kind === 's3') await checkObject(store, from, opening)
  const open = (place: OneName): Side => (place.kind === 'local' ? place : { ...place, store })
  return {
    source: open(from),
    destination: open(to),
    filters: onlyName(from.name),
    close() {
      store.close()
    },
  }
}

/** @throws SluiceError `no-such-key` when there is no such object. */
async function checkObject(
  store: ObjectStore,
  { bucket, prefix, name }: Extract<OneName, { kind: 's3' }>,
  { engine, world, signal }: Opening,
): Promise<void> {
  const object = { bucket, key: prefix + name }
  const head = await engine.createRetry(world)('HeadObject', (inner) => store.head(object, inner), signal)
  if (head !== null) return
  throw new SluiceError({
    code: 'no-such-key',
    message: `There is no object s3://${bucket}/${object.key}.`,
    subject: `s3://${bucket}/${object.key}`,
    advice: `What is there is listed by: sluice ls s3://${bucket}/${prefix}. A prefix is copied with --recursive.`,
  })
}

/** Filters that leave one name, taken literally (FLT-5). */
const onlyName = (name: string): Filter[] => [
  { kind: 'exclude', pattern: '*' },
  { kind: 'include', pattern: name.replace(/[*?[]/g, '[$&]') },
]
