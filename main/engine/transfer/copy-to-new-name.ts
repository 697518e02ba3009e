import type { MovedFrom } from '../../../shared/plan-row.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { S3Side } from '../side.ts'
import { copyKeeping } from './copy.ts'
import { keepDefault } from './copy-job.ts'
import { keptOf, redirectOf } from './copy-properties.ts'
import { copyWithLock } from './copy-with-lock.ts'
import type { Done, TransferTools } from './transfer.ts'
import { sourceChanged } from './write-guard.ts'

/**
 * The first half of a move in a bucket: a copy by the server under the new name. It keeps what the object has: type,
 * headers, website redirect, metadata, tags, storage class, encryption, Object Lock (`copyWithLock`); an ACL of its own it does
 * not. Nothing is replaced.
 *
 * | under the old name    | under the new name     | done                                            |
 * |-----------------------|------------------------|-------------------------------------------------|
 * | what the plan has seen| nothing                | copied, and proved                              |
 * | what the plan has seen| an object of that ETag | nothing: a run that was cut off has copied it   |
 * | what the plan has seen| anything else          | `changed`                                       |
 * | anything else         | any                    | `changed`                                       |
 *
 * @throws SluiceError
 */
export async function copyToNewName(
  { store, bucket, prefix }: S3Side,
  key: string,
  from: MovedFrom,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const source = { bucket, key: prefix + from.key }
  const target = { bucket, key: prefix + key }
  const head = await tools.retry('head', (s) => store.head(source, s), signal)
  if (head === null || head.etag !== from.seen.etag) throw sourceChanged(source)
  try {
    const done = await copyWithLock(head, target, tools, (lock) =>
      copyKeeping(
        {
          store,
          sourceStore: store,
          source,
          sourceEtag: head.etag,
          size: head.size,
          target,
          expected: { kind: 'absent' },
          properties: { ...keptOf(head), ...redirectOf(head), ...lock },
          keeping: keepDefault,
        },
        tools,
        signal,
      ),
    )
    return { ...done, bytes: 0 }
  } catch (error) {
    if (!(error instanceof SluiceError) || error.code !== 'changed') throw error
    const there = await tools.retry('head', (s) => store.head(target, s), signal)
    if (there === null || there.etag !== head.etag || there.size !== head.size) throw error
    return { proof: 'hash', bytes: 0, etag: there.etag, untouched: true }
  }
}
