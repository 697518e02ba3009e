import { sep } from 'node:path'
import { SluiceError, type ErrorData } from '../../../shared/errors.ts'
import { formatCount, formatCounted } from '../../../shared/formats.ts'
import type { PlanSummary, SideName } from '../../../shared/job.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import { mountOf, type Mount } from '../local/mount-point.ts'
import { readPastFacts } from '../past-run.ts'
import type { Side, Source } from '../side.ts'
import type { World } from '../world.ts'
import type { RunRecord } from './ended-runs.ts'
import { rootOf } from './keep-others-out.ts'

const sides = ['source', 'destination'] as const

/** A folder of a run, and how many entries were listed of it. */
interface Then extends Mount {
  readonly entries: number
}

/** What a run keeps of the file systems that its folders were on. */
interface Mounts {
  readonly pair: string
  /** What was listed: entries are only ever compared with those of the same. */
  readonly scope: string
  readonly source: Then | null
  readonly destination: Then | null
}

/** Of so many entries it says little that they are fewer than half. */
const fewEntries = 4

/**
 * What has become of the file system of a folder since the last run of the same pair. Its number alone proves nothing,
 * since for some it is another after each restart; where it is mounted stays, and so does most of what is on it.
 *
 * | number of it | mounted                       | entries there                        | verdict   |
 * |--------------|-------------------------------|--------------------------------------|-----------|
 * | the same     | –                             | –                                    | null      |
 * | another      | further up than it was        | –                                    | unmounted |
 * | another      | where it was, or further down | not listed yet, or by other filters  | null      |
 * | another      | where it was, or further down | half of them still, or there were few| null      |
 * | another      | where it was, or further down | fewer than half of what there was    | another   |
 *
 * @param entries of now; null where they are not known, or can't be compared.
 */
export function judgeMount(then: Then, now: Mount, entries: number | null): 'unmounted' | 'another' | null {
  if (now.dev === then.dev) return null
  if (now.point !== then.point && isBelow(then.point, now.point)) return 'unmounted'
  if (entries === null || then.entries < fewEntries) return null
  return entries * 2 < then.entries ? 'another' : null
}

const isBelow = (path: string, folder: string): boolean =>
  path.startsWith(folder.endsWith(sep) ? folder : folder + sep)

interface Guarded {
  readonly world: Pick<World, 'fs'>
  readonly source: Source
  readonly destination: Side
  readonly rules: SyncRules
  readonly runId: string
  readonly pastRuns: () => Promise<readonly RunRecord[]>
  /** A person has said that it is right as it is. */
  readonly allowed: boolean
}

/**
 * Stops what would be done to a folder whose disk is not mounted, and finds the empty folder below it instead:
 *
 * | when                      | what                        | of                                   | then                  |
 * |---------------------------|-----------------------------|--------------------------------------|-----------------------|
 * | before it is listed       | `unmounted`                 | a destination, or with deletes a source | nothing is done    |
 * | when deletes are planned  | `another`                   | either side                          | they are withheld     |
 * | right before the deletes  | not that of the plan        | either side                          | they are withheld     |
 *
 * A plan from a file, and one of some keys alone, is held to the first and the last, and leaves what was kept as it is.
 * What is copied without comparing (`cp`) is not looked at, nor is a first run of a pair.
 */
export class MountGuard {
  readonly #run: Guarded
  readonly #pair: string
  readonly #scope: string
  readonly #now: Record<SideName, Mount | null> = { source: null, destination: null }
  #last: Mounts | null = null

  constructor(run: Guarded) {
    this.#run = run
    const { source, destination, rules } = run
    const endpoint = [source, destination].map((side) =>
      side.kind === 's3' ? side.store.endpoint.label : null,
    )
    this.#pair = JSON.stringify([rootOf(source), rootOf(destination), endpoint])
    this.#scope = JSON.stringify([rules.filters, rules.ignore?.rules ?? null, rules.selection])
  }

  /** @throws SluiceError `mount-changed` */
  async checkBefore(): Promise<void> {
    if (!this.#isOn) return
    for (const name of sides) this.#now[name] = await this.#look(name)
    this.#last = await this.#lastOfPair()
    if (this.#run.allowed) return
    for (const name of sides) {
      const then = this.#last?.[name] ?? null
      const now = this.#now[name]
      if (then === null || now === null || (name === 'source' && !this.#run.rules.delete)) continue
      if (judgeMount(then, now, null) !== null) throw new SluiceError(unmounted(this.#root(name), then, now))
    }
  }

  /** Why planned deletes are not to be done; null where they may. */
  judge({ listed, deletes }: PlanSummary): ErrorData | null {
    if (!this.#isOn || this.#run.allowed || deletes.count === 0) return null
    for (const name of sides) {
      const then = this.#last?.[name] ?? null
      const now = this.#now[name]
      if (then === null || now === null || !this.#isSameScope) continue
      if (judgeMount(then, now, listed[name]) !== null)
        return anotherDisk(this.#root(name), then, now, listed[name])
    }
    return null
  }

  /** What the record of this run shall know, once a plan was found good. */
  kept({ listed }: PlanSummary): Mounts | null {
    if (!this.#isOn || (this.#now.source === null && this.#now.destination === null)) return null
    const elsewhere = (name: SideName): Then | null => {
      const now = this.#now[name]
      const then = this.#last?.[name] ?? null
      if (now === null || then === null || this.#run.allowed) return null
      return judgeMount(then, now, this.#isSameScope ? listed[name] : null) === null ? null : then
    }
    // What was let pass because it could do no harm is not what the next run is to go by; nor is a count of one scope
    // kept as that of another.
    if (!this.#isSameScope && sides.some((name) => elsewhere(name) !== null)) return this.#last
    const root = (name: SideName): Then | null => {
      const now = this.#now[name]
      return now === null ? null : (elsewhere(name) ?? { ...now, entries: listed[name] })
    }
    return { pair: this.#pair, scope: this.#scope, source: root('source'), destination: root('destination') }
  }

  /**
   * Why deletes are not to be done any more; null where the folders are on the disks that they were planned on, or a
   * person has said that it is right: some disks get another number while they are in use.
   */
  async checkAgain(): Promise<ErrorData | null> {
    if (this.#run.allowed) return null
    for (const name of sides) {
      const before = this.#now[name]
      if (before === null) continue
      const now = await this.#look(name)
      if (now?.dev !== before.dev || now.point !== before.point)
        return changedUnderway(this.#root(name), before, now)
    }
    return null
  }

  get #isOn(): boolean {
    return !this.#run.rules.copyAll
  }

  get #isSameScope(): boolean {
    return this.#last?.scope === this.#scope
  }

  #root(name: SideName): string {
    return rootOf(this.#run[name])
  }

  async #look(name: SideName): Promise<Mount | null> {
    const side = this.#run[name]
    return side.kind === 'local' ? mountOf(this.#run.world.fs, side.root) : null
  }

  /** Of the newest record of the same pair that has any. One that can't be read tells nothing. */
  async #lastOfPair(): Promise<Mounts | null> {
    if (this.#now.source === null && this.#now.destination === null) return null
    for (const { runId, storePath } of await this.#run.pastRuns()) {
      if (runId === this.#run.runId) continue
      const found = mountsIn(storePath)
      if (found?.pair === this.#pair) return found
    }
    return null
  }
}

function mountsIn(storePath: string): Mounts | null {
  try {
    return asMounts(readPastFacts(storePath)['mounts'])
  } catch (error) {
    if (error instanceof SluiceError) return null
    throw error
  }
}

/** The file may be anybody's: what is not as it should be tells nothing. */
function asMounts(value: unknown): Mounts | null {
  const { pair, scope, source, destination } = (value ?? {}) as Partial<Record<keyof Mounts, unknown>>
  if (typeof pair !== 'string' || typeof scope !== 'string') return null
  return { pair, scope, source: asThen(source), destination: asThen(destination) }
}

function asThen(value: unknown): Then | null {
  const { point, dev, entries } = (value ?? {}) as Partial<Record<keyof Then, unknown>>
  return typeof point === 'string' && typeof dev === 'number' && typeof entries === 'number'
    ? { point, dev, entries }
    : null
}

const wayOut =
  'Mount the disk that is meant, and try again. If it is right as it is, say so: --allow-changed-mount'

const unmounted = (root: string, then: Then, now: Mount): ErrorData => ({
  code: 'mount-changed',
  message: `${root} was on the disk mounted at ${then.point} in the last run, and is on that of ${now.point} now: likely nothing is mounted there.`,
  subject: then.point,
  advice: `Nothing was done. ${wayOut}`,
})

const anotherDisk = (root: string, then: Then, now: Mount, entries: number): ErrorData => ({
  code: 'mount-changed',
  message: `At ${now.point} another file system is mounted than in the last run (device ${then.dev} then, ${now.dev} now), and ${root} has ${formatCount(entries)} of the ${formatCounted(then.entries, 'entry', 'entries')} it had.`,
  subject: now.point,
  advice: `Nothing was deleted. ${wayOut}`,
})

const changedUnderway = (root: string, before: Mount, now: Mount | null): ErrorData => ({
  code: 'mount-changed',
  message: `${root} is not on the disk any more that it was planned on: ${before.point} (device ${before.dev}) then, ${now === null ? 'nothing' : `${now.point} (device ${now.dev})`} now.`,
  subject: before.point,
  advice:
    'Nothing was deleted. Mount the disk that is meant, and plan again. If its number changes by itself, say that it is right: --allow-changed-mount',
})
