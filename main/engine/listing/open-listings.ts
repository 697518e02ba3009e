import { basename, join } from 'node:path'
import type { ListingProblem, SideName } from '../../../shared/job.ts'
import { keyToPath, type Landing, type Platform } from '../local/key-to-path.ts'
import { runOfTempName } from '../local/temp-file.ts'
import type { RunContext } from '../running/run-context.ts'
import { isNoPlace, sourceName, type S3Side, type Source } from '../side.ts'
import type { Entry } from './entry.ts'
import { exactKeys } from './exact-keys.ts'
import { compileFilters, onlySelected, type KeyFilter } from './filters.ts'
import { includedStarts } from './included-starts.ts'
import { listKeys } from './list-keys.ts'
import { listOne } from './list-one.ts'
import { listLocal } from './local-walk.ts'
import { listNarrowed } from './narrowed-listing.ts'
import { listS3 } from './s3-listing.ts'

/** The two listings of a run and what planning needs to know of their sides. */
export interface Listings {
  readonly source: AsyncIterable<Entry[]>
  readonly destination: AsyncIterable<Entry[]>
  readonly filters: Readonly<Record<SideName, KeyFilter>>
  readonly land: ((key: string) => Landing) | null
  readonly platform: Platform
  /** A path or an address. */
  readonly showSource: (key: string) => string
  /** Entries that each side is known to have, whatever is listed of it; filled as the listings are read. */
  readonly atLeast: Readonly<Record<SideName, number>>
}

type Listed = Pick<
  RunContext,
  | 'world'
  | 'source'
  | 'destination'
  | 'rules'
  | 'stateOfRun'
  | 'leftovers'
  | 'protectedNames'
  | 'unreadNames'
  | 'retry'
  | 'meter'
  | 'only'
>

/**
 * Opens both listings; nothing is asked for before they are read. Of a bucket only what the filters can include is listed
 * where they say so themselves; of a folder, the walk leaves out what they exclude.
 */
export function openListings(
  run: Listed,
  onProblem: (problem: ListingProblem) => void,
  signal: AbortSignal,
  purpose: 'run' | 'review',
): Listings {
  const { source, destination, rules, world } = run
  const platform = world.platform === 'win32' ? 'win32' : 'posix'
  const compile = (side: Source): KeyFilter =>
    onlySelected(
      compileFilters(rules.filters, side.kind === 'local' ? side : { kind: 's3' }, platform, rules.ignore),
      rules.selection,
    )
  const toRemove = source.kind === 'nothing'
  const filters = { source: compile(source), destination: compile(destination) }
  const starts = includedStarts(rules.filters, platform)
  // How much of a destination goes is judged by all it has, by people and by a cap in percent.
  const isJudgedWhole = rules.delete && (purpose === 'review' || rules.maxDelete?.kind === 'share')
  const openS3 = (side: S3Side, name: SideName): AsyncIterable<Entry[]> => {
    const listing = {
      ...side,
      retry: run.retry,
      now: () => world.clock.now(),
      ...(rules.pageSize === null ? {} : { pageSize: rules.pageSize }),
      ...(toRemove ? { keepFolderMarkers: true } : {}),
    }
    if (starts === null || (name === 'destination' && isJudgedWhole)) return listS3(listing, signal)
    return listNarrowed(listing, starts, name === 'source' && rules.delete, signal)
  }
  const tells = run.only === null
  const open = (side: Source, name: SideName): AsyncIterable<Entry[]> => {
    if (isNoPlace(side)) return nothing()
    if (side.one !== undefined) return listOne(run, side, side.one, signal)
    return side.kind === 's3'
      ? openS3(side, name)
      : listLocal(
          {
            fs: world.fs,
            root: side.root,
            followLinks: rules.followLinks,
            asDestination: name === 'destination',
            mayBeMissing: name === 'destination' && !toRemove,
            toRemove,
            filter: filters[name],
            isOwnTemp: (path) => {
              const runId = runOfTempName(basename(path))
              const state = runId === null ? 'unknown' : run.stateOfRun(runId)
              if (state === 'over' && name === 'destination') run.leftovers.push(path)
              return state !== 'unknown'
            },
            onProblem: tells ? onProblem : () => undefined,
            onUnknown: (key, kind) => {
              if (!tells) return
              run.protectedNames.add(key)
              // A link that leads nowhere counts as absent; so does a name that has gone, or is another's, meanwhile.
              const isGone = kind === 'missing' || kind === 'replaced'
              if (name === 'destination' && !isGone) run.unreadNames.add(key)
            },
          },
          signal,
        )
  }
  const isShare = rules.delete && rules.maxDelete?.kind === 'share'
  const atLeast = { source: 0, destination: isShare ? (run.only?.destinationEntries ?? 0) : 0 }
  let exact: Promise<readonly string[]> | undefined
  /** Some keys alone, once the beginning of its whole listing has shown that the side is there, and not empty. */
  const openOnly = async function* (side: Source, name: SideName): AsyncGenerator<Entry[]> {
    for await (const page of open(side, name)) {
      if (page.length === 0) continue
      atLeast[name] = Math.max(1, atLeast[name])
      break
    }
    if (side.kind !== 's3' && side.kind !== 'local') return
    exact ??= exactKeys(run, run.only?.keys ?? [], onProblem, signal)
    yield* listKeys(run, { side, name }, await exact, onProblem, signal)
  }
  const read = run.only === null ? open : openOnly
  return {
    atLeast,
    source: counted(read(source, 'source'), (count) => (run.meter.listed.source += count)),
    // Copying everything compares nothing, so the destination need not be read.
    destination: rules.copyAll
      ? nothing()
      : counted(read(destination, 'destination'), (count) => (run.meter.listed.destination += count)),
    filters,
    platform: world.platform,
    land: destination.kind === 'local' ? (key) => keyToPath(destination.root, key, world.platform) : null,
    showSource: (key) =>
      source.kind === 's3'
        ? `s3://${source.bucket}/${source.prefix}${sourceName(source, key)}`
        : source.kind === 'local'
          ? join(source.root, sourceName(source, key))
          : key,
  }
}

async function* counted(
  pages: AsyncIterable<Entry[]>,
  add: (count: number) => void,
): AsyncGenerator<Entry[]> {
  for await (const page of pages) {
    add(page.length)
    yield page
  }
}

async function* nothing(): AsyncGenerator<Entry[]> {
  // A side that is not looked at has no pages, nor has nothing.
}
