import { SluiceError } from '../../../shared/errors.ts'
import { mayRefuseHeader } from '../s3/header-refusal.ts'
import type {
  FinishMultipartQuery,
  ObjectHead,
  ObjectName,
  ObjectStore,
  UploadName,
  Written,
} from '../s3/object-store.ts'
import { heldWrite, writeHabit, type HeldWrite } from './held-write.ts'
import type { Expected, TransferTools } from './transfer.ts'
import { destinationChanged, isAsSeen } from './write-guard.ts'
import { versionsOf } from './written-version.ts'

/** Parts that are all there, and the object that they are to become. */
export interface Finishing {
  readonly store: ObjectStore
  readonly target: ObjectName
  readonly expected: Expected
  readonly upload: UploadName
  readonly parts: FinishMultipartQuery['parts']
  /** The ETag that the object will have where those of parts are MD5s. */
  readonly ours: string
}

/**
 * Turns parts into an object. The destination was looked at right before the first try, and is before each other one where
 * its server does not hold the condition. A replay after a lost reply may find the upload
 * gone, or its own condition failed: if the object is there with the ETag of these parts, the first Complete did it (F65).
 *
 * | answer                   | there now, by a HEAD | server     | then                                             |
 * |--------------------------|----------------------|------------|--------------------------------------------------|
 * | any below                | ours                 | any        | done, from the second try on                     |
 * | the upload is gone       | anything else        | any        | that error                                       |
 * | the condition has failed | what was seen        | not Amazon | its conditions don't work: sent without          |
 * | it may be refused        | what was seen        | not Amazon | sent without                                     |
 * | either                   | anything else        | any        | `changed`                                        |
 */
export async function finishHeld(
  job: Finishing,
  tools: Pick<TransferTools, 'retry'>,
  signal: AbortSignal,
): Promise<{ readonly written: Written; readonly held: HeldWrite['held'] }> {
  const { store, target, expected, upload, parts, ours } = job
  const { aws, habits } = store.endpoint
  return tools.retry(
    'finish-multipart',
    async (attemptSignal, attempt) => {
      const way = heldWrite(store, 'finish', expected)
      const look: HeldWrite['held'] = way.held.heldBy === undefined ? {} : { heldBy: 'look' }
      const plain = { ...upload, parts }
      if (attempt > 1 && way.looksFirst) {
        const head = await store.head(target, attemptSignal)
        if (head?.etag === ours) return { written: asHead(head), held: look }
        if (!isAsSeen(head, expected)) throw destinationChanged(target)
      }
      try {
        return {
          written: await store.finishMultipart({ ...plain, ...way.condition }, attemptSignal),
          held: look,
        }
      } catch (error) {
        const code = error instanceof SluiceError ? error.code : null
        const refused = Object.keys(way.condition).length > 0 && mayRefuseHeader(store.endpoint, error)
        const failed = code === 'precondition-failed'
        if (!failed && !refused && code !== 'gone') throw error
        const looks = attempt > 1 || (!aws && code !== 'gone')
        const head = looks ? await store.head(target, attemptSignal) : null
        if (attempt > 1 && head?.etag === ours) {
          return { written: asHead(head), held: look }
        }
        if (code === 'gone') throw error
        if (aws || !isAsSeen(head, expected)) {
          if (failed) habits.learn(writeHabit('finish', expected), 'held')
          throw destinationChanged(target)
        }
        const written = await store.finishMultipart(plain, attemptSignal)
        if (refused) habits.learn(writeHabit('finish', expected), 'refused')
        return { written, held: { heldBy: 'look' } }
      }
    },
    signal,
  )
}

const asHead = (head: ObjectHead): Written => ({
  etag: head.etag,
  etagIsDigest: false,
  checksumProved: false,
  ...versionsOf(head),
})
