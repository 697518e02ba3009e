import { SluiceError } from '../../../shared/errors.ts'
import type {
  ObjectName,
  ObjectProperties,
  ObjectStore,
  WriteCondition,
  Written,
} from '../s3/object-store.ts'
import { mayRefuseHeader } from '../s3/header-refusal.ts'
import { countSent } from './count-sent.ts'
import { hashedBody, hex } from './digest.ts'
import { heldWrite, writeHabit, type HeldWrite } from './held-write.ts'
import { integrityError } from './integrity.ts'
import type { Done, Expected, TransferTools } from './transfer.ts'
import { versionsOf } from './written-version.ts'
import { destinationChanged, isAsSeen } from './write-guard.ts'

/** An object to be written in one request. */
export interface Put {
  readonly store: ObjectStore
  readonly target: ObjectName
  readonly properties: ObjectProperties
  readonly expected: Expected
}

/**
 * Writes one object whole, proved by the server's digest where it gives one.
 * @param beforeSending throws where the bytes must not go after all
 */
export async function putBytes(
  job: Put,
  body: Uint8Array,
  tools: Pick<TransferTools, 'hashing' | 'retry' | 'onBytes' | 'onTakeBack' | 'bandwidth'>,
  signal: AbortSignal,
  beforeSending: () => Promise<void> = () => Promise.resolve(),
): Promise<Done> {
  const { store, target } = job
  const digest = await tools.hashing.digest('md5', body)
  await beforeSending()
  const plain = {
    ...target,
    ...job.properties,
    ...hashedBody(body, digest, tools),
    bandwidth: tools.bandwidth,
  }
  // What was there before the first attempt is not this run's.
  const found = { untouched: false }
  let held: HeldWrite['held'] = {}
  const written = await tools.retry(
    'put',
    (attemptSignal, attempt) =>
      countSent(body.length, tools, async (onSent) => {
        const way = heldWrite(store, 'put', job.expected)
        const hasCondition = Object.keys(way.condition).length > 0
        held = way.held
        const lookAndWrite = async (because: Because): Promise<Written> => {
          const how = await lookBefore(job, digest, because, attemptSignal).catch((error: unknown) => {
            // Who may only write can't look: the condition goes all the same, as if nothing were known.
            if (because === 'habit' && hasCondition && isDenied(error)) return 'write unseen' as const
            throw error
          })
          if (typeof how === 'object') {
            found.untouched = attempt === 1
            return how
          }
          held = { heldBy: how === 'write' ? 'look' : 'trust' }
          const put = await store.put(
            { ...plain, ...(because === 'habit' ? way.condition : {}), onSent },
            attemptSignal,
          )
          if (because === 'refused') store.endpoint.habits.learn(writeHabit('put', job.expected), 'refused')
          return put
        }
        try {
          if (way.looksFirst) return await lookAndWrite('habit')
          return await store.put({ ...plain, ...way.condition, onSent }, attemptSignal)
        } catch (error) {
          const because = becauseOf(store, way.condition, error)
          if (because === null) throw error
          return lookAndWrite(because)
        }
      }),
    signal,
  )
  return {
    proof: proveWhole(written, digest, target),
    bytes: body.length,
    etag: written.etag,
    ...(found.untouched ? { untouched: true } : { ...versionsOf(written), ...held }),
  }
}

const isDenied = (error: unknown): boolean => error instanceof SluiceError && error.code === 'access-denied'

/** Why the destination is looked at: the server's habits, a condition that has failed, or one that it takes in no request. */
type Because = 'habit' | 'failed' | 'refused'

function becauseOf(store: ObjectStore, condition: WriteCondition, error: unknown): Because | null {
  if (error instanceof SluiceError && error.code === 'precondition-failed') return 'failed'
  return Object.keys(condition).length > 0 && mayRefuseHeader(store.endpoint, error) ? 'refused' : null
}

/**
 * What to do, by a HEAD:
 *
 * | there now                        | because    | server     | means                                                   |
 * |----------------------------------|------------|------------|---------------------------------------------------------|
 * | an object of our digest          | it failed  | any        | an attempt arrived whose reply was lost, or a killed    |
 * |                                  |            |            | run's: done                                             |
 * | what the plan has seen           | any        | not Amazon | write, without a condition that has failed: those of    |
 * |                                  |            |            | radosgw don't work on a versioned bucket, where each    |
 * |                                  |            |            | If-Match fails (measured, 16.2.15)                      |
 * | an object of our digest          | any        | any        | as above: done                                          |
 * | anything else                    | any        | any        | changed                                                 |
 *
 * A condition that has failed was held, where what is there is not what the plan has seen.
 *
 * @throws SluiceError `changed`
 */
async function lookBefore(
  { store, target, expected }: Put,
  digest: Uint8Array,
  because: Because,
  signal: AbortSignal,
): Promise<Written | 'write'> {
  const head = await store.head(target, signal)
  const isOurs = head?.etagIsDigest === true && head.etag === hex(digest)
  const isSeen = isAsSeen(head, expected)
  if (because === 'failed' && !isSeen) store.endpoint.habits.learn(writeHabit('put', expected), 'held')
  if (isSeen && !store.endpoint.aws && !(because === 'failed' && isOurs)) return 'write'
  if (isOurs) return { etag: head.etag, etagIsDigest: true, checksumProved: false, ...versionsOf(head) }
  throw destinationChanged(target)
}

/**
 * | reply                                   | proof     |
 * |-----------------------------------------|-----------|
 * | checksum stored and equal               | hash      |
 * | ETag is a digest and equal to ours      | hash      |
 * | ETag is a digest and differs            | integrity |
 * | ETag is no digest (SSE-KMS, SSE-C …)    | size: the server took as many bytes as were announced, with their MD5 |
 */
function proveWhole(written: Written, digest: Uint8Array, target: ObjectName): 'hash' | 'size' {
  if (written.checksumProved) return 'hash'
  if (!written.etagIsDigest) return 'size'
  if (written.etag !== hex(digest))
    throw integrityError(target, `its ETag is ${written.etag}, its bytes' MD5 ${hex(digest)}`)
  return 'hash'
}
