import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { findTransferSettings } from '../../../../main/engine/s3/transfer-settings.ts'
import { defaultTransferSettings } from '../../../../shared/transfer-settings.ts'
import { failure } from './scripted-server.ts'

const M = 1024 * 1024

/** What a profile `work` with these lines says. */
async function settingsOf(lines: string, profile = 'work') {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-config-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'config')
  await writeFile(path, `[default]\nregion = x\n\n[profile work]\n${lines}\n`)
  const env = { AWS_CONFIG_FILE: path, AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') }
  return { path, settings: findTransferSettings({ profile, env }) }
}

const everything = `region = eu-west-1
s3 =
    multipart_threshold = 64MB
    multipart_chunksize = 16MiB
    max_concurrent_requests = 20
    max_queue_size = 10000
    max_bandwidth = 50MB/s
    addressing_style = path
    preferred_transfer_client = crt
    target_bandwidth = 5GB/s
    io_chunksize = 1MB
    should_stream = true
    disk_throughput = 10GB/s
    direct_io = true
output = json`

describe('the s3 block of a profile', () => {
  test('says how to transfer, and what is for another client means nothing', async () => {
    expect(await (await settingsOf(everything)).settings).toEqual({
      multipartThreshold: 64 * M,
      multipartChunksize: 16 * M,
      maxConcurrentRequests: 20,
      maxBandwidth: 50 * M,
    })
  })

  test('counts for its own profile only', async () => {
    expect(await (await settingsOf(everything, 'default')).settings).toEqual(defaultTransferSettings)
  })

  test('may leave anything out', async () => {
    expect(await (await settingsOf('s3 =\n  max_bandwidth = 80b/s')).settings).toEqual({
      ...defaultTransferSettings,
      maxBandwidth: 10,
    })
  })

  test('is none where its lines are not indented', async () => {
    expect(await (await settingsOf('s3 =\nmultipart_threshold = 64MB')).settings).toEqual(
      defaultTransferSettings,
    )
  })

  test.each([
    ['multipart_threshold', '0', 'a positive integer'],
    ['multipart_threshold', '-5MB', 'a positive integer'],
    ['multipart_chunksize', '5M', 'a positive integer'],
    ['multipart_chunksize', 'large', 'a positive integer'],
    ['max_concurrent_requests', '0', 'a positive integer'],
    ['max_concurrent_requests', '1KB', 'a positive integer'],
    ['max_concurrent_requests', '2.5', 'a positive integer'],
    ['max_queue_size', '-1', 'a positive integer'],
    ['max_queue_size', 'many', 'a positive integer'],
    ['max_bandwidth', '0', 'a positive integer or a rate'],
    ['max_bandwidth', '7b/s', 'a positive integer or a rate'],
    ['max_bandwidth', '10Mb', 'a positive integer or a rate'],
  ])('can have no %s of %s', async (name, text, what) => {
    const { path, settings } = await settingsOf(`s3 =\n  ${name} = ${text}`)
    const error = await failure(settings)
    expect(error).toMatchObject({
      code: 'usage',
      message: `Value for ${name} must be ${what}: ${text}`,
      subject: name,
    })
    expect(error).toHaveProperty('advice', expect.stringContaining(`profile work in ${path}`))
  })
})
