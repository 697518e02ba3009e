import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { S3Client } from '@aws-sdk/client-s3'
import { createBucket, removeBucket } from './bucket.ts'
import type { S3Server } from './server.ts'

/** A world of its own for one case: a folder, two fresh buckets, and an environment that knows nothing else. */
export interface Scratch {
  readonly server: S3Server
  readonly s3: S3Client
  /** Absolute, without links; holds `src` and `dst`. The home folder stands beside it. */
  readonly cwd: string
  readonly buckets: { readonly A: string; readonly B: string }
  readonly env: Readonly<Record<string, string>>
  dispose(): Promise<void>
}

/** Makes a world named after `label`; `config` is added to the `[default]` profile. */
export async function makeScratch(
  server: S3Server,
  s3: S3Client,
  label: string,
  config = '',
): Promise<Scratch> {
  const name = `${label.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${randomBytes(4).toString('hex')}`
  const buckets = { A: `${name}-a`, B: `${name}-b` }
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), `parity-${name}-`)))
  const cwd = path.join(folder, 'cwd')
  const home = path.join(folder, 'home')
  for (const each of ['src', 'dst']) await mkdir(path.join(cwd, each), { recursive: true })
  await mkdir(home)
  await writeFile(path.join(home, 'config'), `[default]\nregion = us-east-1\n${config}`)
  await Promise.all([createBucket(s3, buckets.A), createBucket(s3, buckets.B)])
  return {
    server,
    s3,
    cwd,
    buckets,
    env: environment(server, home),
    dispose: async () => {
      await Promise.all([removeBucket(s3, buckets.A), removeBucket(s3, buckets.B)])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function environment(server: S3Server, home: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: home,
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    AWS_CONFIG_FILE: path.join(home, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(home, 'credentials'),
    AWS_ACCESS_KEY_ID: server.accessKeyId,
    AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  }
}
