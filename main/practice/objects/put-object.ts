import type { Call } from '../call.ts'
import { receiveContent } from '../receive-body.ts'
import type { Reply } from '../reply.ts'
import { checksumHeaders } from './checksum-headers.ts'
import { quoted } from './etag.ts'
import { encryptionHeaders, readProperties } from './properties.ts'
import { checkWriteCondition, readWriteCondition } from './write-conditions.ts'

/** PutObject */
export async function putObject(call: Call): Promise<Reply> {
  const { request, store } = call
  const { key } = request
  store.bucket(request.bucket)
  const properties = readProperties(request)
  const condition = readWriteCondition(request)

  const { bucket, version } = await receiveContent(call, null, (piece, algorithm) => {
    const bucket = store.bucket(request.bucket)
    checkWriteCondition(condition, key, store.versions.current(bucket.name, key))
    const { added, removed } = store.versions.add(bucket.versioning, {
      bucket: bucket.name,
      key,
      modified: call.time(),
      size: piece.size,
      etag: piece.etag,
      properties,
      checksum: { algorithm, type: 'FULL_OBJECT', value: piece.checksum },
    })
    store.pieces.put(added, piece)
    return { result: { bucket, version: added }, removed }
  })

  return {
    status: 200,
    headers: {
      ETag: quoted(version.etag),
      ...checksumHeaders(version.checksum),
      ...encryptionHeaders(properties),
      ...(bucket.versioning === 'enabled' ? { 'x-amz-version-id': version.versionId } : {}),
    },
  }
}
