import type { Call } from '../call.ts'
import { S3Error, type S3ErrorCode } from '../s3-error.ts'

/** Configurations that no bucket of this server has: whoever asks for one is told so as S3 does. */
export const unset = (
  [
    ['encryption', 'ServerSideEncryptionConfigurationNotFoundError'],
    ['lifecycle', 'NoSuchLifecycleConfiguration'],
    ['object-lock', 'ObjectLockConfigurationNotFoundError'],
    ['ownershipControls', 'OwnershipControlsNotFoundError'],
    ['publicAccessBlock', 'NoSuchPublicAccessBlockConfiguration'],
    ['tagging', 'NoSuchTagSet'],
  ] as const satisfies readonly (readonly [string, S3ErrorCode])[]
).map(([selector, code]) => ({
  selector,
  run: ({ request, store }: Call): never => {
    store.bucket(request.bucket)
    throw new S3Error(code, { details: { BucketName: request.bucket } })
  },
}))
