import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { createServer, request as ask, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld } from '../../main/engine/index.ts'
import { habitsInMemory } from '../../main/engine/s3/endpoint-habits.ts'
import { tryKeys } from '../../main/services/connections/try-keys.ts'
import type { RunReport } from '../../shared/job.ts'
import { seededBytes } from '../fakes/seeded-random.ts'
import type { CliRun } from '../faults/run-cli.ts'
import { Scene } from '../faults/scene.ts'
import { servers, startPractice } from '../faults/servers.ts'
import { writeTree } from '../faults/tree.ts'
import type { S3Server } from '../parity/server.ts'

const reportOf = ({ stdout }: CliRun): RunReport =>
  (JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { run: RunReport }).run

const never = new AbortController().signal

/**
 * What each server is known for when it was asked. Where versions are kept, radosgw ignores `If-None-Match: *` and fails
 * each If-Match.
 */
const habitsOf: Readonly<Record<string, (versioned: boolean) => object>> = {
  'the practice server': () => ({
    ...{ create: 'held', replace: 'held', finishNew: 'held', finishOver: 'held' },
    ...{ copyNew: 'held', copyOver: 'held', copyFrom: 'held' },
    checksums: 'kept',
  }),
  radosgw: (versioned) => ({
    ...(versioned ? { create: 'ignored' } : { create: 'held', replace: 'held' }),
    ...{ finishNew: 'ignored', finishOver: 'ignored', copyNew: 'ignored', copyOver: 'ignored' },
    ...{ copyFrom: 'ignored', checksums: 'ignored' },
  }),
}

const isConditional = (headers: NodeJS.Dict<unknown>): boolean =>
  headers['if-none-match'] !== undefined || headers['if-match'] !== undefined

/** What stands before a server and takes no write with a condition, as Backblaze's does. */
class Front {
  readonly endpoint: string
  /** Writes in their order, with whether they were refused. */
  readonly writes: { readonly path: string; readonly refused: boolean }[] = []
  /** It takes conditions now. */
  isUpgraded = false
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
    this.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  static async start(target: string): Promise<Front> {
    const state: { front: Front | null } = { front: null }
    const server = createServer((from, to) => {
      const { method = '', url = '', headers } = from
      const isWrite = method === 'PUT' || (method === 'POST' && url.includes('uploadId='))
      const refused = isWrite && isConditional(headers) && state.front?.isUpgraded === false
      if (isWrite && !url.includes('partNumber='))
        state.front?.writes.push({ path: url.replace(/\?.*/, ''), refused })
      if (refused) {
        from
          .resume()
          .on('end', () =>
            to
              .writeHead(501, { 'content-type': 'application/xml' })
              .end('<Error><Code>NotImplemented</Code><Message>A header implies more.</Message></Error>'),
          )
        return
      }
      const { hostname, port } = new URL(target)
      const onward = ask({ hostname, port, method, path: url, headers }, (answer) => {
        to.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(to)
      })
      onward.on('error', () => to.destroy())
      from.pipe(onward)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return (state.front = new Front(server))
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}

describe('a server that takes no conditions', () => {
  let scene: Scene
  let front: Front
  let stop: () => Promise<void>

  beforeAll(async () => {
    const started = await startPractice()
    stop = started.stop
    scene = await Scene.set(started.server)
    front = await Front.start(started.server.endpoint)
  })

  afterAll(async () => {
    front.close()
    await scene.close()
    await stop()
  })

  const kept = (): string => scene.path('home', 'config', 'sluice', 'endpoints.json')

  test('is asked with one once, and the next run knows; reports say how objects were held', async () => {
    const bucket = await scene.bucket('habits')
    const sync = async (names: readonly string[]): Promise<RunReport> => {
      await writeTree(scene.path('src'), Object.fromEntries(names.map((name) => [name, `bytes of ${name}`])))
      const run = await scene.run(['sync', scene.path('src'), `s3://${bucket}`, '--json'], {
        endpoint: front.endpoint,
      })
      expect(run, run.stderr).toMatchObject({ exit: 0 })
      return reportOf(run)
    }
    const first = await sync(['a'])
    expect(front.writes.map(({ refused }) => refused)).toEqual([true, false])
    expect(first).toMatchObject({ lookedAt: 1, requests: { HeadObject: 1, PutObject: 2 } })
    expect(JSON.parse(await readFile(kept(), 'utf8'))).toMatchObject({
      version: 1,
      endpoints: { [front.endpoint]: { create: { value: 'refused' } } },
    })

    front.writes.length = 0
    const second = await sync(['a', 'b', 'c'])
    expect(front.writes.map(({ refused }) => refused)).toEqual([false, false])
    expect(second).toMatchObject({ lookedAt: 2, requests: { HeadObject: 2, PutObject: 2 } })
    expect(Object.keys(await scene.etags(bucket))).toEqual(['a', 'b', 'c'])
  })

  test('is named in a dry run, before anything is written', async () => {
    const bucket = await scene.bucket('habits')
    const run = await scene.run(['sync', scene.path('src'), `s3://${bucket}`, '--dryrun'], {
      endpoint: front.endpoint,
    })
    expect(run.stderr).toContain(`The server ${front.endpoint} takes no conditions of writes`)
  })

  test('takes parts and copies all the same', async () => {
    const bucket = await scene.bucket('habits')
    await writeTree(scene.path('large'), { 'l.bin': seededBytes(1, 9 << 20) })
    const up = await scene.run(['sync', scene.path('large'), `s3://${bucket}/from`, '--json'], {
      endpoint: front.endpoint,
    })
    expect(up, up.stderr).toMatchObject({ exit: 0 })
    await scene.put(bucket, { 'from/small': 'small' })
    const across = await scene.run(['sync', `s3://${bucket}/from`, `s3://${bucket}/to`, '--json'], {
      endpoint: front.endpoint,
    })
    expect(across, across.stderr).toMatchObject({ exit: 0 })
    expect(reportOf(across)).toMatchObject({ lookedAt: 2 })
  })

  test('that was upgraded is found out once what is known of it is forgotten', async () => {
    front.isUpgraded = true
    await rm(kept())
    const bucket = await scene.bucket('habits')
    const run = await scene.run(['sync', scene.path('src'), `s3://${bucket}`, '--json'], {
      endpoint: front.endpoint,
    })
    expect(reportOf(run)).toMatchObject({ onTrust: 3 })
    expect(reportOf(run).lookedAt).toBeUndefined()
  })
})

for (const { name: server, start, where } of servers) {
  describe(`on ${server}`, where, () => {
    let scene: Scene
    let at: S3Server
    let stop: () => Promise<void>

    beforeAll(async () => {
      const started = await start()
      stop = started.stop
      at = started.server
      scene = await Scene.set(at)
    })

    afterAll(async () => {
      await scene.close()
      await stop()
    })

    test('of which nothing is known, a small object goes in trust, and one in parts after a look', async () => {
      const bucket = await scene.bucket('habits')
      await writeTree(scene.path('src'), { small: 'small', large: seededBytes(1, 9 << 20) })
      const run = await scene.run(['sync', scene.path('src'), `s3://${bucket}`, '--json'])
      expect(run, run.stderr).toMatchObject({ exit: 0 })
      expect(reportOf(run)).toMatchObject({ onTrust: 1, lookedAt: 1 })
    })

    test.each([false, true])(
      'a test of writing finds out how it takes conditions, and leaves nothing; versions are kept: %s',
      async (versioned) => {
        const bucket = await scene.bucket('habits')
        if (versioned) {
          const VersioningConfiguration = { Status: 'Enabled' } as const
          await scene.s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }))
        }
        const { endpoint, accessKeyId, secretAccessKey } = at
        const typed = { label: '', region: '', sessionToken: '', endpoint, accessKeyId, secretAccessKey }
        const { clock, random } = createWorld({ log: { write: () => undefined } })
        const here = { env: {}, clock, habits: habitsInMemory() }
        const tried = await tryKeys({ ...typed, writeTo: bucket }, here, random, never)
        expect(tried.writing).toEqual({ bucket, error: null })
        const found = Object.entries(tried.habits ?? {}).map(([name, { value }]) => [name, value])
        expect(Object.fromEntries(found)).toEqual(habitsOf[server]?.(versioned))
        const left = await scene.s3.send(new ListObjectVersionsCommand({ Bucket: bucket }))
        expect([left.Versions ?? [], left.DeleteMarkers ?? []]).toEqual([[], []])
        const uploads = await scene.s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
        expect(uploads.Uploads ?? []).toEqual([])
      },
    )
  })
}
