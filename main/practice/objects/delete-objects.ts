import type { Call } from '../call.ts'
import { receiveDocument } from '../receive-body.ts'
import type { Reply } from '../reply.ts'
import { documentReply } from '../reply.ts'
import { S3Error } from '../s3-error.ts'
import type { Bucket } from '../store/buckets.ts'
import { isVersionId, nullVersion } from '../store/version-id.ts'
import type { XmlElement } from '../xml/read-xml.ts'
import { childText, childrenNamed, readXmlRoot } from '../xml/read-xml.ts'
import type { Xml } from '../xml/write-xml.ts'
import { element, optional, s3Document } from '../xml/write-xml.ts'
import { deleteVersion } from './delete-object.ts'
import { checkDeleteCondition } from './write-conditions.ts'

/** The most keys of one request. */
const mostKeys = 1000

interface Wanted {
  readonly key: string
  readonly versionId: string | null
  readonly etag: string | null
}

/** DeleteObjects: up to 1,000 keys, each with a result of its own. */
export async function deleteObjects(call: Call): Promise<Reply> {
  const { request, store } = call
  const digested = [...request.headers.keys()].some(
    (name) => name === 'content-md5' || name.startsWith('x-amz-checksum-') || name === 'x-amz-trailer',
  )
  store.bucket(request.bucket)
  if (!digested) {
    const message = 'Missing required header for this request: Content-MD5'
    throw new S3Error('InvalidRequest', { message })
  }
  const { wanted, quiet } = parseDelete(await receiveDocument(call))
  const results = await store.change(() => {
    const bucket = store.bucket(request.bucket)
    const removed: string[] = []
    const result = wanted.flatMap((one) => {
      const outcome = deleteOne(call, bucket, one)
      removed.push(...outcome.removed)
      return quiet && !outcome.failed ? [] : [outcome.element]
    })
    return { result, removed }
  })
  return documentReply(s3Document('DeleteResult', results))
}

function parseDelete(document: string): { wanted: Wanted[]; quiet: boolean } {
  const root = readXmlRoot(document, 'Delete')
  const objects = childrenNamed(root, 'Object')
  if (objects.length === 0 || objects.length > mostKeys) throw new S3Error('MalformedXML')
  return { wanted: objects.map(parseObject), quiet: childText(root, 'Quiet')?.trim() === 'true' }
}

function parseObject(object: XmlElement): Wanted {
  for (const unsupported of ['LastModifiedTime', 'Size']) {
    if (childText(object, unsupported) === null) continue
    throw new S3Error('NotImplemented', { message: `${unsupported} is for directory buckets only` })
  }
  const key = childText(object, 'Key')
  if (key === null || key === '') throw new S3Error('MalformedXML')
  return { key, versionId: childText(object, 'VersionId'), etag: childText(object, 'ETag') }
}

interface Outcome {
  readonly element: Xml
  readonly failed: boolean
  readonly removed: readonly string[]
}

function deleteOne({ store, time }: Call, bucket: Bucket, { key, versionId, etag }: Wanted): Outcome {
  const named = [element('Key', key), ...optional('VersionId', versionId)]
  try {
    const known =
      bucket.versioning === 'never' ? versionId === nullVersion : isVersionId(versionId ?? nullVersion)
    if (versionId !== null && !known) throw new S3Error('NoSuchVersion')
    checkDeleteCondition(etag ?? undefined, key, store.versions.current(bucket.name, key))
    const { result, removed } = deleteVersion(store, bucket, key, versionId, time())
    const marker = result.isMarker
      ? [element('DeleteMarker', true), ...optional('DeleteMarkerVersionId', result.versionId)]
      : []
    return { element: element('Deleted', [...named, ...marker]), failed: false, removed }
  } catch (error) {
    if (!(error instanceof S3Error)) throw error
    const why = [element('Code', error.code), element('Message', error.message)]
    return { element: element('Error', [...named, ...why]), failed: true, removed: [] }
  }
}
