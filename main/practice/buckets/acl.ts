import type { Call } from '../call.ts'
import { findVersion, versionHeaders } from '../objects/find-version.ts'
import { ownerElement, ownerId } from '../owner.ts'
import type { Reply } from '../reply.ts'
import { documentReply } from '../reply.ts'
import type { S3Request } from '../s3-request.ts'
import { S3Error, invalidArgument } from '../s3-error.ts'
import { Xml, element, s3Document } from '../xml/write-xml.ts'

/** There is one account: a canned ACL is checked for its name, and changes nothing. */
const cannedAcls = new Set([
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
  'log-delivery-write',
])

/** Refuses an `x-amz-acl` that S3 does not know. */
export function checkCannedAcl(request: S3Request): void {
  const acl = request.headers.get('x-amz-acl')
  if (acl !== undefined && !cannedAcls.has(acl)) throw invalidArgument('x-amz-acl', acl, 'Invalid canned ACL')
}

/** GetBucketAcl */
export function getBucketAcl({ request, store }: Call): Reply {
  store.bucket(request.bucket)
  return documentReply(ownerAcl())
}

/** GetObjectAcl */
export function getObjectAcl(call: Call): Reply {
  return documentReply(ownerAcl(), versionHeaders(findVersion(call)))
}

/** PutBucketAcl with a canned ACL. */
export function putBucketAcl({ request, store }: Call): Reply {
  store.bucket(request.bucket)
  requireCannedAcl(request)
  return { status: 200 }
}

/** PutObjectAcl with a canned ACL. */
export function putObjectAcl(call: Call): Reply {
  const found = findVersion(call)
  requireCannedAcl(call.request)
  return { status: 200, headers: versionHeaders(found) }
}

function requireCannedAcl(request: S3Request): void {
  if (request.headers.has('x-amz-acl')) return
  throw new S3Error('NotImplemented', { message: 'Only canned ACLs (x-amz-acl) are implemented' })
}

/** The owner, with full control. */
function ownerAcl(): string {
  const grantee = new Xml(
    '<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser">' +
      `${element('ID', ownerId).markup}</Grantee>`,
  )
  const grant = element('Grant', [grantee, element('Permission', 'FULL_CONTROL')])
  return s3Document('AccessControlPolicy', [ownerElement(), element('AccessControlList', [grant])])
}
