import { isDeepStrictEqual } from 'node:util'
import type { Entry, Scene } from '../case.ts'
import { namesBelow } from './names-below.ts'
import type { Outcome } from './outcome.ts'

/** A departure that random scenes come upon: when it shows, and what is wrong with Sluice's outcome then, or null. */
interface Departure {
  readonly id: string
  readonly shows: (scene: Scene) => boolean
  readonly fault: (scene: Scene, sluice: Outcome, aws: Outcome) => string | null
}

/** Where several show, the first decides. */
const departures: readonly Departure[] = [
  {
    id: 'D-2 an empty source empties nothing',
    shows: (scene) =>
      has(scene, '--delete') &&
      listed(scene, 'source').length === 0 &&
      listed(scene, 'destination').length > 0,
    // Filters may leave nothing to delete; then there is nothing to guard.
    fault: (scene, sluice, aws) =>
      sparesAll(sluice) ??
      // What could not be read may protect all that there is (D-1).
      (deletes(aws) && unreadAtDestination(scene).length === 0 ? exitsWith(sluice, 5) : null),
  },
  {
    id: 'D-1 what could not be read is not deleted',
    shows: (scene) => has(scene, '--delete') && unreadAtDestination(scene).length > 0,
    fault: (scene, sluice) =>
      exitsWith(sluice, 2) ?? spares(sluice, (name) => unreadAtDestination(scene).includes(name)),
  },
  {
    id: 'D-3 an object beside a folder of its name is a conflict',
    shows: (scene) => scene.direction === 'download' && nests(names(scene, 'source')),
    // Filters may leave one of the two alone.
    fault: (scene, sluice) => (filters(scene) ? endsWell(sluice) : exitsWith(sluice, 1)),
  },
  {
    id: 'D-4 nothing goes through a link below the destination',
    shows: (scene) =>
      scene.direction === 'download' && followed(scene.destinationTree, 'real', scene).length > 0,
    fault: (_, sluice) => endsWell(sluice) ?? addsNothing(sluice, (name) => name.startsWith('real/')),
  },
  {
    id: 'D-12 deletes come last, and not after a failure',
    shows: (scene) =>
      scene.direction === 'download' &&
      has(scene, '--delete') &&
      (nests([...names(scene, 'source'), ...names(scene, 'destination')]) || hasNoPlace(scene)),
    fault: (_, sluice) => endsWell(sluice) ?? (sluice.exitCode === 1 ? spares(sluice, () => true) : null),
  },
  {
    // aws finds the link broken or not, as the delete of its target comes sooner or later than the look at it.
    id: 'D-12 deletes come last, so that a link is listed with its target',
    shows: (scene) =>
      scene.direction === 'download' &&
      has(scene, '--delete') &&
      !has(scene, '--dryrun') &&
      followed(scene.destinationTree, 'real/file', scene).length > 0,
    fault: (_, sluice) => (sluice.exitCode === 1 ? 'exit code 1' : endsWell(sluice)),
  },
  {
    id: 'D-11 exact means equal whole seconds',
    shows: (scene) =>
      scene.direction === 'download' &&
      has(scene, '--exact-timestamps') &&
      scene.destinationTree.some(({ mtimeOffsetSeconds = 0 }) => !Number.isInteger(mtimeOffsetSeconds)),
    fault: (_, sluice, aws) => endsWell(sluice) ?? doesNoMore(sluice, aws),
  },
  {
    id: 'D-7 what a filter excludes is not warned about',
    shows: (scene) =>
      has(scene, '--exclude') &&
      [...scene.sourceTree, ...scene.destinationTree].some((entry) => isUnread(entry, scene)),
    fault: (_, sluice, aws) => endsWell(sluice) ?? makesTheSame(sluice, aws),
  },
]

/** The departure that a scene shows, if it shows one. */
export function departureOf(scene: Scene): Departure | null {
  return departures.find(({ shows }) => shows(scene)) ?? null
}

const filters = (scene: Scene): boolean => has(scene, '--exclude') || has(scene, '--include')

const has = ({ args }: Scene, flag: string): boolean => args.includes(flag)

/** Of the two flags about links the last counts (SYM-5). */
const followsLinks = ({ args }: Scene): boolean =>
  args.lastIndexOf('--no-follow-symlinks') <= args.lastIndexOf('--follow-symlinks')

/** Links to a target that are followed. */
const followed = (tree: readonly Entry[], target: string, scene: Scene): readonly Entry[] =>
  followsLinks(scene) ? tree.filter((entry) => entry.target?.endsWith(target)) : []

/** What is there and can't be read, which a listing warns about (SKP-1 to SKP-4). */
function isUnread({ path, kind, target, mode }: Entry, scene: Scene): boolean {
  if (kind !== 'symlink') return mode === '000' || kind === 'fifo' || kind === 'socket'
  return followsLinks(scene) && (target?.endsWith('nowhere') === true || target === path.split('/').at(-1))
}

/** What a listing has: files, and links that are followed to something; no folder and no marker of one. */
const listed = (scene: Scene, side: 'source' | 'destination'): readonly Entry[] =>
  [...namesBelow(scene, side).values()].filter(
    (entry) =>
      entry.kind !== 'dir' &&
      !isMarker(entry) &&
      !isUnread(entry, scene) &&
      (entry.kind !== 'symlink' || followsLinks(scene)),
  )

/** A folder's marker is in no listing (LST-10). */
const isMarker = ({ path, size }: Entry): boolean => path.endsWith('/') && size === 0

const names = (scene: Scene, side: 'source' | 'destination'): readonly string[] =>
  [...namesBelow(scene, side)].filter(([, entry]) => !isMarker(entry)).map(([name]) => name)

/** Whether one name is a folder of another. */
const nests = (each: readonly string[]): boolean =>
  each.some((name) => each.some((other) => other.startsWith(`${name}/`)))

/** Whether something that is no file stands where a file is to go. */
const hasNoPlace = (scene: Scene): boolean => {
  const source = namesBelow(scene, 'source')
  return [...namesBelow(scene, 'destination')].some(
    ([name, { kind }]) => source.has(name) && (kind === 'fifo' || kind === 'socket' || kind === 'dir'),
  )
}

/** Paths at the destination that stand at or below what could not be read at the source. */
function unreadAtDestination(scene: Scene): string[] {
  const unread = [...namesBelow(scene, 'source')]
    .filter(([, entry]) => isUnread(entry, scene))
    .map(([name]) => name)
  return [...namesBelow(scene, 'destination')]
    .filter(([name]) => unread.some((each) => name === each || name.startsWith(`${each}/`)))
    .map(([, { path }]) => path)
}

const deletes = ({ before, destination, stdout }: Outcome): boolean =>
  !isDeepStrictEqual(before, destination) || stdout.some((line) => line.startsWith('(dryrun) delete'))

const exitsWith = ({ exitCode }: Outcome, right: number): string | null =>
  exitCode === right ? null : `exit code ${exitCode}, not ${right}`

const endsWell = ({ exitCode }: Outcome): string | null =>
  [0, 1, 2].includes(exitCode ?? -1) ? null : `exit code ${exitCode}`

const sparesAll = ({ before, destination }: Outcome): string | null =>
  isDeepStrictEqual(before, destination) ? null : 'the destination was changed'

function spares({ before, destination }: Outcome, protects: (name: string) => boolean): string | null {
  const gone = Object.keys(before).find((name) => protects(name) && !(name in destination))
  return gone === undefined ? null : `${gone} was deleted`
}

function addsNothing({ before, destination }: Outcome, where: (name: string) => boolean): string | null {
  const added = Object.keys(destination).find((name) => where(name) && !(name in before))
  return added === undefined ? null : `${added} was written`
}

function doesNoMore({ stdout }: Outcome, aws: Outcome): string | null {
  const more = stdout.find((line) => !aws.stdout.includes(line))
  return more === undefined ? null : `aws did not say ${more}`
}

const makesTheSame = ({ destination, stdout }: Outcome, aws: Outcome): string | null =>
  isDeepStrictEqual([destination, stdout], [aws.destination, aws.stdout]) ? null : 'not what aws makes'
