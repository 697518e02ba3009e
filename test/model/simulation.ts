import { MemoryFs } from '../fakes/memory-fs.ts'
import { FakeClock } from '../fakes/fake-clock.ts'
import { MemoryS3 } from '../fakes/memory-s3.ts'
import { filesBelow, nodeAt, plant, plantTree, snapshotTree, uproot } from '../fakes/memory-tree.ts'
import { hex } from '../../main/engine/transfer/digest.ts'
import { md5 } from '../fakes/memory-s3-upload.ts'
import type { EditSeen, WorldSeen } from './run-seen.ts'
import type { Edit, Rename, Scenario } from './scenario.ts'

const localRoot = '/data/site'
const prefix = 'site/'

/** Bytes of a version that no other version shares one with, so that a mixture shows. */
export type Version = Uint8Array

type History = Map<string, Version[]>

/** Two sides, a disk, a server and a clock, and all that anyone but the engine did to them. */
export class Simulation implements WorldSeen {
  readonly scenario: Scenario
  readonly clock = new FakeClock(Date.UTC(2026, 5, 1))
  readonly fs: MemoryFs
  readonly s3: MemoryS3
  readonly history = { source: new Map() as History, destination: new Map() as History }
  /** What others have changed since the run began, and when in its trace. */
  readonly edits: EditSeen[] = []
  #lastVersion = 0

  constructor(scenario: Scenario) {
    this.scenario = scenario
    // Not root: permissions count.
    this.fs = new MemoryFs({ now: () => this.clock.now(), uid: 1000 })
    this.s3 = new MemoryS3({
      clock: this.clock,
      quirks: scenario.quirks,
      pageSize: 3,
      smallestPart: 1,
      chunkSize: 4,
    })
    for (const name of ['from', 'to']) {
      this.s3.makeBucket(name).versioning = scenario.versioned ? 'kept' : 'gone'
    }
    plantTree(this.fs, '/outside', { secret: 'outside' })
    plantTree(this.fs, localRoot, {})
    for (const { name, source, destination, same } of scenario.tree) {
      const bytes = source === null ? null : this.#newVersion(source)
      if (bytes !== null) this.#put('source', name, bytes, true)
      if (destination === null) continue
      this.#put('destination', name, same && bytes !== null ? bytes : this.#newVersion(destination), true)
    }
    for (const { name, oldName } of scenario.tree) {
      const bytes = this.history.source.get(name)?.[0]
      if (oldName == null || bytes === undefined || this.contents('destination').has(oldName)) continue
      this.#put('destination', oldName, bytes, true)
    }
    if (scenario.link !== null && scenario.direction === 'download')
      this.#plantOdd(scenario.link, { link: '/outside' })
    if (scenario.unreadable !== null && scenario.direction === 'upload') {
      this.#plantOdd(scenario.unreadable, { folder: true, mode: 0o000 })
    }
  }

  /** Whether a side is the folder. */
  isLocal(side: 'source' | 'destination'): boolean {
    return this.scenario.direction === (side === 'source' ? 'upload' : 'download')
  }

  bucketOf(side: 'source' | 'destination'): string {
    return side === 'source' ? 'from' : 'to'
  }

  get root(): string {
    return localRoot
  }

  get prefix(): string {
    return prefix
  }

  /** What another program does. */
  edit(edit: Edit): void {
    const there = this.contents(edit.side).get(edit.name)?.length ?? 0
    const quiet = edit.quiet === true && edit.length !== null && there > 0 && this.isLocal(edit.side)
    const took = this.#change(edit)
    this.edits.push({
      edit: { ...edit, quiet },
      took,
      s3: this.s3.effects.length,
      fs: this.fs.effects.length,
    })
  }

  /** @returns whether there was a place for it: a file has none below another file. */
  #change({ side, name, length, oldTime, inPlace, quiet }: Edit): boolean {
    if (length === null) return this.#remove(side, name)
    if (quiet === true && this.#rewrite(side, name)) return true
    const bytes = this.#newVersion(length)
    return (inPlace && this.#overwrite(side, name, bytes)) || this.#put(side, name, bytes, oldTime)
  }

  /** Another program gives what is at the source another name, where there is a place for it. */
  rename({ from, to }: Rename): void {
    const bytes = this.contents('source').get(from)
    if (bytes === undefined || from === to) return
    if (this.#put('source', to, Uint8Array.from(bytes), false)) this.#remove('source', from)
  }

  /**
   * What somebody wrote under an old name in the moment between the last look and the move has the new name since: no
   * disk closes that moment, and not every server. From now on it is a version of that name too.
   */
  takeMoved(): void {
    const written = this.edits.flatMap(({ edit: { side, name } }) =>
      side === 'destination' ? (this.history.destination.get(name) ?? []) : [],
    )
    for (const [name, bytes] of this.contents('destination')) {
      const own = this.history.destination.get(name) ?? []
      const from = written.find((version) => Buffer.compare(version, bytes) === 0)
      if (from !== undefined && !own.includes(from)) this.history.destination.set(name, [...own, from])
    }
  }

  /** Where a path leads, through folders that are held open too; itself where it leads nowhere. */
  realPath(path: string): string {
    try {
      return this.fs.disk.pathOf(this.fs.disk.walk({ op: 'look', path }, path, false))
    } catch {
      return path
    }
  }

  /** Files and objects of a side, by name; what is behind a link is not in it, nor what is no entry. */
  contents(side: 'source' | 'destination'): Map<string, Uint8Array> {
    if (this.isLocal(side)) return filesBelow(this.fs, localRoot)
    const bucket = this.s3.buckets.get(this.bucketOf(side))
    return new Map(
      (bucket?.keys() ?? [])
        .filter((key) => key.startsWith(prefix))
        .map((key) => [key.slice(prefix.length), bucket?.current(key)?.bytes ?? new Uint8Array()]),
    )
  }

  foldersAndLinks(): string[] {
    return [...snapshotTree(this.fs, localRoot)].flatMap(([name, { kind }]) =>
      kind === 'folder' ? [`${name}/`] : kind === 'link' ? [name] : [],
    )
  }

  contentsOutside(): string {
    return Buffer.from(filesBelow(this.fs, '/outside').get('secret') ?? []).toString()
  }

  /** Ids of the uploads of which the server has parts. */
  uploadsWithParts(): string[] {
    return [...this.s3.buckets.values()].flatMap(({ uploads }) =>
      [...uploads].flatMap(([id, { parts }]) => (parts.size > 0 ? [id] : [])),
    )
  }

  /** Everything may be read again, as after a repair. */
  repair(): void {
    if (this.scenario.unreadable === null || this.scenario.direction !== 'upload') return
    this.#plantOdd(this.scenario.unreadable, { folder: true, mode: 0o755 })
  }

  #newVersion(length: number): Version {
    this.#lastVersion = (this.#lastVersion % 255) + 1
    return new Uint8Array(length).fill(this.#lastVersion)
  }

  #put(side: 'source' | 'destination', name: string, bytes: Version, oldTime: boolean): boolean {
    if (this.isLocal(side)) {
      const modified = oldTime ? Date.UTC(2020, 0, 1) : this.clock.now()
      try {
        plant(this.fs, `${localRoot}/${name}`, { file: bytes, modified })
      } catch {
        // A file stands where a folder would have to.
        return false
      }
    } else {
      this.s3.buckets.get(this.bucketOf(side))?.write(prefix + name, {
        bytes,
        etag: hex(md5(bytes)),
        etagIsDigest: true,
        metadata: {},
        ...(oldTime ? { modified: Date.UTC(2021, 0, 1) } : {}),
      })
    }
    const versions = this.history[side].get(name) ?? []
    this.history[side].set(name, [...versions, bytes])
    return true
  }

  /**
   * Another version of as many bytes, under the time of the one before; an object's time is the server's, so of those
   * it is the size alone. @returns whether there was one: of nothing there is no other version.
   */
  #rewrite(side: 'source' | 'destination', name: string): boolean {
    const before = this.contents(side).get(name)
    if (before === undefined || before.length === 0) return false
    const bytes = this.#newVersion(before.length)
    if (!this.isLocal(side)) return this.#put(side, name, bytes, false)
    const modified = nodeAt(this.fs, `${localRoot}/${name}`)?.modified
    if (!this.#overwrite(side, name, bytes)) return false
    Object.assign(nodeAt(this.fs, `${localRoot}/${name}`) ?? {}, { modified })
    return true
  }

  /** @returns whether there was a file to write into. */
  #overwrite(side: 'source' | 'destination', name: string, bytes: Version): boolean {
    if (!this.isLocal(side) || !this.contents(side).has(name)) return false
    const node = nodeAt(this.fs, `${localRoot}/${name}`)
    if (node?.kind !== 'file') return false
    // No two changes of a file are in one instant: a look at its times could not tell them apart.
    const now = this.fs.disk.changeTime()
    Object.assign(node, { bytes: Uint8Array.from(bytes), size: bytes.length, modified: now, changed: now })
    this.history[side].set(name, [...(this.history[side].get(name) ?? []), bytes])
    return true
  }

  #remove(side: 'source' | 'destination', name: string): boolean {
    if (!this.contents(side).has(name)) return false
    if (this.isLocal(side)) uproot(this.fs, `${localRoot}/${name}`)
    else this.s3.buckets.get(this.bucketOf(side))?.remove(prefix + name)
    return true
  }

  #plantOdd(name: string, entry: Parameters<typeof plant>[2]): void {
    try {
      plant(this.fs, `${localRoot}/${name}`, entry)
    } catch {
      // A file stands where a folder would have to.
    }
  }
}
