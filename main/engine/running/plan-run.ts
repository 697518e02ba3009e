import type { ListingProblem, Tally } from '../../../shared/job.ts'
import { checkAside } from '../aside/check-aside.ts'
import { planChange } from '../change/plan-change.ts'
import { comparingContents, type ComparedSides } from '../contents/compare-contents.ts'
import { DigestCache } from '../contents/digest-cache.ts'
import { pairMoves } from '../contents/pair-moves.ts'
import { openListings, type Listings } from '../listing/open-listings.ts'
import { findAclsOff } from '../planning/acl-hint.ts'
import { askInOrder } from '../planning/ask-in-order.ts'
import { findNoConditions } from '../planning/conditions-hint.ts'
import { comparingProperties, hasComparedProperties } from '../properties/compare-properties.ts'
import { isLookedInto, withContents, type EqualPair } from '../planning/contents-in-order.ts'
import { aboutAcls } from '../planning/hints.ts'
import { makePlan, type MadePlan } from '../planning/make-plan.ts'
import { mergeJoin, type Pair } from '../planning/merge-join.ts'
import { planUndo } from '../undo/plan-undo.ts'
import { afterFirstPage, checkKeys } from './check-keys.ts'
import { Pace } from './pace.ts'
import type { RunContext } from './run-context.ts'
import { Slots } from './slots.ts'

/** Pairs whose contents are looked into at once. */
const mostCompared = 16

/**
 * Lists both sides and fills the run's store.
 *
 * @param onRows called after rows were added, with the transfers among them.
 * @param purpose whether people see the plan before it is run, beside all that the destination has.
 * @throws SluiceError as `checkAside`; the signal's reason when it aborts.
 */
export async function planRun(
  context: RunContext,
  onRows: (transfers: Tally) => void,
  signal: AbortSignal,
  purpose: 'run' | 'review' = 'run',
): Promise<MadePlan> {
  const { world, meter, rules, store, tally, source, destination, digestsPath, asidePlace } = context
  if (asidePlace !== null) await checkAside(world, asidePlace, context)
  if (source.kind === 'past') return planUndo(context, source, onRows, signal)
  if (source.kind === 'change') return planChange(context, source, onRows, signal)
  const onProblem = (problem: ListingProblem): void => {
    if (problem.kind !== 'case-conflict') tally.warnings++
    void context.onEvent({ kind: 'problem', problem })
  }
  await context.mounts.checkBefore()
  await checkKeys(context.retry, source, destination, signal)
  store.aclsOff = await findAclsOff(source, destination, rules, signal)
  store.noConditions = findNoConditions(destination)
  // A dry run, and a review, say it with all else that there is to say.
  if (purpose === 'run' && !rules.dryRun && store.aclsOff !== null)
    void context.onEvent({ kind: 'hints', hints: aboutAcls(store) })
  const listings = keysFirst(context, openListings(context, onProblem, signal, purpose))
  const moves = rules.moves && rules.delete && canMove(context)
  const digests =
    (rules.compare === 'content' || moves) && digestsPath !== null
      ? new DigestCache(digestsPath, world.clock, world.log)
      : null
  // Places of their own: what files take to read says nothing of the pace of requests.
  const slots = new Slots({ pace: new Pace(mostCompared), clock: world.clock, pause: context.pause })
  const sides = { ...context, slots, digests }
  if (moves) store.moves.prepare()
  try {
    const made = await makePlan(
      {
        ...listings,
        direction: context.direction,
        removal: source.kind === 'nothing' ? source : null,
        rules,
        pairs: pairsOf(context, listings, sides, signal),
        protectedNames: context.protectedNames,
        unreadNames: context.unreadNames,
        store,
        ...(moves ? { pairMoves: (s) => makeMoves(context, sides, s) } : {}),
        onProblem,
        onRows: (transfers) => {
          meter.transfers.total += transfers.count
          meter.bytes.total += transfers.bytes
          onRows(transfers)
        },
      },
      signal,
    )
    return onItsDisk(context, made)
  } finally {
    digests?.close()
  }
}

/**
 * Deletes are withheld where a folder is on another disk than it was; where it is not, that is kept for the next run. A
 * plan of some keys alone counts no side: it is held against nothing, and the next run goes by what was kept before.
 */
function onItsDisk({ mounts, store, only }: RunContext, made: MadePlan): MadePlan {
  const { summary, brokenBy } = made
  if (!summary.complete || only !== null) return made
  const withheld = summary.withheld ?? mounts.judge(summary)
  if (withheld?.code === 'mount-changed') return { summary: { ...summary, withheld }, brokenBy }
  const kept = mounts.kept(summary)
  if (kept !== null) store.setFact('mounts', kept)
  return made
}

/** Nothing is copied under keys of a person's own: not every server does it. What is removed has nowhere to go. */
const canMove = ({ source, destination, rules }: RunContext): boolean =>
  source.kind !== 'nothing' && !rules.copyAll && !(destination.kind === 's3' && destination.ownKey === true)

/** None of its bytes go anywhere any more. */
async function makeMoves(
  { meter, store }: RunContext,
  sides: ComparedSides,
  signal: AbortSignal,
): Promise<Tally> {
  const moved = await pairMoves(sides, store, signal)
  meter.bytes.total -= moved.bytes
  return moved
}

/** The pairs of two listings, their contents and properties compared where the rules want it. */
function pairsOf(
  context: RunContext,
  { source, destination, filters }: Listings,
  sides: ComparedSides,
  signal: AbortSignal,
): AsyncIterable<readonly Pair[]> {
  const { rules, unreadNames, direction } = context
  const isAsked = (pair: Pair): pair is EqualPair => isLookedInto(pair, rules, filters, unreadNames)
  const joined = mergeJoin(source, destination)
  const pairs =
    rules.compare === 'content' ? withContents(joined, isAsked, comparingContents(sides), signal) : joined
  if (!rules.compareProperties) return pairs
  const compare = comparingProperties(sides, rules)
  return askInOrder(
    pairs,
    hasComparedProperties(rules, direction, filters),
    async (pair, either) => ({ ...pair, properties: await compare(pair, either) }),
    signal,
  )
}

/** A folder is read once the first page of the bucket has come. */
function keysFirst({ direction, source, rules }: RunContext, listings: Listings): Listings {
  if (source.kind === 'nothing' || direction === 'copy' || rules.copyAll) return listings
  if (direction === 'download') {
    const [bucket, folder] = afterFirstPage(listings.source, listings.destination)
    return { ...listings, source: bucket, destination: folder }
  }
  const [bucket, folder] = afterFirstPage(listings.destination, listings.source)
  return { ...listings, source: folder, destination: bucket }
}
