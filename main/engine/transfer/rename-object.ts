import { SluiceError } from '../../../shared/errors.ts'
import { badName, checkNewName, nameTaken } from '../../../shared/new-name.ts'
import type { Retry } from '../running/retry.ts'
import type { ObjectHead, ObjectName, ObjectStore } from '../s3/object-store.ts'
import { copyWhole } from './copy.ts'
import { keepDefault, mostCopied } from './copy-job.ts'
import { keptOf, lockOf, redirectOf } from './copy-properties.ts'

/** Bytes of UTF-8 in a key (Amazon S3 User Guide, "Naming Amazon S3 objects"). */
const longestKey = 1024

/**
 * Gives an object another key, in its own prefix: a copy by the server, and then the removal of the old key.
 *
 * | when                                            | what happens                                     |
 * |-------------------------------------------------|--------------------------------------------------|
 * | the new name is the old one                     | nothing                                          |
 * | the new key exists, or comes to while copying   | refused; the old one stays                       |
 * | the copy fails or does not verify               | the error, and that the old one stays            |
 * | the old one is not what was copied any more     | it stays beside the copy, and the error says so  |
 * | it can't be deleted                             | the same                                         |
 *
 * As a copy it keeps type, metadata, tags, website redirect, storage class, encryption and Object Lock, or is refused where the
 * server refuses one of them; an ACL of its own it does not.
 *
 * @param now milliseconds since 1970: a retention that is over is not given again
 * @throws SluiceError
 */
export async function renameObject(
  { store, retry, now }: { readonly store: ObjectStore; readonly retry: Retry; readonly now: number },
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  { from, to }: { readonly from: string; readonly to: string },
  signal: AbortSignal,
): Promise<void> {
  if (from === to) return
  checkNewName(to)
  const source = { bucket, key: prefix + from }
  const target = { bucket, key: prefix + to }
  if (Buffer.byteLength(target.key) > longestKey) {
    throw badName(
      `With its folders the name would be longer than the ${longestKey} bytes that a key may have.`,
    )
  }
  const [head, there] = await Promise.all(
    [source, target].map((name) => retry('head', (s) => store.head(name, s), signal)),
  )
  if (head === undefined || head === null) throw noObject(source)
  if (there !== null) throw nameTaken(addressOf(target), 'rename')
  if (head.size > mostCopied) throw tooLarge(source)
  await copyVerified({ store, retry, now }, source, head, target, signal)
  await removeCopied({ store, retry }, source, head, target, signal)
}

/** One copy has nothing beside it to wait for. */
const alone = { use: <T>(work: (moved: () => void) => Promise<T>): Promise<T> => work(() => undefined) }

async function copyVerified(
  { store, retry, now }: { readonly store: ObjectStore; readonly retry: Retry; readonly now: number },
  source: ObjectName,
  head: ObjectHead,
  target: ObjectName,
  signal: AbortSignal,
): Promise<void> {
  const job = {
    store,
    sourceStore: store,
    keeping: keepDefault,
    source,
    sourceEtag: head.etag,
    size: head.size,
    target,
    expected: { kind: 'absent' },
    properties: { ...keptOf(head), ...redirectOf(head), ...lockOf(head, now) },
  } as const
  try {
    await copyWhole(job, { retry, slots: alone, onBytes: () => undefined }, signal)
  } catch (error) {
    throw withAdvice(error, `${addressOf(source)} stays: nothing was deleted.`)
  }
}

/** Looks right before the delete, and again before each further try. */
async function removeCopied(
  { store, retry }: { readonly store: ObjectStore; readonly retry: Retry },
  source: ObjectName,
  copied: ObjectHead,
  target: ObjectName,
  signal: AbortSignal,
): Promise<void> {
  try {
    await retry(
      'delete',
      async (s) => {
        const now = await store.head(source, s)
        if (now !== null && now.etag !== copied.etag) throw changed(source)
        if (now !== null) await store.remove(source, s)
      },
      signal,
    )
  } catch (error) {
    throw withAdvice(
      error,
      `It stays beside its copy ${addressOf(target)}: delete the one that is not wanted.`,
    )
  }
}

const addressOf = ({ bucket, key }: ObjectName): string => `s3://${bucket}/${key}`

function withAdvice(error: unknown, advice: string): unknown {
  return error instanceof SluiceError
    ? new SluiceError({ ...error.toData(), advice }, { cause: error })
    : error
}

const noObject = (source: ObjectName): SluiceError =>
  new SluiceError({
    code: 'gone',
    message: `There is no object ${addressOf(source)} any more.`,
    subject: addressOf(source),
    advice: 'List the folder anew (Ctrl+R) to see what is there.',
  })

const changed = (source: ObjectName): SluiceError =>
  new SluiceError({
    code: 'changed',
    message: `${addressOf(source)} was replaced while it was copied.`,
    subject: addressOf(source),
  })

const tooLarge = (source: ObjectName): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: `${addressOf(source)} is larger than the 5 GiB that S3 copies in one piece.`,
    subject: addressOf(source),
    advice: 'Copy it under its new name with `sluice cp`, then delete it here with F8.',
  })
