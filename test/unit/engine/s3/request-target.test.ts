import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { findTarget } from '../../../../main/engine/s3/request-target.ts'

/** A client whose requests must not go out. */
const client = (config: S3ClientConfig) =>
  new S3Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: { handle: () => Promise.reject(new Error('It was sent.')) },
    ...config,
  })

const signing = { region: 'eu-west-1', service: 's3' }
const point = 'arn:aws:s3:us-west-2:123456789012:accesspoint/name'
const outpost = 'arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-01234567890123456/accesspoint/name'

test.each<[string, S3ClientConfig, object]>([
  ['bucket', {}, { protocol: 'https:', hostname: 'bucket.s3.eu-west-1.amazonaws.com', folder: '', signing }],
  [
    'bucket',
    { forcePathStyle: true },
    { hostname: 's3.eu-west-1.amazonaws.com', folder: '/bucket', signing },
  ],
  [
    'bucket',
    { endpoint: 'http://[::1]:8000', forcePathStyle: true },
    { protocol: 'http:', hostname: '[::1]', port: 8000, host: '[::1]:8000', folder: '/bucket', signing },
  ],
  [
    'bucket',
    { endpoint: 'http://h:1/below/', forcePathStyle: true },
    { host: 'h:1', folder: '/below/bucket', signing },
  ],
  [point, { useArnRegion: true }, { folder: '', signing: { ...signing, region: 'us-west-2' } }],
  [outpost, {}, { signing: { ...signing, service: 's3-outposts' } }],
  ['bucket', { signer: { sign: (request) => Promise.resolve(request) } }, { signing: 'none' }],
])('%s with %j is at %j', async (bucket, config, expected) => {
  expect(await findTarget(client(config), bucket)).toMatchObject(expected)
})

test('what takes more than a signature of version 4 is left to the SDK', async () => {
  await import('@smithy/signature-v4a')
  const several = 'arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap'
  expect(await findTarget(client({}), several)).toMatchObject({ signing: 'by the sdk' })
})

test('a bucket without an address is an error of the SDK’s', async () => {
  await expect(findTarget(client({}), 'arn:aws:sqs:eu-west-1:123456789012:queue')).rejects.toMatchObject({
    name: 'EndpointError',
  })
})
