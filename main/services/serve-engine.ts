import { engineCalls, processCalls, type Opening } from '../../shared/bridge/calls.ts'
import type { Port } from '../../shared/bridge/messages.ts'
import type { Place } from '../../shared/bridge/places.ts'
import type { PlanStatus } from '../../shared/bridge/plans.ts'
import { SluiceError } from '../../shared/errors.ts'
import type { Settings } from '../../shared/settings.ts'
import { version } from '../../shared/version.ts'
import { createRetry, createWorld, isNoPlace, type Log, type Review, type World } from '../engine/index.ts'
import type { Host, RunFiles } from '../host/host.ts'
import type { Activity } from '../host/window-host.ts'
import { serveCalls, type Answers } from './bridge/serve-calls.ts'
import { Events } from './bridge/coalesce-events.ts'
import { answerBrowsing } from './browse/answer-browsing.ts'
import { Browsing } from './browse/browsing.ts'
import { Connections } from './connections/connections.ts'
import { diagnosticReport } from './help/diagnostic-report.ts'
import { History } from './history/history.ts'
import { complete } from './places/complete.ts'
import { Places } from './places/places.ts'
import { renameAt } from './places/rename-at.ts'
import { RowExport } from './plans/export-rows.ts'
import { ignoreTextOf, saveIgnoreText } from './plans/ignore-text.ts'
import type { Plan } from './plans/plan.ts'
import { contentOf, notThere } from './plans/row-contents.ts'
import { propertiesOf } from './plans/row-properties.ts'
import { caughtAmong, tryFilters, type FilteredPair } from './plans/try-filters.ts'
import { Plans } from './plans/plans.ts'
import { activityOf, endedWords } from './queue/run-sayings.ts'
import { runAnswers } from './queue/run-answers.ts'
import { RunQueue } from './queue/run-queue.ts'
import { folderMarksOf } from './plans/folder-marks.ts'
import { makePracticePair } from './practice/practice-pair.ts'
import { PropertiesAt } from './properties/properties-at.ts'

type ServedCalls = typeof engineCalls & typeof processCalls

/** Milliseconds that a keychain is waited for, to say whether there is one. */
const patience = 3000

/**
 * Answers all that the engine's process is asked, over one port: the only place where the services meet.
 * @param makeWorld the engine's world with this log; the real one by default. @returns its end.
 */
export function serveEngine(
  port: Port,
  host: Host,
  makeWorld: (log: Log) => World = (log) =>
    createWorld({ log, senderEntry: host.senderEntry, trash: host.folders.trash }),
): () => void {
  /** What the window has no place for, for whoever looks for a cause. */
  const say = (event: Readonly<Record<string, unknown>>): void => {
    void host.stderr.write(`${host.redact(event)}\n`)
  }
  const world = makeWorld(silent)
  const { clock, fs } = world
  const retry = createRetry(world)
  const events = new Events(port, clock)
  const places = new Places(host, fs)
  const connections = new Connections(host, { ...world, log: { write: say } }, () => {
    events.say('connections.changed', '', () => ({}))
  })
  const queue = new RunQueue(clock)
  const history = new History(host, clock, { write: say })
  const plans: Plans = new Plans({
    host,
    clock,
    world: (files: RunFiles) => makeWorld(files.log),
    fs,
    places,
    connections,
    queue,
    log: { write: say },
    onChange: (plan) => {
      planChanged(plan)
    },
  })
  const properties = new PropertiesAt({ world, retry, places, store: (id) => connections.store(id) })
  const browsing: Browsing = new Browsing({
    clock,
    platform: host.platform,
    sourceOf: ({ connectionId }) => ({ fs, retry, store: () => connections.store(connectionId) }),
    onChange: (view) => {
      events.say('browse.changed', view.viewId, () => view.status())
    },
    folderMarks: ({ sourceToken, destinationToken }) =>
      folderMarksOf(plans.between(sourceToken, destinationToken)),
  })

  const going = new Set<Plan>()
  /** What waited when the window was left last is opened once, and not at each load of the page. */
  let keptOpened = false
  /** Plans whose folders the panes know already. */
  const marked = new Set<string>()
  const planChanged = (plan: Plan): void => {
    events.say('plan.changed', plan.made.planId, () => plan.status())
    events.sayToProcess('engine.activity', activity)
    if (plan.isRunning) going.add(plan)
    else if (going.delete(plan) && plan.phase === 'ended')
      events.sayToProcess('engine.runEnded', () => endedWords(plan.status()), plan.made.planId)
    if (plan.phase === 'ready' && !marked.has(plan.made.planId)) {
      marked.add(plan.made.planId)
      browsing.compareAgain()
    }
  }
  const activity = (): Activity =>
    activityOf(plans.running, { waiting: queue.waiting, kept: plans.keptWaiting })
  const lookAt = (planId: string): { readonly review: Review; status(): PlanStatus } =>
    history.find(planId) ?? plans.get(planId)

  const exporting = new RowExport({ fs, places, find: lookAt })

  /** One side of a row, of a plan whose places are known: those of past runs are not. */
  const sideOf = (planId: string, seq: number, which: 'source' | 'destination') => {
    const { review, sides, made } = plans.get(planId)
    const row = review.row(seq) ?? refuseRow(seq)
    // What would be put back is a version of what is there.
    const isKept = sides[which].kind === 'past' && row.outcome?.undo !== undefined
    const at = isKept ? sides.destination : sides[which]
    if (isNoPlace(at)) throw notThere(row.key)
    return { at, row, given: made.options.properties }
  }
  const filteredPair = ({ sides, made }: Plan): FilteredPair => ({
    ...sides,
    platform: host.platform,
    selection: made.selection,
  })

  const answers: Answers<ServedCalls> = {
    'app.open': async ({ left, right }): Promise<Opening> => {
      browsing.closeAll()
      history.closeAll()
      const firstStart = left === null && right === null
      // The page hears of each one when it is open.
      if (!keptOpened) void openKept()
      const pair = firstStart ? await practicePair() : null
      const [onLeft, onRight] = await Promise.all([
        reopen(left ?? { connectionId: 'local', text: pair?.folder ?? host.home }),
        reopen(right ?? { connectionId: 'practice', text: pair?.address ?? 's3://' }),
      ])
      return {
        left: onLeft,
        right: onRight,
        firstStart,
        plan: plans.newest?.status() ?? null,
        jobs: plans.all.map((plan) => plan.status()),
      }
    },

    'app.practicePair': async () => {
      const { folder, address } = await makePracticePair(host.folders.state, clock.now())
      const [left, right] = await Promise.all([
        places.open('local', folder, null),
        places.open('practice', address, null),
      ])
      return { left, right }
    },

    'app.diagnostics': async ({ window }, signal) => ({
      text: diagnosticReport({
        version,
        window,
        runtime: host.runtime,
        now: host.now(),
        connections: await connections.list(),
        // A keychain that asks to be unlocked may wait for ever.
        keychain: await Promise.race([
          connections.keychainProblem().then((problem) => problem === null),
          world.clock.sleep(patience, signal).then(() => false),
        ]),
        runs: (await history.list(0, 10, () => false)).runs,
      }),
    }),
    'connections.list': async () => ({ connections: await connections.list() }),
    'connections.add': ({ keep, replace, ...typed }, signal) =>
      keep ? connections.save(typed, replace, signal) : connections.add(typed),
    'connections.try': (tried, signal) => connections.try(tried, signal),
    'connections.keychain': async () => ({ problem: await connections.keychainProblem() }),
    'connections.signIn': ({ connectionId }, signal) => connections.signIn(connectionId, signal),
    'connections.signedIn': async ({ connectionId }, signal) => {
      await connections.signedIn(connectionId, signal)
      return {}
    },
    'connections.giveCode': ({ connectionId, code }, signal) =>
      connections.giveCode(connectionId, code, signal),
    'connections.remove': async ({ connectionId }) => {
      const isToRun = ({ isRunning, phase }: Plan): boolean => isRunning || phase === 'waiting'
      if (plans.all.some((plan) => isToRun(plan) && plan.uses(connectionId))) throw inUse(connectionId)
      await connections.remove(connectionId)
      return {}
    },

    'places.open': ({ connectionId, text, base }) => places.open(connectionId, text, base),
    'places.at': ({ token }) => places.describe(places.locate(token)),
    'places.child': ({ token, name }) => places.child(token, name),
    'places.rename': async ({ token, ...names }, signal) => {
      const { connectionId, address } = places.locate(token)
      const means = { world, retry, store: () => connections.store(connectionId) }
      await renameAt(address, names, means, signal)
      return {}
    },
    'places.makeFolder': async ({ token, name }, signal) => {
      await properties.makeFolder(token, name, signal)
      return {}
    },
    'properties.file': ({ token, name }) => properties.file(token, name),
    'properties.object': ({ token, name }, signal) => properties.object(token, name, signal),
    'properties.bucket': ({ token, name }, signal) => properties.bucket(token, name, signal),
    'properties.versions': ({ token, name }, signal) => properties.versions(token, name, signal),
    'engine.link': ({ token, name, expiresIn }, signal) => properties.link(token, name, expiresIn, signal),
    'places.complete': async ({ connectionId, text, base }, signal) => ({
      texts: await complete(
        places.read(text, base),
        text,
        {
          fs,
          platform: host.platform,
          store: connectionId === 'local' ? null : () => connections.store(connectionId),
        },
        signal,
      ),
    }),

    ...answerBrowsing(browsing, places),

    'plan.start': async (request) => (await plans.start(request)).status(),
    'plan.move': async (request) => (await plans.start(request, 'move')).status(),
    'plan.finishMove': async ({ planId }) => (await plans.finishMove(planId)).status(),
    'plan.remove': async ({ place, selection }) => (await plans.remove(place, selection)).status(),
    'plan.edit': async ({ place, name, etag, edit }) =>
      (await plans.change(place, name, { kind: 'properties', etag, edit })).status(),
    'plan.restoreVersion': async ({ place, name, versionId }) =>
      (await plans.change(place, name, { kind: 'version', versionId })).status(),
    'plan.save': ({ planId, path }) => ({ path: plans.save(planId, path) }),
    'plan.open': async ({ path }) => (await plans.openFile(path)).status(),
    'plan.undo': async ({ planId }) => (await plans.undo(planId)).status(),
    'plan.again': async ({ planId, seqs }) => (await plans.again(planId, seqs)).status(),
    'plan.allowMount': async ({ planId }) => (await plans.allowMount(planId)).status(),
    'plan.status': ({ planId }) => lookAt(planId).status(),
    'plan.rows': ({ planId, view, offset, limit }) => lookAt(planId).review.page(view, offset, limit),
    'plan.row': ({ planId, seq }) => lookAt(planId).review.row(seq) ?? refuseRow(seq),
    'plan.content': ({ planId, seq, side }, signal) => {
      const { at, row } = sideOf(planId, seq, side)
      return contentOf(world, retry, at, row, side, signal)
    },
    'plan.properties': ({ planId, seq, side }, signal) => {
      const { at, row, given } = sideOf(planId, seq, side)
      return propertiesOf(retry, at, row, side, given, signal)
    },
    'plan.folders': ({ planId, parent, offset, limit }) =>
      lookAt(planId).review.folders.children(parent, offset, limit),
    'plan.hints': ({ planId }) => ({ hints: plans.get(planId).hints() }),
    'plan.losses': ({ planId, parent }) => lookAt(planId).review.folders.losses(parent, 100),
    // It goes on when nobody waits for its answer any more: half a choice is what nobody asked for.
    'plan.choose': async ({ planId, choice, included }) => {
      const plan = plans.get(planId)
      await plan.choose(choice, included)
      return plan.status()
    },
    'plan.tryFilters': ({ planId, trial }, signal) => {
      const plan = plans.get(planId)
      return tryFilters(plan.review, filteredPair(plan), trial, signal)
    },
    'plan.caught': ({ planId, trial, seqs }) => {
      const plan = plans.get(planId)
      return { seqs: caughtAmong(plan.review, filteredPair(plan), trial, seqs) }
    },
    'plan.ignoreFile': ({ planId }) => ignoreTextOf(world, plans.get(planId).sides.source),
    'plan.saveIgnoreFile': async ({ planId, text, was }) => {
      await saveIgnoreText(world, plans.get(planId).sides.source, { text, was, planId })
      return {}
    },
    'plan.deletes': ({ planId }) => plans.get(planId).deletes(),
    'plan.command': async ({ planId }) => ({ text: await plans.command(planId) }),
    ...runAnswers(plans, queue, connections),
    'plan.failures': ({ planId }) => ({ groups: lookAt(planId).review.failures() }),
    'plan.export': ({ planId, ...asked }, signal) => exporting.write(planId, asked, signal),
    'plan.close': async ({ planId }) => {
      if (!history.close(planId)) await plans.close(planId)
      return {}
    },

    'history.list': ({ offset, limit }) => history.list(offset, limit, (runId) => plans.find(runId) !== null),
    'history.open': ({ runId }) => history.open(runId),

    'engine.leave': async ({ step }) => {
      browsing.closeAll()
      await plans.leave(step)
      history.closeAll()
      await connections.close()
      return {}
    },
  }

  async function openKept(): Promise<void> {
    keptOpened = true
    try {
      await plans.openKept()
    } catch (error) {
      say({ what: 'kept-plans-not-opened', error })
    }
  }

  /** Null where the disk has no room for it: the window opens all the same. */
  async function practicePair(): Promise<{ folder: string; address: string } | null> {
    try {
      return await makePracticePair(host.folders.state, clock.now())
    } catch (error) {
      say({ what: 'no-practice-pair', error })
      return null
    }
  }

  /** A place as it was left; where it can't be opened, the nearest one that can. */
  async function reopen(remembered: NonNullable<Settings['left']>): Promise<Place> {
    const { connectionId, text } = remembered
    try {
      const known = (await connections.list()).some(({ id }) => id === connectionId)
      if (known) return await places.open(connectionId, text, null)
    } catch {
      // It is gone, or its disk is: the pane says so by where it is.
    }
    return places.open('local', host.home, null)
  }

  const end = serveCalls<ServedCalls>(port, { ...engineCalls, ...processCalls }, answers, (call, error) => {
    say({ what: 'fault', call, error })
  })
  return () => {
    end()
    events.close()
  }
}

/** What is not about one run is not logged. */
const silent: Log = { write: () => undefined }

const inUse = (connectionId: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'A sync over this connection is running, or waits for its turn.',
    subject: connectionId,
    advice: 'Cancel it, or let it end, and remove the connection then.',
  })

function refuseRow(seq: number): never {
  throw new SluiceError({ code: 'usage', message: `There is no row ${seq} in this plan.` })
}
