import { createHash } from 'node:crypto'
import type { ConditionHabit, ConditionName } from '../../../shared/endpoint-habits.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { Log } from '../world.ts'
import type { EndpointHabits } from './endpoint-habits.ts'
import { mayRefuseHeader } from './header-refusal.ts'
import type { ObjectName, ObjectStore, WriteCondition } from './object-store.ts'
import { alsoLeft, leftError, ProbeRemains } from './probe-remains.ts'

/** A bucket that may be written to for a moment. */
export interface Probe {
  readonly store: ObjectStore
  /** The same server, asked to keep a checksum of each body. */
  readonly storeWithChecksums: ObjectStore
  readonly bucket: string
  /** Makes the names of this probe its own: 32 hex digits that nobody guesses, for what has them is deleted. */
  readonly mark: string
  readonly log?: Log
}

const body = Buffer.from('Sluice asks how this server takes conditions. This object may be deleted.\n')
const md5 = createHash('md5').update(body).digest()
/** What no object has. */
const nobodys = '0'.repeat(32)

/** How each condition was answered; null where that says nothing. */
type Answers = Readonly<Partial<Record<ConditionName, ConditionHabit | null>>>

/**
 * Finds out how a server takes conditions and checksums, by objects of a few bytes that are gone again at the end, with
 * all their versions: `.sluice-probe-` and a mark. It asks for each what must be refused.
 *
 * | answer                                        | the condition is                     |
 * |-----------------------------------------------|--------------------------------------|
 * | 412, or 404 where there is nothing to match   | held                                 |
 * | success                                       | ignored                              |
 * | 501, 400 of a header, and success without it  | refused                              |
 * | 412 also where it is met                      | nothing that could be relied on      |
 *
 * What is learnt goes to the habits of the store's endpoint; Amazon's are known, and it is not written to.
 *
 * @throws SluiceError what the server says to a write without a condition; where something could not be cleared away, that
 *   too
 */
export async function probeHabits(probe: Probe, signal: AbortSignal): Promise<void> {
  const { store, bucket, mark, log } = probe
  if (store.endpoint.aws) return
  const remains = new ProbeRemains(store)
  let failed: { readonly error: unknown } | null = null
  try {
    await tryAll(probe, { bucket, key: `.sluice-probe-${mark}` }, remains, signal)
  } catch (error) {
    failed = { error }
  }
  const left = await remains.clear()
  for (const { name, error } of left)
    log?.write({ what: 'probe-left-behind', bucket, key: name.key, why: error.message })
  const stayed = leftError(left)
  if (failed !== null) throw alsoLeft(failed.error, stayed)
  if (stayed !== null) throw stayed
}

async function tryAll(
  { store, storeWithChecksums }: Probe,
  one: ObjectName,
  remains: ProbeRemains,
  signal: AbortSignal,
): Promise<void> {
  const { habits } = store.endpoint
  const plain = { ...one, body, md5 }
  await remains.write(one, () => store.put(plain, signal))
  learn(habits, await tryPuts(store, one, signal))
  learn(habits, await tryCopies(store, one, remains, signal))
  learn(habits, await tryFinishes(store, one, remains, signal))
  if ((await answerTo(store, () => storeWithChecksums.put(plain, signal))) === 'refused')
    habits.learn('checksums', 'refused')
}

async function tryPuts(store: ObjectStore, one: ObjectName, signal: AbortSignal): Promise<Answers> {
  const put = (condition: WriteCondition) => store.put({ ...one, body, md5, ...condition }, signal)
  return {
    create: await answerTo(store, () => put({ ifAbsent: true })),
    replace: await answerToEtag(store, one, (ifMatch) => put({ ifMatch }), signal),
  }
}

async function tryCopies(
  store: ObjectStore,
  source: ObjectName,
  remains: ProbeRemains,
  signal: AbortSignal,
): Promise<Answers> {
  const target = { ...source, key: `${source.key}-copy` }
  const copy = (condition: WriteCondition, sourceEtag: string | null = null) =>
    store.copy({ ...target, source, sourceEtag, ...condition }, signal)
  await remains.write(target, () => copy({}))
  return {
    copyNew: await answerTo(store, () => copy({ ifAbsent: true })),
    copyOver: await answerToEtag(store, target, (ifMatch) => copy({ ifMatch }), signal),
    copyFrom: await answerToEtag(store, source, (etag) => copy({}, etag), signal),
  }
}

async function tryFinishes(
  store: ObjectStore,
  one: ObjectName,
  remains: ProbeRemains,
  signal: AbortSignal,
): Promise<Answers> {
  // Each has an upload of its own: a refusal may end it.
  const finish = async (condition: WriteCondition): Promise<unknown> => {
    const upload = await remains.begin(one, () => store.startMultipart(one, signal))
    const { etag } = await store.putPart({ ...upload, partNumber: 1, body, md5 }, signal)
    return store.finishMultipart({ ...upload, parts: [{ partNumber: 1, etag }], ...condition }, signal)
  }
  await finish({})
  return {
    finishNew: await answerTo(store, () => finish({ ifAbsent: true })),
    finishOver: await answerToEtag(store, one, (ifMatch) => finish({ ifMatch }), signal),
  }
}

/** How a server takes a condition that is not met. The same without one has succeeded before. */
async function answerTo(
  { endpoint }: Pick<ObjectStore, 'endpoint'>,
  send: () => Promise<unknown>,
): Promise<ConditionHabit> {
  try {
    await send()
    return 'ignored'
  } catch (error) {
    if (mayRefuseHeader(endpoint, error)) return 'refused'
    const failed =
      error instanceof SluiceError && (error.code === 'precondition-failed' || error.code === 'no-such-key')
    if (!failed) throw error
    return 'held'
  }
}

/** The same for a condition by ETag. Null where it fails also with the object's own, or that can't be known. */
async function answerToEtag(
  store: ObjectStore,
  of: ObjectName,
  send: (etag: string) => Promise<unknown>,
  signal: AbortSignal,
): Promise<ConditionHabit | null> {
  const unmet = await answerTo(store, () => send(nobodys))
  if (unmet !== 'held') return unmet
  const etag = await etagOf(store, of, signal)
  const isMet = etag !== null && (await answerTo(store, () => send(etag))) === 'ignored'
  return isMet ? 'held' : null
}

/** As it is now; null where this identity may not ask. */
async function etagOf(store: ObjectStore, name: ObjectName, signal: AbortSignal): Promise<string | null> {
  try {
    return (await store.head(name, signal))?.etag ?? null
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'access-denied') return null
    throw error
  }
}

function learn(habits: EndpointHabits, answers: Answers): void {
  for (const [name, habit] of Object.entries(answers) as [ConditionName, ConditionHabit | null][])
    if (habit !== null) habits.learn(name, habit)
}
