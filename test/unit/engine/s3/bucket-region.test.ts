import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { findBucketRegion } from '../../../../main/engine/s3/bucket-region.ts'
import { connect, serve, unstopped } from './scripted-server.ts'

const header = { 'x-amz-bucket-region': 'eu-west-1' }

test.each<[string, (reply: ServerResponse) => unknown, string | null]>([
  ['a 200', (reply) => reply.writeHead(200, header).end(), 'eu-west-1'],
  ['a redirect', (reply) => reply.writeHead(301, header).end(), 'eu-west-1'],
  ['a refusal', (reply) => reply.writeHead(403, header).end(), 'eu-west-1'],
  ['a bad request', (reply) => reply.writeHead(400, header).end(), 'eu-west-1'],
  ['a 404', (reply) => reply.writeHead(404).end(), null],
  ['a 200 that does not say', (reply) => reply.writeHead(200).end(), null],
  ['no reply', (reply) => reply.destroy(), null],
])('%s tells where a bucket is, or nothing', async (_, answer, region) => {
  const server = await serve((_asked, reply) => answer(reply))
  const { connection } = connect({ endpoint: server.endpoint })
  const found = await connection.call(
    { operation: 'HeadBucket', bucket: 'b' },
    unstopped,
    (client, wireCall) => findBucketRegion(client, 'b', wireCall),
  )
  expect(found).toBe(region)
  expect(server.asked[0]).toMatchObject({ method: 'HEAD', url: '/b/' })
})
