import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { S3Client } from '@aws-sdk/client-s3'
import type { Place } from '../../faults/peers/tools.ts'
import { startLatencyProxy } from '../../fakes/latency-proxy.ts'
import { createBucket, listBucket, removeBucket } from '../../parity/bucket.ts'
import { connect } from '../../parity/server.ts'
import { far, tools, toolsAndLoops } from '../row.ts'
import type { OpenRow, Row, Stage } from '../row.ts'
import { countFiles, writeFiles, writeLargeFile } from '../trees.ts'
import { whyVoid } from '../void-rule.ts'
import type { Counted } from '../void-rule.ts'

interface Transfer extends Pick<Row, 'id' | 'title' | 'objects' | 'kinds'> {
  readonly write: (folder: string, quick: boolean) => Counted
  readonly way: 'up' | 'down' | 'copy'
  /** Milliseconds each way; 0 for none in between. */
  readonly latency?: number
}

const small = (folder: string, quick: boolean) => writeFiles(folder, quick ? 200 : 2000, 4096)
const large = (folder: string, quick: boolean) => writeLargeFile(folder, quick ? 51 : 512)

/** A transfer between a folder and radosgw, or inside of it; each attempt has a destination of its own. */
const transfer = ({ write, way, latency = 0, ...row }: Transfer): Row => ({
  ...row,
  async open(stage) {
    const server = await stage.radosgw()
    const s3 = connect(server)
    const folder = path.join(stage.folder, row.id)
    const wanted = write(folder, stage.quick)
    const proxy = latency > 0 ? await startLatencyProxy({ target: server.endpoint, latency }) : null
    const endpoint = proxy?.endpoint ?? server.endpoint
    const full = await newBucket(s3)
    if (way !== 'up') await putAll(s3, full, folder)
    return {
      async attempt(contestant) {
        const to = way === 'down' ? await newFolder(stage) : { bucket: await newBucket(s3), prefix: '' }
        const from: Place = way === 'up' ? { folder } : { bucket: full, prefix: '' }
        return {
          command: {
            line: contestant.sync({ from, to, endpoint }),
            env: await stage.env(contestant, endpoint),
            cwd: stage.folder,
          },
          verdict: async ({ exit }) => whyVoid(exit, wanted, await count(s3, to)),
          clear: () => ('folder' in to ? rm(to.folder, { recursive: true }) : removeBucket(s3, to.bucket)),
        }
      },
      async close() {
        await proxy?.close()
        await removeBucket(s3, full)
        s3.destroy()
        await rm(folder, { recursive: true })
      },
    } satisfies OpenRow
  },
})

const name = () => `bench-${randomBytes(4).toString('hex')}`

async function newBucket(s3: S3Client): Promise<string> {
  const bucket = name()
  await createBucket(s3, bucket)
  return bucket
}

async function newFolder(stage: Stage): Promise<{ folder: string }> {
  const folder = path.join(stage.folder, name())
  await mkdir(folder)
  return { folder }
}

async function putAll(s3: S3Client, bucket: string, folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    const Key = path.relative(folder, file)
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: createReadStream(file) }))
  }
}

async function count(s3: S3Client, place: Place): Promise<Counted> {
  if ('folder' in place) return await countFiles(place.folder)
  const found = await listBucket(s3, place.bucket)
  return { objects: found.length, bytes: found.reduce((sum, { size }) => sum + size, 0) }
}

export const onRadosgw: readonly Row[] = [
  {
    id: 'B2',
    title: 'upload 2,000 files of 4 KiB to radosgw',
    objects: 2000,
    kinds: toolsAndLoops,
    write: small,
    way: 'up',
  } as const,
  {
    id: 'B3-down',
    title: 'download 2,000 objects of 4 KiB from radosgw',
    objects: 2000,
    kinds: tools,
    write: small,
    way: 'down',
  } as const,
  {
    id: 'B3-copy',
    title: 'copy 2,000 objects of 4 KiB from bucket to bucket on radosgw',
    objects: 2000,
    kinds: tools,
    write: small,
    way: 'copy',
  } as const,
  {
    id: 'B4-up',
    title: 'upload one file of 512 MiB to radosgw',
    objects: null,
    kinds: tools,
    write: large,
    way: 'up',
  } as const,
  {
    id: 'B4-down',
    title: 'download one object of 512 MiB from radosgw',
    objects: null,
    kinds: tools,
    write: large,
    way: 'down',
  } as const,
].map(transfer)

export const largeFarAway: readonly Row[] = [
  {
    id: 'B7-large',
    title: `upload one file of 512 MiB to radosgw, ${far} ms away each way`,
    objects: null,
    kinds: tools,
    write: large,
    way: 'up',
    latency: far,
  } as const,
  {
    id: 'B7-large-down',
    title: `download one object of 512 MiB from radosgw, ${far} ms away each way`,
    objects: null,
    kinds: tools,
    write: large,
    way: 'down',
    latency: far,
  } as const,
].map(transfer)
