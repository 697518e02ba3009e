import type { SluiceError } from '../../../shared/errors.ts'
import { mayRefuseHeader } from '../s3/header-refusal.ts'
import type { CopyQuery, Written } from '../s3/object-store.ts'
import type { CopyJob } from './copy-job.ts'
import { heldWrite, writeHabit, type HeldWrite } from './held-write.ts'
import { checkUnchanged, destinationChanged, isAsSeen, sourceChanged } from './write-guard.ts'

export interface SentCopy {
  readonly written: Written
  readonly held: HeldWrite['held']
}

type Send = (conditions: Pick<CopyQuery, 'ifAbsent' | 'ifMatch' | 'sourceEtag'>) => Promise<Written>

/**
 * Sends one copy with the conditions that its server takes. Its destination was looked at right before, where that is not
 * Amazon's; so is its source, where the server copies any version of it.
 *
 * | answer to a copy                                | then                                                         |
 * |-------------------------------------------------|--------------------------------------------------------------|
 * | may refuse the condition about the destination  | that is looked at again, and the copy sent without           |
 * | may refuse the one about the source             | likewise                                                     |
 * | anything else                                   | that                                                         |
 *
 * @throws SluiceError `changed` for what is not as it was seen, and what the server says.
 */
export async function sendCopy(job: CopyJob, send: Send, signal: AbortSignal): Promise<SentCopy> {
  const { store, target, expected, sourceEtag } = job
  const { habits, aws } = store.endpoint
  const way = heldWrite(store, 'copy', expected)
  const held: HeldWrite['held'] = aws || way.held.heldBy === undefined ? {} : { heldBy: 'look' }
  const aboutSource = habits.find('copyFrom')
  if (aboutSource === 'ignored' || aboutSource === 'refused') await checkSource(job, signal)
  const etag = aboutSource === 'refused' ? null : sourceEtag
  const hasCondition = Object.keys(way.condition).length > 0
  try {
    return { written: await send({ ...way.condition, sourceEtag: etag }), held }
  } catch (error) {
    if (!mayRefuseHeader(store.endpoint, error) || (!hasCondition && etag === null)) throw error
    if (!hasCondition) return { written: await withoutSource(job, send, signal), held }
  }
  await checkUnchanged(store, target, expected, signal)
  try {
    const written = await send({ sourceEtag: etag })
    habits.learn(writeHabit('copy', expected), 'refused')
    return { written, held: { heldBy: 'look' } }
  } catch (error) {
    if (!mayRefuseHeader(store.endpoint, error) || etag === null) throw error
  }
  return { written: await withoutSource(job, send, signal), held: { heldBy: 'look' } }
}

/** With no condition at all: both sides are looked at. */
async function withoutSource(job: CopyJob, send: Send, signal: AbortSignal): Promise<Written> {
  await checkSource(job, signal)
  await checkUnchanged(job.store, job.target, job.expected, signal)
  const written = await send({ sourceEtag: null })
  job.store.endpoint.habits.learn('copyFrom', 'refused')
  return written
}

/** Sends the copy of one part. Before the parts become an object, their source is looked at again, whatever the server holds. */
export async function sendPartCopy<T>(
  { store, sourceEtag }: Pick<CopyJob, 'store' | 'sourceEtag'>,
  send: (sourceEtag: string | null) => Promise<T>,
): Promise<T> {
  const { habits } = store.endpoint
  if (habits.find('copyFrom') === 'refused') return send(null)
  try {
    return await send(sourceEtag)
  } catch (error) {
    if (!mayRefuseHeader(store.endpoint, error)) throw error
    const copied = await send(null)
    habits.learn('copyFrom', 'refused')
    return copied
  }
}

/** @throws SluiceError `changed` where the source is not what was listed any more */
async function checkSource({ sourceStore, source, sourceEtag }: CopyJob, signal: AbortSignal): Promise<void> {
  if ((await sourceStore.head(source, signal))?.etag !== sourceEtag) throw sourceChanged(source)
}

/** A failed condition is about the source or about the destination; a HEAD of each tells which, and that it was held. */
export async function whoChanged(job: CopyJob, signal: AbortSignal): Promise<SluiceError> {
  const { habits, aws } = job.store.endpoint
  const source = await job.sourceStore.head(job.source, signal)
  if (source?.etag !== job.sourceEtag) {
    habits.learn('copyFrom', 'held')
    return sourceChanged(job.source)
  }
  if (!aws && !isAsSeen(await job.store.head(job.target, signal), job.expected))
    habits.learn(writeHabit('copy', job.expected), 'held')
  return destinationChanged(job.target)
}
