import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPracticeServer, type PracticeServer } from '../../main/practice/index.ts'
import { seededBytes } from '../fakes/seeded-random.ts'
import { Scene } from '../faults/scene.ts'
import { readTree, writeTree } from '../faults/tree.ts'

const small = seededBytes(1, 1000)
const inParts = seededBytes(2, 9 << 20)

/** The practice server keeps checksums as Amazon does, and refuses what does not fit them. */
describe('checksums that a person asks for', () => {
  let server: PracticeServer
  let directory: string
  let scene: Scene

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'sluice-checksums-'))
    server = await startPracticeServer({ directory })
    scene = await Scene.set(server)
    await writeTree(scene.path('from'), { small, inParts })
  })

  afterAll(async () => {
    await scene.close()
    await server.close()
    await rm(directory, { recursive: true })
  })

  async function run(...args: string[]): Promise<void> {
    const ran = await scene.run(args)
    expect(ran, `${args.join(' ')}\n${ran.stderr}`).toMatchObject({ exit: 0 })
  }

  const kept = async (Bucket: string, Key: string): Promise<unknown> =>
    scene.s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }))

  test.each(['CRC64NVME', 'CRC32', 'CRC32C', 'SHA1', 'SHA256'])(
    '--checksum-algorithm %s is kept with small objects, with parts and with copies, and downloads are checked with it',
    async (algorithm) => {
      const [first, second] = [await scene.bucket('first'), await scene.bucket('second')]
      const flag = ['--checksum-algorithm', algorithm]
      await run('sync', 'from', `s3://${first}`, ...flag)
      await run('sync', `s3://${first}`, `s3://${second}`, ...flag)
      for (const bucket of [first, second]) {
        for (const key of ['small', 'inParts']) {
          expect(await kept(bucket, key), key).toMatchObject({
            [`Checksum${algorithm}`]: expect.any(String) as string,
          })
        }
      }
      await run('sync', `s3://${second}`, `to-${algorithm}`, '--checksum-mode', 'ENABLED')
      expect(await readTree(scene.path(`to-${algorithm}`))).toEqual(await readTree(scene.path('from')))
    },
  )
})
