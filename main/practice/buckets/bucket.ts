import type { Call } from '../call.ts'
import type { Reply } from '../reply.ts'
import { documentReply } from '../reply.ts'
import { S3Error } from '../s3-error.ts'
import { element, optional, s3Document } from '../xml/write-xml.ts'
import { isoTime } from '../objects/times.ts'
import { ownerElement } from '../owner.ts'
import { parseCount } from '../listing/parse-count.ts'
import { defaultRegion } from './create-bucket.ts'

/** ListBuckets */
export function listBuckets({ request, store, region }: Call): Reply {
  const { query } = request
  const prefix = query.get('prefix') ?? ''
  const limit = parseCount(query, 'max-buckets', 10_000, 10_000)
  const wantedRegion = query.get('bucket-region') ?? region
  const after = Buffer.from(query.get('continuation-token') ?? '', 'base64url').toString()
  const found = store.buckets
    .list(after)
    .filter(({ name }) => name.startsWith(prefix) && wantedRegion === region)
  const buckets = found.slice(0, limit)
  const last = found.length > limit ? buckets.at(-1) : undefined
  const result = [
    ownerElement(),
    element(
      'Buckets',
      buckets.map(({ name, created }) =>
        element('Bucket', [
          element('Name', name),
          element('CreationDate', isoTime(created)),
          element('BucketRegion', region),
        ]),
      ),
    ),
    ...(last === undefined
      ? []
      : [element('ContinuationToken', Buffer.from(last.name).toString('base64url'))]),
    ...optional('Prefix', query.get('prefix')),
  ]
  return documentReply(s3Document('ListAllMyBucketsResult', result))
}

/** HeadBucket */
export function headBucket({ request, store, region }: Call): Reply {
  store.bucket(request.bucket)
  return { status: 200, headers: { 'x-amz-bucket-region': region, 'x-amz-access-point-alias': 'false' } }
}

/** DeleteBucket: of an empty bucket; uploads under way go with it. */
export async function deleteBucket({ request, store }: Call): Promise<Reply> {
  await store.change(() => {
    const { name, versioning } = store.bucket(request.bucket)
    if (!store.buckets.isEmpty(name)) {
      const kept = versioning === 'never' ? '' : '. You must delete all versions in the bucket.'
      const message = `The bucket you tried to delete is not empty${kept}`
      throw new S3Error('BucketNotEmpty', { message, details: { BucketName: name } })
    }
    const removed = store.uploads.abortAll(name)
    store.buckets.remove(name)
    return { result: undefined, removed }
  })
  return { status: 204 }
}

/** GetBucketLocation: empty for us-east-1. */
export function getBucketLocation({ request, store, region }: Call): Reply {
  store.bucket(request.bucket)
  const location = region === defaultRegion ? '' : region
  return documentReply(s3Document('LocationConstraint', location))
}
