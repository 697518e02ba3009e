import { checkCannedAcl } from './buckets/acl.ts'
import { accountId } from './owner.ts'
import type { S3Request } from './s3-request.ts'
import { S3Error, headerNotImplemented, invalidArgument } from './s3-error.ts'

/** Headers that would change what an operation does, and that this server does not do. */
const notImplemented =
  /^x-amz-(?:copy-source-)?server-side-encryption-(?:customer-|aws-kms-|context|bucket-key)|^x-amz-grant-|^x-amz-write-offset-bytes$/

/**
 * Refuses what would otherwise be silently left out: keys of one's own and of KMS, grants, object lock, another
 * account's bucket.
 */
export function refuseUnsupported(request: S3Request): void {
  for (const name of request.headers.keys()) {
    if (notImplemented.test(name)) throw headerNotImplemented(name)
    if (name.startsWith('x-amz-object-lock-')) {
      throw new S3Error('InvalidRequest', { message: 'Bucket is missing Object Lock Configuration' })
    }
  }
  checkEncryption(request.headers.get('x-amz-server-side-encryption'))
  checkCannedAcl(request)
  for (const header of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
    if ((request.headers.get(header) ?? accountId) !== accountId) throw new S3Error('AccessDenied')
  }
  if (request.headers.get('x-amz-bypass-governance-retention') === 'true') {
    const name = 'x-amz-bypass-governance-retention'
    throw invalidArgument(name, 'true', `${name} is only applicable to Object Lock enabled buckets.`)
  }
}

function checkEncryption(algorithm: string | undefined): void {
  if (algorithm === undefined || algorithm === 'AES256') return
  if (algorithm === 'aws:kms' || algorithm === 'aws:kms:dsse') {
    throw new S3Error('NotImplemented', {
      message: `Encryption with KMS keys (${algorithm}) is not implemented`,
      details: { Header: 'x-amz-server-side-encryption' },
    })
  }
  throw new S3Error('InvalidEncryptionAlgorithmError', {
    details: { ArgumentName: 'x-amz-server-side-encryption', ArgumentValue: algorithm },
  })
}
