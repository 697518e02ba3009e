import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { describe, expect, test } from 'vitest'
import type { ConnectionOptions } from '../../../../main/engine/s3/connection-options.ts'
import type { S3Connection } from '../../../../main/engine/s3/s3-connection.ts'
import { WireCall } from '../../../../main/engine/s3/wire-call.ts'
import { connect, failure, serve, signedFor, unstopped } from './scripted-server.ts'

const outpost = 'arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-01234567890123456/accesspoint/name'
const several = 'arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap'
const china = 'arn:aws-cn:s3:cn-north-1:123456789012:accesspoint/name'

const list = (connection: S3Connection, Bucket: string) =>
  connection.call({ operation: 'ListObjectsV2', bucket: Bucket }, unstopped, (client, wireCall) =>
    client.send(new ListObjectsV2Command({ Bucket }), wireCall),
  )

describe('the ARN of an access point leads to its own host', () => {
  test.each<[string, Partial<ConnectionOptions>, string]>([
    [
      'arn:aws:s3:eu-west-1:123456789012:accesspoint/name',
      {},
      'name-123456789012.s3-accesspoint.eu-west-1.amazonaws.com',
    ],
    [
      'arn:aws:s3:eu-west-1:123456789012:accesspoint:name',
      {},
      'name-123456789012.s3-accesspoint.eu-west-1.amazonaws.com',
    ],
    [
      'arn:aws:s3:eu-west-1:123456789012:accesspoint/name',
      { pathStyle: true },
      'name-123456789012.s3-accesspoint.eu-west-1.amazonaws.com',
    ],
    [
      'arn:aws:s3:eu-west-1:123456789012:accesspoint/name',
      { fips: false, dualstack: true },
      'name-123456789012.s3-accesspoint.dualstack.eu-west-1.amazonaws.com',
    ],
    [china, { region: 'cn-northwest-1' }, 'name-123456789012.s3-accesspoint.cn-north-1.amazonaws.com.cn'],
    [outpost, {}, 'name-123456789012.op-01234567890123456.s3-outposts.eu-west-1.amazonaws.com'],
    [several, {}, 'mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com'],
  ])('%s with %j: %s', async (bucket, settings, host) => {
    const server = await serve((_, reply) => reply.end())
    const hosts: string[] = []
    server.onConnect((at) => hosts.push(at))
    const { connection } = connect({
      region: 'us-east-1',
      ...settings,
      proxyEnv: { HTTPS_PROXY: server.endpoint },
    })
    await failure(list(connection, bucket))
    expect(hosts).toEqual([`${host}:443`])
  })

  test('below a given endpoint, signed for the region of the ARN, while buckets stay in the path', async () => {
    const server = await serve((_, reply) => reply.end())
    const { connection } = connect({
      endpoint: 'http://endpoint.test',
      proxyEnv: { HTTP_PROXY: server.endpoint },
    })
    await list(connection, 'arn:aws:s3:eu-west-1:123456789012:accesspoint/name')
    await list(connection, 'bucket')
    expect(
      server.asked.map(({ url, headers }) => [url, headers.host, signedFor(headers.authorization)]),
    ).toEqual([
      ['http://name-123456789012.endpoint.test/?list-type=2', 'name-123456789012.endpoint.test', 'eu-west-1'],
      ['http://endpoint.test/bucket/?list-type=2', 'endpoint.test', 'us-east-1'],
    ])
  })

  test('of several regions, signed for all of them', async () => {
    const server = await serve((_, reply) => reply.end())
    const { connection } = connect({ region: 'us-east-1', proxyEnv: { HTTPS_PROXY: server.endpoint } })
    const call = new WireCall(unstopped)
    await failure(
      connection.call({ operation: 'ListObjectsV2', bucket: several }, unstopped, (client) =>
        client.send(new ListObjectsV2Command({ Bucket: several }), call),
      ),
    )
    expect(call.sent).toMatchObject({
      'x-amz-region-set': '*',
      authorization: expect.stringMatching(/^AWS4-ECDSA-P256-SHA256 Credential=/) as string,
    })
  })
})

test.each([
  'arn:aws:s3:eu-west-1:123456789012:accesspoint',
  'arn:aws:s3:eu-west-1:1:accesspoint/na_me',
  'arn:aws:sqs:eu-west-1:123456789012:queue',
])('an ARN that leads nowhere (%s) is a mistake of whoever typed it', async (bucket) => {
  const { connection } = connect({ region: 'us-east-1' })
  expect(await failure(list(connection, bucket))).toMatchObject({ code: 'usage' })
})
