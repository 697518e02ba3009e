import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import type { S3ClientConfig } from '@aws-sdk/client-s3'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { PracticeServer } from '../../main/practice/index.ts'
import { makeDirectory, startServer } from '../unit/practice/practice-client.ts'

const nothing = (): void => undefined
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing }

/** The SDK as it comes: its own checksums, its own signatures, none of the server's code. */
function client(server: PracticeServer, options: S3ClientConfig = {}): S3Client {
  const { endpoint, region, accessKeyId, secretAccessKey } = server
  const s3 = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
    logger: silent,
    ...options,
  })
  onTestFinished(() => {
    s3.destroy()
  })
  return s3
}

const Bucket = 'bucket'

describe('the SDK with its defaults', () => {
  test.each(['plain', 'a b+c%2B&é～😀/../x//y ', "it's (a) *key*!"])(
    'puts, reads, lists, copies and deletes %j',
    async (Key) => {
      const server = await startServer()
      const s3 = client(server)
      const put = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'content', Metadata: { a: 'b' } }))
      expect(put.ChecksumCRC32).toBeTypeOf('string')
      const got = await s3.send(new GetObjectCommand({ Bucket, Key }))
      expect(await got.Body?.transformToString()).toBe('content')
      expect(got.Metadata).toEqual({ a: 'b' })
      const listed = await s3.send(new ListObjectsV2Command({ Bucket }))
      expect(listed.Contents?.map((object) => object.Key)).toEqual([Key])
      const CopySource = `${Bucket}/${encodeURIComponent(Key)}`
      await s3.send(new CopyObjectCommand({ Bucket, Key: `${Key}2`, CopySource }))
      const deleted = await s3.send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }, { Key: `${Key}2` }] } }),
      )
      expect(deleted.Deleted).toHaveLength(2)
      expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0)
    },
  )

  test('puts a stream, in chunks with a trailing checksum', async () => {
    const server = await startServer()
    const s3 = client(server)
    const file = path.join(await makeDirectory(), 'file')
    const content = randomBytes(3_000_000)
    await writeFile(file, content)
    await s3.send(new PutObjectCommand({ Bucket, Key: 'key', Body: createReadStream(file) }))
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'key' }))
    expect(
      createHash('md5')
        .update((await got.Body?.transformToByteArray()) ?? '')
        .digest('hex'),
    ).toBe(createHash('md5').update(content).digest('hex'))
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'key', ChecksumMode: 'ENABLED' }))
    expect(head).toMatchObject({ ChecksumType: 'FULL_OBJECT', ContentLength: content.length })
    expect(head.ChecksumCRC32).toBeTypeOf('string')
  })

  test('is refused chunks that are too small, as S3 refuses them', async () => {
    const server = await startServer()
    const file = path.join(await makeDirectory(), 'file')
    await writeFile(file, Buffer.alloc(50_000))
    const put = (s3: S3Client): Promise<unknown> => {
      const Body = createReadStream(file, { highWaterMark: 1000 })
      return s3.send(new PutObjectCommand({ Bucket, Key: 'key', Body }))
    }
    await expect(put(client(server))).rejects.toMatchObject({ name: 'InvalidChunkSizeError' })
    await expect(put(client(server, { requestStreamBufferSize: 65_536 }))).resolves.toBeDefined()
  })

  test.each([
    [{}, 'FULL_OBJECT', 'ChecksumCRC64NVME'],
    [{ ChecksumAlgorithm: 'CRC32' }, 'COMPOSITE', 'ChecksumCRC32'],
    [{ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' }, 'FULL_OBJECT', 'ChecksumCRC32'],
  ] as const)('uploads in parts begun with %j, to a checksum of type %s', async (asked, type, checksum) => {
    const server = await startServer()
    const s3 = client(server)
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'key', ...asked }))
    const parts = [Buffer.alloc(5 * 1024 * 1024, 'a'), Buffer.from('b')]
    const named = []
    for (const [index, Body] of parts.entries()) {
      const part = { Bucket, Key: 'key', UploadId, PartNumber: index + 1 }
      const { ETag, ChecksumCRC32 } = await s3.send(new UploadPartCommand({ ...part, Body, ...asked }))
      expect(ChecksumCRC32).toBeTypeOf('string')
      named.push({ PartNumber: index + 1, ETag, ...('ChecksumAlgorithm' in asked ? { ChecksumCRC32 } : {}) })
    }
    const whole = { Bucket, Key: 'key', UploadId, MultipartUpload: { Parts: named } }
    const completed = await s3.send(new CompleteMultipartUploadCommand(whole))
    expect(completed).toMatchObject({ ChecksumType: type })
    expect(completed).toHaveProperty(checksum)
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'key' }))
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Buffer.concat(parts))).toBe(
      true,
    )
  })
})

test.each(['SHA1', 'SHA256', 'CRC32C'] as const)(
  'the SDK’s %s is the server’s',
  async (ChecksumAlgorithm) => {
    const server = await startServer()
    const put = client(server).send(
      new PutObjectCommand({ Bucket, Key: 'key', Body: 'content', ChecksumAlgorithm }),
    )
    await expect(put).resolves.toHaveProperty(`Checksum${ChecksumAlgorithm}`)
  },
)

test('the SDK is told what is wrong', async () => {
  const server = await startServer()
  await expect(
    client(server, { credentials: { accessKeyId: 'NOBODY', secretAccessKey: 'x' } }).send(
      new ListObjectsV2Command({ Bucket }),
    ),
  ).rejects.toMatchObject({ name: 'InvalidAccessKeyId' })
  await expect(
    client(server, { credentials: { accessKeyId: server.accessKeyId, secretAccessKey: 'x' } }).send(
      new ListObjectsV2Command({ Bucket }),
    ),
  ).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
  await expect(
    client(server, { region: 'eu-west-1' }).send(new ListObjectsV2Command({ Bucket })),
  ).rejects.toMatchObject({ name: 'AuthorizationHeaderMalformed' })
  await expect(client(server).send(new GetObjectCommand({ Bucket, Key: 'absent' }))).rejects.toMatchObject({
    name: 'NoSuchKey',
    $metadata: { httpStatusCode: 404 },
  })
})
