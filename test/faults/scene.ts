import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { S3Client } from '@aws-sdk/client-s3'
import { startFaultProxy } from '../fakes/fault-proxy.ts'
import type { FaultProxy } from '../fakes/fault-proxy.ts'
import { createBucket, listBucket } from '../parity/bucket.ts'
import { connect } from '../parity/server.ts'
import type { S3Server } from '../parity/server.ts'
import { sluice, startCli } from './run-cli.ts'
import type { CliOptions, CliRun, RunningCli } from './run-cli.ts'
import type { Files } from './tree.ts'

/** The user who may read nothing of root's. */
export const nobody = 65534

export interface RunOptions extends Partial<CliOptions> {
  /** Another command line than Sluice's. */
  readonly command?: readonly string[]
  /** Instead of the proxy. */
  readonly endpoint?: string
}

/** A folder and a home of its own, an S3 server, and a fault proxy through which every command line under test sees it. */
export class Scene {
  readonly folder: string
  readonly proxy: FaultProxy
  /** Straight to the server: sets the scene, and looks at it, past every fault. */
  readonly s3: S3Client
  readonly env: Readonly<Record<string, string>>
  readonly #running = new Set<RunningCli>()
  readonly #server: S3Server

  private constructor(folder: string, proxy: FaultProxy, server: S3Server) {
    this.folder = folder
    this.proxy = proxy
    this.s3 = connect(server)
    this.#server = server
    this.env = this.#environment('home')
  }

  static async set(server: S3Server): Promise<Scene> {
    const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'sluice-scene-')))
    for (const home of ['home', 'home-of-nobody']) await mkdir(path.join(folder, home))
    // Root's new folders are closed to others, and nobody must pass through this one.
    await chmod(folder, 0o755)
    if (process.getuid?.() === 0) await chown(path.join(folder, 'home-of-nobody'), nobody, nobody)
    return new Scene(folder, await startFaultProxy({ target: server.endpoint }), server)
  }

  path(...names: string[]): string {
    return path.join(this.folder, ...names)
  }

  async bucket(name: string): Promise<string> {
    const bucket = `${name}-${randomBytes(4).toString('hex')}`
    await createBucket(this.s3, bucket)
    return bucket
  }

  async put(bucket: string, files: Files): Promise<void> {
    const entries = Object.entries(files)
    const worker = async () => {
      for (let entry = entries.pop(); entry !== undefined; entry = entries.pop()) {
        const [Key, content] = entry
        await this.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Buffer.from(content) }))
      }
    }
    await Promise.all(Array.from({ length: 16 }, worker))
  }

  /** ETags by key. */
  async etags(bucket: string): Promise<Record<string, string>> {
    return Object.fromEntries((await listBucket(this.s3, bucket)).map(({ key, etag }) => [key, etag]))
  }

  /** Starts a command line, against the proxy unless told otherwise. */
  start(args: readonly string[], options: RunOptions = {}): RunningCli {
    const { command = sluice, endpoint = this.proxy.endpoint, ...rest } = options
    const all = [...args, '--endpoint-url', endpoint]
    const env = rest.uid === nobody ? this.#environment('home-of-nobody') : this.env
    const running = startCli(command, all, { cwd: this.folder, env, ...rest })
    this.#running.add(running)
    const ended = () => this.#running.delete(running)
    running.done.then(ended, ended)
    return running
  }

  /** Runs one to its end. */
  run(args: readonly string[], options: RunOptions = {}): Promise<CliRun> {
    return this.start(args, options).done
  }

  #environment(home: string): Record<string, string> {
    return {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      HOME: this.path(home),
      XDG_CONFIG_HOME: this.path(home, 'config'),
      XDG_STATE_HOME: this.path(home, 'state'),
      XDG_CACHE_HOME: this.path(home, 'cache'),
      LANG: 'C.UTF-8',
      AWS_ACCESS_KEY_ID: this.#server.accessKeyId,
      AWS_SECRET_ACCESS_KEY: this.#server.secretAccessKey,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    }
  }

  /** Ends what a test that failed left running, too. */
  async close(): Promise<void> {
    for (const { kill } of this.#running) kill()
    await this.proxy.close()
    this.s3.destroy()
    await rm(this.folder, { recursive: true, force: true })
  }
}
