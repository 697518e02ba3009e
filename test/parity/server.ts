import { S3Client } from '@aws-sdk/client-s3'
import { startCeph } from '../servers/ceph.ts'

/** An S3 server to run cases against. */
export interface S3Server {
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** The server of a script: the one at `endpoint`, which has the tests' identity, or a radosgw of its own. */
export async function serverFor(
  endpoint: string | undefined,
): Promise<{ server: S3Server; stop: () => Promise<void> }> {
  if (endpoint === undefined) {
    const { gateway, stop } = await startCeph()
    return { server: gateway, stop }
  }
  const server = { endpoint, accessKeyId: 'testaccesskey', secretAccessKey: 'testsecretkey' }
  return { server, stop: () => Promise.resolve() }
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
