import { checkCannedAcl } from './acl.ts'
import { checkBucketName } from './bucket-name.ts'
import type { Call } from '../call.ts'
import { receiveDocument } from '../receive-body.ts'
import type { Reply } from '../reply.ts'
import { S3Error, headerNotImplemented } from '../s3-error.ts'
import { childText, readXmlRoot } from '../xml/read-xml.ts'

/** The region whose buckets name no location, and where making a bucket again is no error. */
export const defaultRegion = 'us-east-1'

/** CreateBucket */
export async function createBucket(call: Call): Promise<Reply> {
  const { request, store, region } = call
  const name = request.bucket
  checkBucketName(name)
  checkCannedAcl(request)
  if (request.headers.get('x-amz-bucket-object-lock-enabled')?.toLowerCase() === 'true') {
    throw headerNotImplemented('x-amz-bucket-object-lock-enabled')
  }
  checkLocation(await readLocation(call), region)
  await store.change(() => {
    const existing = store.buckets.find(name)
    if (existing !== null && region !== defaultRegion) {
      throw new S3Error('BucketAlreadyOwnedByYou', { details: { BucketName: name } })
    }
    if (existing === null) store.buckets.create(name, call.time())
    return { result: undefined, removed: [] }
  })
  return { status: 200, headers: { Location: `/${name}` } }
}

/** The location the request asks for; null where it names none. */
async function readLocation(call: Call): Promise<string | null> {
  const document = await receiveDocument(call)
  if (document.trim() === '') return null
  return childText(readXmlRoot(document, 'CreateBucketConfiguration'), 'LocationConstraint')
}

function checkLocation(location: string | null, region: string): void {
  if (location === region && region === defaultRegion) {
    throw new S3Error('InvalidLocationConstraint', { details: { LocationConstraint: location } })
  }
  if ((location ?? defaultRegion) === region) return
  const message = `The ${location ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`
  throw new S3Error('IllegalLocationConstraintException', { message })
}
