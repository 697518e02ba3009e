import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openS3 } from '../../../main/engine/open-s3.ts'
import { FakeClock } from '../../fakes/fake-clock.ts'
import { failure, serve, unstopped } from './s3/scripted-server.ts'

/** The store of a profile with these lines, at a server that takes everything. */
async function storeOf(lines: string) {
  const server = await serve((_, reply) => reply.setHeader('etag', '"e"').end())
  const folder = await mkdtemp(join(tmpdir(), 'sluice-open-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(
    join(folder, 'config'),
    `[profile work]\naws_access_key_id = a\naws_secret_access_key = b\nendpoint_url = ${server.endpoint}\n${lines}\n`,
  )
  const opening = openS3({
    profile: 'work',
    env: {
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    },
    clock: new FakeClock(),
  })
  return { server, opening }
}

test('a store does as the s3 block of its profile says', async () => {
  const { server, opening } = await storeOf(
    'request_checksum_calculation = when_supported\ns3 =\n  payload_signing_enabled = false\n  use_dualstack_endpoint = true',
  )
  const store = await opening
  onTestFinished(() => {
    store.close()
  })
  const body = Buffer.from('hello')
  await store.put({ bucket: 'b', key: 'k', body, md5: createHash('md5').update(body).digest() }, unstopped)
  expect(server.asked[0]).toMatchObject({
    url: expect.stringMatching(/^\/b\/k/) as string,
    headers: {
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
      'x-amz-checksum-crc64nvme': expect.any(String) as string,
    },
  })
})

test('a store is not opened with a setting that makes no sense', async () => {
  const { opening } = await storeOf('s3 =\n  addressing_style = dns')
  expect(await failure(opening)).toMatchObject({ code: 'usage', subject: 'addressing_style' })
})
