import { randomUUID } from 'node:crypto'
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import type { RadosGateway } from '../servers/ceph.ts'

/** The radosgw of this run; null where the machine has none. */
export function radosgw(): RadosGateway | null {
  const text = process.env['SLUICE_TEST_RADOSGW']
  return text === undefined ? null : (JSON.parse(text) as RadosGateway)
}

/** Why specs that need radosgw are left out; null where they run. On CI they run, and fail, without it. */
export const withoutRadosgw: string | null =
  radosgw() !== null || process.env['CI'] === 'true'
    ? null
    : 'radosgw is not here: apt-get install radosgw ceph-mon ceph-osd ceph-mgr ceph-common (Debian)'

/** Another client of a server, which makes buckets and looks into them. */
export class Buckets {
  readonly #client: S3Client

  constructor(server: Pick<RadosGateway, 'endpoint' | 'accessKeyId' | 'secretAccessKey'>) {
    const { endpoint, accessKeyId, secretAccessKey } = server
    this.#client = new S3Client({
      endpoint,
      credentials: { accessKeyId, secretAccessKey },
      region: 'us-east-1',
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    })
  }

  async make(options: { versioned?: boolean; name?: string } = {}): Promise<string> {
    const Bucket = options.name ?? `ui-${randomUUID().slice(0, 13)}`
    await this.#client.send(new CreateBucketCommand({ Bucket }))
    if (options.versioned === true) {
      const VersioningConfiguration = { Status: 'Enabled' } as const
      await this.#client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
    }
    return Bucket
  }

  /** Writes objects, sixteen at a time. */
  async put(Bucket: string, objects: Iterable<readonly [key: string, body: string]>): Promise<void> {
    const queue = [...objects]
    const lane = async (): Promise<void> => {
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        await this.#client.send(new PutObjectCommand({ Bucket, Key: next[0], Body: next[1] }))
      }
    }
    await Promise.all(Array.from({ length: 16 }, lane))
  }

  async keys(Bucket: string): Promise<string[]> {
    const keys: string[] = []
    let token: string | undefined
    do {
      const page = await this.#client.send(
        new ListObjectsV2Command({ Bucket, ...(token === undefined ? {} : { ContinuationToken: token }) }),
      )
      for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key)
      token = page.NextContinuationToken
    } while (token !== undefined)
    return keys
  }

  /** Deletes a bucket with what is in it, as long as that has no versions. */
  async removeBucket(Bucket: string): Promise<void> {
    for (const Key of await this.keys(Bucket)) {
      await this.#client.send(new DeleteObjectCommand({ Bucket, Key }))
    }
    await this.#client.send(new DeleteBucketCommand({ Bucket }))
  }

  async read(Bucket: string, Key: string): Promise<string> {
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket, Key }))
    return (await Body?.transformToString()) ?? ''
  }

  async remove(Bucket: string, Key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand({ Bucket, Key }))
  }

  close(): void {
    this.#client.destroy()
  }
}
