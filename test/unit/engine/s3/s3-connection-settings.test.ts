import { createHash } from 'node:crypto'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { connect, failure, put, serve } from './scripted-server.ts'

describe('the settings of an s3 block', () => {
  test.each([
    [{ accelerate: true }, 'bucket.s3-accelerate.amazonaws.com:443'],
    [{ dualstack: true }, 'bucket.s3.dualstack.eu-west-1.amazonaws.com:443'],
    [{ accelerate: true, dualstack: true }, 'bucket.s3-accelerate.dualstack.amazonaws.com:443'],
    [{ fips: true }, 'bucket.s3-fips.eu-west-1.amazonaws.com:443'],
    [{ pathStyle: true }, 's3.eu-west-1.amazonaws.com:443'],
  ])('%j lead to %s, whatever the SDK finds in its environment', async (settings, host) => {
    vi.stubEnv('AWS_USE_DUALSTACK_ENDPOINT', String(!('dualstack' in settings)))
    vi.stubEnv('AWS_USE_FIPS_ENDPOINT', String(!('fips' in settings)))
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    const server = await serve((_, reply) => reply.end())
    const hosts: string[] = []
    const { connection } = connect({
      ...settings,
      region: 'eu-west-1',
      proxyEnv: { HTTPS_PROXY: server.endpoint },
    })
    server.onConnect((at) => hosts.push(at))
    await failure(put(connection, 'bucket'))
    expect(hosts).toEqual([host])
  })

  test.each([
    [undefined, createHash('sha256').update('bucket').digest('hex')],
    [true, createHash('sha256').update('bucket').digest('hex')],
    [false, 'UNSIGNED-PAYLOAD'],
  ])('that sign bodies (%s) say %s of them', async (signPayloads, expected) => {
    const server = await serve((_, reply) => reply.setHeader('etag', '"e"').end())
    const { connection } = connect({
      endpoint: server.endpoint,
      ...(signPayloads === undefined ? {} : { signPayloads }),
    })
    await put(connection, 'bucket')
    expect(server.asked[0]?.headers['x-amz-content-sha256']).toBe(expected)
    expect(server.asked[0]?.headers.authorization).toContain('x-amz-content-sha256')
  })

  test.each<[boolean | null | undefined, string | undefined, boolean]>([
    [undefined, undefined, true],
    [null, undefined, true],
    [false, undefined, false],
    [true, undefined, true],
    [undefined, 'https://s3.example.test', false],
    [true, 'https://s3.example.test', true],
  ])('that want checksums (%s) at %s send them: %s', (sendChecksums, endpoint, expected) => {
    const { connection } = connect({
      ...(sendChecksums === undefined ? {} : { sendChecksums }),
      ...(endpoint === undefined ? {} : { endpoint }),
    })
    expect(connection.checksums).toMatchObject({
      asked: null,
      withBodies: expected ? 'CRC64NVME' : null,
      withDownloads: endpoint === undefined,
    })
  })
})
