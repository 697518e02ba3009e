import { S3Client } from '@aws-sdk/client-s3'

/** An S3 server to run cases against. */
export interface S3Server {
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** A client that sets worlds up and looks at them; the command under test brings its own. */
export function connect(server: S3Server): S3Client {
  const { endpoint, accessKeyId, secretAccessKey } = server
  return new S3Client({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
}
