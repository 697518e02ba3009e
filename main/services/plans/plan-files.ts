import { posix, win32 } from 'node:path'
import type { Connection } from '../../../shared/bridge/places.ts'
import type { PlanOrigin, Task } from '../../../shared/bridge/plans.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { formatLocation } from '../../../shared/location.ts'
import type { PlanHeader, PlanSide } from '../../../shared/plan-file.ts'
import type { SyncOptions } from '../../../shared/sync-options.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import {
  aboutPlanOf,
  describeSide,
  findEarlierApply,
  isNoPlace,
  whyElsewhere,
  type Clock,
  type EarlierApply,
  type GivenPlan,
  type ObjectStore,
  type PlanFile,
  type ReviewedSync,
  type Side,
  type Source,
} from '../../engine/index.ts'
import type { Host } from '../../host/host.ts'
import type { Located } from '../places/places.ts'
import type { Address } from '../places/typed-address.ts'

/** As many filters as the sentence of a sync can have; a plan file may have more, which decided all the same. */
const filtersShown = 200

/** What a plan's rules are in the sentence of the sync bar. */
export const optionsOf = ({ rules }: PlanHeader): SyncOptions => ({
  deleteExtras: rules.delete,
  moves: rules.moves,
  compare: rules.compare,
  compareProperties: rules.compareProperties,
  filters: rules.filters.slice(0, filtersShown),
  ignoreFile: rules.ignore !== null,
  maxDelete: rules.maxDelete,
  followLinks: rules.followLinks,
  trash: true,
  properties: rules.properties,
})

export const originOf = (
  { path, header, digest, seal }: PlanFile,
  host: Pick<Host, 'seal'>,
  kept: { has(path: string): boolean },
): PlanOrigin => ({
  path,
  madeAt: header.madeAt,
  madeOn: header.madeOn,
  madeBy: header.madeBy,
  madeFrom: header.madeFrom,
  madeHere: host.seal(digest) === seal,
  kept: kept.has(path),
})

/** The path of a plan file as it was typed. @throws SluiceError `usage` for an address that is none on this computer. */
export function planPath(address: Address): string {
  if (address.kind === 'local') return address.path
  throw new SluiceError({
    code: 'usage',
    message: 'A plan is a file of this computer.',
    advice: 'Type its path.',
  })
}

export const withSuffix = (path: string): string => (/\.sluice$/i.test(path) ? path : `${path}.sluice`)

/** What is known of who can be where. */
interface Known {
  list(): Promise<readonly Connection[]>
  store(id: string): Promise<ObjectStore>
}

/**
 * Where a side of a plan file is, over a connection that a person has made: the file itself opens none.
 * @throws SluiceError `usage` where there is no such connection, or a folder is none of this computer's.
 */
export async function locateSide(
  side: PlanSide,
  connections: Known,
  platform: NodeJS.Platform,
): Promise<Located> {
  if (side.kind === 'local') {
    const paths = platform === 'win32' ? win32 : posix
    if (paths.isAbsolute(side.root) && paths.resolve(side.root) === side.root)
      return { connectionId: 'local', address: { kind: 'local', path: side.root } }
    throw notOurs(`${side.root} is no folder of this computer.`)
  }
  const { bucket, prefix } = side
  for (const { id, kind } of await connections.list()) {
    if (kind === 'local') continue
    // One that can't be opened is none that fits.
    const store = await connections.store(id).catch(() => null)
    if (store === null) continue
    const here = describeSide({ kind: 's3', store, bucket, prefix }, null)
    if (whyElsewhere(side, here) === null)
      return { connectionId: id, address: { kind: 's3', bucket, prefix } }
  }
  const who = side.identityId ?? side.identity ?? 'nobody'
  throw notOurs(
    side.keyMd5 === null
      ? `No connection here leads to ${formatLocation(side)} at ${side.endpoint} as ${who}.`
      : `The objects in ${formatLocation(side)} are under a key of a person's own, which a window has no place for.`,
  )
}

/** Writes a plan of the window to a file. @throws SluiceError `usage` for one that is no sync, and what writing it says. */
export function saveTo(
  path: string,
  sync: ReviewedSync,
  plan: {
    readonly task: Task
    readonly source: Source
    readonly destination: Side
    readonly rules: SyncRules
    readonly options: SyncOptions
    readonly given?: GivenPlan
  },
  host: Pick<Host, 'machine' | 'seal'>,
  now: number,
): void {
  const { task, source, destination, rules, options, given } = plan
  if (given !== undefined) {
    throw new SluiceError({
      code: 'usage',
      message: 'This plan was opened from a file, and is kept there.',
      subject: given.file.path,
      advice: 'Copy that file; or preview anew, and save what comes of it.',
    })
  }
  if (isNoPlace(source) || task !== 'sync') {
    throw new SluiceError({
      code: 'usage',
      message:
        'Only the plan of a sync can be saved, and not that of a move, a removal, a change or an undo.',
      advice: 'Apply it here.',
    })
  }
  const about = aboutPlanOf({
    ...{ now, on: host.machine, from: 'window' },
    source: describeSide(source, null),
    destination: describeSide(destination, null),
    // In the window a person types the number; a file goes where nobody does.
    rules: { ...rules, maxDelete: options.maxDelete },
  })
  sync.save(path, about, (digest) => host.seal(digest))
}

const applied = 'This plan was applied already.'

/** Whether a plan file could not be opened because it was applied. */
export const isApplied = (error: unknown): boolean =>
  error instanceof SluiceError && error.message === applied

const notOurs = (message: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message,
    advice:
      'Nothing was done. Connect to it first, and open the plan again; or use the command line: sluice apply FILE SOURCE DESTINATION',
  })

/**
 * The last run of a plan file, if something of it is left to do.
 * @returns what the caller must close. @throws SluiceError `usage` for one that was applied.
 */
export async function earlierApply(
  digest: string,
  host: Pick<Host, 'pastRuns'>,
  clock: Clock,
  except: string | null,
): Promise<EarlierApply | null> {
  const records = (await host.pastRuns()).filter(({ runId }) => runId !== except)
  const earlier = findEarlierApply(records, digest, clock)
  if (earlier?.isWhole !== true) return earlier
  earlier.past.close()
  throw new SluiceError({
    code: 'usage',
    message: applied,
    subject: earlier.runId,
    advice: 'Nothing was done. The history has what came of it. For what has changed since, preview again.',
  })
}
