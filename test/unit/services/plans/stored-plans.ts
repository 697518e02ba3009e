import { expect } from 'vitest'
import type { ObjectStore, World } from '../../../../main/engine/index.ts'
import type { RunFiles } from '../../../../main/host/host.ts'
import { Connections } from '../../../../main/services/connections/connections.ts'
import { Places } from '../../../../main/services/places/places.ts'
import type { Plan } from '../../../../main/services/plans/plan.ts'
import type { PlanRequest } from '../../../../main/services/plans/opened-plan.ts'
import { Plans } from '../../../../main/services/plans/plans.ts'
import { RunQueue } from '../../../../main/services/queue/run-queue.ts'
import { defaultSyncOptions, type SyncOptions } from '../../../../shared/sync-options.ts'
import { setUpSync } from '../../../fakes/memory-sync.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { FakeHost } from '../../cli/fake-host.ts'

const home = '/home/ada'

/** Plans over a folder and a server in memory, at which there are two connections; `other` leads elsewhere. */
class StoredConnections extends Connections {
  readonly stores = new Map<string, ObjectStore>()

  override store(id: string): Promise<ObjectStore> {
    const store = this.stores.get(id)
    return store === undefined ? super.store(id) : Promise.resolve(store)
  }

  override async flags(id: string): Promise<string[]> {
    return id === 'local' ? [] : ['--profile', id]
  }
}

/** A host that counts the runs it has made place for. */
class CountingHost extends FakeHost {
  readonly runs: {
    readonly runId: string
    end: 'open' | 'closed' | 'discarded'
    readonly alone: string[]
  }[] = []

  override async openRun(): ReturnType<FakeHost['openRun']> {
    const files = await super.openRun()
    const run: CountingHost['runs'][number] = { runId: `run-${this.runs.length + 1}`, end: 'open', alone: [] }
    this.runs.push(run)
    return {
      ...files,
      runId: run.runId,
      takeAlone: (name: string) => {
        run.alone.push(name)
        return files.takeAlone(name)
      },
      close: () => {
        run.end = 'closed'
      },
      discard: async () => {
        run.end = 'discarded'
      },
    }
  }
}

/** @param state where a host keeps what it keeps, on the disk */
export async function setUp(state?: string) {
  const set = setUpSync()
  const { world } = set
  set.plant({ 'a.txt': 'a', 'css/b.css': 'bb' })
  const host = new CountingHost()
  if (state !== undefined) host.folders.state = state
  const places = new Places({ platform: 'linux', home }, world.fs)
  const connections = new StoredConnections(host, world, () => undefined)
  const elsewhere = new MemoryS3({ clock: world.clock })
  elsewhere.makeBucket('www')
  const other = elsewhere.connect()
  Object.assign(other, { endpoint: { label: 'elsewhere', aws: false } })
  connections.stores.set('mine', set.www.store)
  connections.stores.set('also-mine', set.s3.connect())
  connections.stores.set('other', other)
  const [changed, logs]: [Plan[], RunFiles[]] = [[], []]
  const plans = new Plans({
    host,
    clock: world.clock,
    world: (files): World => {
      logs.push(files)
      return world
    },
    fs: world.fs,
    places,
    connections,
    queue: new RunQueue(world.clock),
    log: world.log,
    onChange: (plan) => changed.push(plan),
  })
  const token = async (connection: string, text: string): Promise<string> =>
    (await places.open(connection, text, null)).token
  const [site, bucket] = [await token('local', '~/site'), await token('mine', 's3://www/site/')]
  const request = (changes: Partial<PlanRequest> = {}, options: Partial<SyncOptions> = {}): PlanRequest => ({
    source: site,
    destination: bucket,
    selection: null,
    options: { ...defaultSyncOptions, ...options },
    ...changes,
  })
  const start = (changes: Partial<PlanRequest> = {}, options: Partial<SyncOptions> = {}): Promise<Plan> =>
    plans.start(request(changes, options))
  /** Lets all that goes on in memory come to its end. */
  const settle = (): Promise<void> => world.clock.advance(60_000)
  const ready = async (changes: Partial<PlanRequest> = {}, options: Partial<SyncOptions> = {}) => {
    const plan = await start(changes, options)
    await settle()
    expect(plan.phase).toBe('ready')
    return plan
  }
  return { ...set, host, plans, connections, token, site, bucket, start, ready, settle, changed, logs }
}

export const applyAll = (plan: Plan): void => {
  const { digest, totals } = plan.status()
  const { count, bytes } = totals.delete.included
  plan.apply({ digest, deletes: count, deleteBytes: bytes, typed: String(count) })
}
