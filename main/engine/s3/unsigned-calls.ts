import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3'

/** A request that says so is signed without its body's hash (AWS SigV4, "UNSIGNED-PAYLOAD"). */
export function leavePayloadsUnsigned(client: S3Client): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string> }
      request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD'
      return next(args)
    },
    { step: 'build', name: 'unsignedPayload' },
  )
}

/** A client whose calls are not signed; the SDK wants credentials even so. */
export const anonymous: Pick<S3ClientConfig, 'credentials' | 'signer'> = {
  credentials: { accessKeyId: '', secretAccessKey: '' },
  signer: { sign: (request) => Promise.resolve(request) },
}
