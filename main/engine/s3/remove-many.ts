import { createHash } from 'node:crypto'
import { DeleteObjectsCommand, type DeleteObjectsCommandOutput } from '@aws-sdk/client-s3'
import { SluiceError } from '../../../shared/errors.ts'
import { addressOf, type CallName } from './call-name.ts'
import { explainKeyError } from './explain-error.ts'
import type { RemoveResult } from './object-store.ts'
import type { S3Connection } from './s3-connection.ts'
import { remove } from './write-objects.ts'

type Fate = Omit<RemoveResult, 'key'>

/** Most keys in one DeleteObjects (AWS, "DeleteObjects"). */
const mostKeys = 1000

/**
 * Removes up to 1,000 keys and says of each what became of it, in the order given. Keys go in one request, except those
 * that XML can't carry there and back; those, and all of a batch that the server won't read, go one by one.
 */
export async function removeMany(
  connection: S3Connection,
  bucket: string,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<RemoveResult[]> {
  if (keys.length > mostKeys)
    throw new RangeError(`DeleteObjects takes ${mostKeys} keys, not ${keys.length}.`)
  const batch = keys.filter(survivesXml)
  const inBatch =
    batch.length === 0 ? new Map<string, Fate>() : await removeBatch(connection, bucket, batch, signal)
  const results: RemoveResult[] = []
  for (const key of keys) {
    const known = inBatch?.get(key)
    results.push({ key, ...(known ?? (await removeOne(connection, bucket, key, signal))) })
  }
  return results
}

/**
 * No XML 1.0 has control characters, U+FFFE, U+FFFF or half a surrogate pair; line ends are made alike by parsers, and
 * blanks at either end may be trimmed by them.
 */
export function survivesXml(key: string): boolean {
  return key.isWellFormed() && !/\p{Cc}|[\ufffe\uffff]|^\s|\s$/u.test(key)
}

/** What became of each key; null when the server does not take the batch as such. */
async function removeBatch(
  connection: S3Connection,
  bucket: string,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, Fate> | null> {
  const call: CallName = { operation: 'DeleteObjects', bucket }
  try {
    const reply = await connection.call(call, signal, (client, wireCall) =>
      client.send(deleteCommand(bucket, keys), wireCall),
    )
    return resultsIn(reply, bucket, keys)
  } catch (error) {
    if (isUnread(error)) return null
    throw error
  }
}

function deleteCommand(bucket: string, keys: readonly string[]): DeleteObjectsCommand {
  const command = new DeleteObjectsCommand({
    Bucket: bucket,
    // Not quiet: each key has to be answered for.
    Delete: { Objects: keys.map((Key) => ({ Key })), Quiet: false },
  })
  // Servers that know no newer checksum demand this one, and the SDK has stopped sending it.
  command.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { body?: unknown; headers: Record<string, string> }
      if (typeof request.body === 'string' || request.body instanceof Uint8Array) {
        request.headers['content-md5'] = createHash('md5').update(request.body).digest('base64')
      }
      return next(args)
    },
    { step: 'build', priority: 'low', name: 'contentMd5' },
  )
  return command
}

function resultsIn(
  reply: DeleteObjectsCommandOutput,
  bucket: string,
  keys: readonly string[],
): Map<string, Fate> {
  const results = new Map<string, Fate>()
  for (const key of keys) results.set(key, { error: unanswered({ operation: 'DeleteObjects', bucket, key }) })
  for (const { Key: key, DeleteMarker: isMarker, DeleteMarkerVersionId: deleteMarker } of reply.Deleted ??
    []) {
    if (key === undefined || !results.has(key)) continue
    results.set(key, {
      error: null,
      ...(isMarker === true && deleteMarker !== undefined ? { deleteMarker } : {}),
    })
  }
  for (const { Key: key, Code, Message } of reply.Errors ?? []) {
    if (key === undefined || !results.has(key)) continue
    const error = explainKeyError(Code ?? 'InternalError', Message ?? '', {
      operation: 'DeleteObjects',
      bucket,
      key,
    })
    results.set(key, { error: error.code === 'no-such-key' ? null : error })
  }
  return results
}

/** The reply names neither success nor failure: the key may be there or not. */
function unanswered(call: CallName): SluiceError {
  return new SluiceError({
    code: 'server-failed',
    message: `The server did not say what became of ${addressOf(call)}.`,
    subject: addressOf(call),
    advice: 'Run it again: it is listed anew.',
    s3: call,
  })
}

/** MalformedXML, or no such request at all: some servers have only the single one. */
const isUnread = (error: unknown): boolean =>
  error instanceof SluiceError &&
  error.code === 'request-refused' &&
  [400, 405, 501].includes(error.s3?.status ?? 0)

async function removeOne(
  connection: S3Connection,
  bucket: string,
  key: string,
  signal: AbortSignal,
): Promise<Fate> {
  try {
    return { error: null, ...(await remove(connection, { bucket, key }, signal)) }
  } catch (error) {
    if (error instanceof SluiceError) return { error }
    throw error
  }
}
