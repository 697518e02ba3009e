import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import type { MultipartUpload, S3Client } from '@aws-sdk/client-s3'
import { Scene } from '../faults/scene.ts'
import type { WorldSeen } from '../model/run-seen.ts'
import type { Edit } from '../model/scenario.ts'
import { seededBytes } from '../fakes/seeded-random.ts'
import { createBucket, getObject, listBucket, removeBucket } from '../parity/bucket.ts'
import { connect } from '../parity/server.ts'
import type { Identity, RadosGateway } from '../servers/ceph.ts'
import { filesOf, foldersAndLinksOf, overwriteFile, placeFile, removeFile } from './local-side.ts'
import type { RealScenario } from './scenario.ts'

type Side = 'source' | 'destination'
type Drawn = Pick<RealScenario, 'direction' | 'tree' | 'link' | 'lanes' | 'quirks' | 'twoIdentities'>

/** Two sides, real ones, and all that anyone but the command line does to them. */
export class RealWorld implements WorldSeen {
  readonly scenario: Drawn
  readonly scene: Scene
  readonly prefix = 'site/'
  readonly history = { source: new Map<string, Uint8Array[]>(), destination: new Map<string, Uint8Array[]>() }
  /** Their secrets are in no output and no file of Sluice's. */
  readonly identities: readonly Identity[]
  /** A bug of `test/model/mutants.ts` that the command line has; null for none. */
  readonly planted: string | null
  readonly #clients: Readonly<Record<Side, S3Client>>
  readonly #lengths = new Set<number>()
  readonly #buckets = new Map<Side, string>()
  #lastVersion = 0

  private constructor(scene: Scene, server: RadosGateway, drawn: Drawn, planted: string | null) {
    this.planted = planted
    this.scene = scene
    this.scenario = drawn
    const writer = drawn.direction === 'copy' && drawn.twoIdentities ? server.other : server
    this.identities = [server, server.other]
    this.#clients = {
      source: connect(server),
      destination: connect({ ...writer, endpoint: server.endpoint }),
    }
    const config = scene.path('home/.aws')
    mkdirSync(config)
    const profile = (name: string, { accessKeyId, secretAccessKey }: Identity): string =>
      `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`
    writeFileSync(path.join(config, 'credentials'), profile('default', writer) + profile('reader', server))
    writeFileSync(
      path.join(config, 'config'),
      `[default]\ns3 =\n  multipart_threshold = 5MB\n  multipart_chunksize = 5MB\n  max_concurrent_requests = ${drawn.lanes}\n`,
    )
  }

  static async make(server: RadosGateway, drawn: Drawn, planted: string | null = null): Promise<RealWorld> {
    const world = new RealWorld(await Scene.set(server), server, drawn, planted)
    for (const side of ['source', 'destination'] as const) {
      if (world.isLocal(side)) continue
      const bucket = `${side}-${path
        .basename(world.scene.folder)
        .toLowerCase()
        .replace(/[^a-z0-9]/g, '')}`
      await createBucket(world.#clients[side], bucket)
      world.#buckets.set(side, bucket)
    }
    mkdirSync(world.root)
    mkdirSync(world.scene.path('outside'))
    writeFileSync(world.scene.path('outside/secret'), 'outside')
    for (const { name, source, destination, same } of drawn.tree) {
      const bytes = source === null ? null : world.#newVersion(source)
      if (bytes !== null) await world.#put('source', name, bytes, true)
      if (destination === null) continue
      const other = same && bytes !== null ? bytes : world.#newVersion(destination)
      await world.#put('destination', name, other, true)
    }
    if (drawn.link !== null && drawn.direction === 'download') {
      const link = path.join(world.root, drawn.link)
      if (!filesOf(world.root).has(drawn.link) && !foldersAndLinksOf(world.root).includes(`${drawn.link}/`))
        symlinkSync(world.scene.path('outside'), link)
    }
    return world
  }

  isLocal(side: Side): boolean {
    return this.scenario.direction === (side === 'source' ? 'upload' : 'download')
  }

  get root(): string {
    return this.scene.path('site')
  }

  /** The two buckets, or the one there is, by the names that the promises know them by. */
  get buckets(): ReadonlyMap<string, 'from' | 'to'> {
    return new Map([...this.#buckets].map(([side, bucket]) => [bucket, side === 'source' ? 'from' : 'to']))
  }

  /** As the command line takes it. */
  address(side: Side): string {
    return this.isLocal(side) ? this.root : `s3://${this.bucketOf(side)}/${this.prefix}`
  }

  /** What another program does. @returns whether there was a place for it: a file has none below another file. */
  async edit({ side, name, length, oldTime, inPlace }: Edit): Promise<boolean> {
    if (length === null) return this.#remove(side, name)
    const bytes = this.#newVersion(length)
    if (inPlace && this.isLocal(side) && overwriteFile(this.root, name, bytes)) {
      this.#remember(side, name, bytes)
      return true
    }
    return this.#put(side, name, bytes, oldTime)
  }

  /** Files and objects of a side, by name. */
  async contents(side: Side): Promise<Map<string, Uint8Array>> {
    if (this.isLocal(side)) return filesOf(this.root)
    const [client, bucket] = [this.#clients[side], this.bucketOf(side)]
    const keys = (await listBucket(client, bucket)).map(({ key }) => key)
    const found = await Promise.all(
      keys.map(async (key) => [key.slice(this.prefix.length), await getObject(client, bucket, key)] as const),
    )
    return new Map(found)
  }

  /** Uploads that somebody pays for. */
  async uploads(): Promise<number> {
    return (await Promise.all([...this.#buckets.keys()].map((side) => this.#uploadsOf(side)))).flat().length
  }

  contentsOutside(): string {
    return readFileSync(this.scene.path('outside/secret'), 'utf8')
  }

  foldersAndLinks(): string[] {
    return foldersAndLinksOf(this.root)
  }

  async close(): Promise<void> {
    for (const [side, bucket] of this.#buckets) {
      for (const { Key, UploadId } of await this.#uploadsOf(side)) {
        await this.#clients[side].send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
      }
      await removeBucket(this.#clients[side], bucket)
    }
    for (const client of Object.values(this.#clients)) client.destroy()
    await this.scene.close()
  }

  async #uploadsOf(side: Side): Promise<MultipartUpload[]> {
    const { Uploads } = await this.#clients[side].send(
      new ListMultipartUploadsCommand({ Bucket: this.bucketOf(side) }),
    )
    return Uploads ?? []
  }

  bucketOf(side: Side): string {
    const bucket = this.#buckets.get(side)
    if (bucket === undefined) throw new Error(`The ${side} is no bucket.`)
    return bucket
  }

  /** Bytes that no other version has; of another length too, unless it is nothing: no size hides a difference. */
  #newVersion(length: number): Uint8Array {
    let unique = length
    while (unique > 0 && this.#lengths.has(unique)) unique++
    this.#lengths.add(unique)
    return seededBytes(++this.#lastVersion, unique)
  }

  async #put(side: Side, name: string, bytes: Uint8Array, oldTime: boolean): Promise<boolean> {
    if (this.isLocal(side)) {
      const modified = oldTime ? new Date('2020-01-01T00:00:00Z') : new Date()
      if (!placeFile(this.root, name, bytes, modified)) return false
    } else {
      const [Bucket, Key] = [this.bucketOf(side), this.prefix + name]
      await this.#clients[side].send(new PutObjectCommand({ Bucket, Key, Body: bytes }))
    }
    this.#remember(side, name, bytes)
    return true
  }

  #remember(side: Side, name: string, bytes: Uint8Array): void {
    this.history[side].set(name, [...(this.history[side].get(name) ?? []), bytes])
  }

  async #remove(side: Side, name: string): Promise<boolean> {
    if (this.isLocal(side)) return removeFile(this.root, name)
    const [Bucket, Key] = [this.bucketOf(side), this.prefix + name]
    await this.#clients[side].send(new DeleteObjectCommand({ Bucket, Key }))
    return true
  }
}
