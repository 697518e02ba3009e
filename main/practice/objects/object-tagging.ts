import type { Call } from '../call.ts'
import { receiveDocument } from '../receive-body.ts'
import type { Reply } from '../reply.ts'
import { documentReply } from '../reply.ts'
import type { Found } from './find-version.ts'
import { lookUp, markerNotAllowed, readVersionId, versionHeaders } from './find-version.ts'
import type { Tags } from './tags.ts'
import { parseTagDocument, tagDocument } from './tags.ts'

/** GetObjectTagging */
export function getObjectTagging(call: Call): Reply {
  const found = findTagged(call)
  return documentReply(tagDocument(found.version.properties.tags), versionHeaders(found))
}

/** PutObjectTagging */
export async function putObjectTagging(call: Call): Promise<Reply> {
  findTagged(call)
  const tags = parseTagDocument(await receiveDocument(call))
  return { status: 200, headers: await setTags(call, tags) }
}

/** DeleteObjectTagging */
export async function deleteObjectTagging(call: Call): Promise<Reply> {
  return { status: 204, headers: await setTags(call, []) }
}

async function setTags(call: Call, tags: Tags): Promise<Record<string, string>> {
  return call.store.change(() => {
    const found = findTagged(call)
    call.store.versions.setTags(found.version, tags)
    return { result: versionHeaders(found), removed: [] }
  })
}

/** A delete marker has no tags, whether it was named or is the newest version. */
function findTagged({ request, store }: Call): Found {
  const bucket = store.bucket(request.bucket)
  const versionId = readVersionId(bucket, request.query.get('versionId'))
  const version = lookUp(store, bucket, request.key, versionId)
  if (version.deleteMarker) throw markerNotAllowed(request.method)
  return { bucket, version }
}
