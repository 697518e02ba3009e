import { mkdirSync, rmSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Task } from '../../../shared/bridge/plans.ts'
import type { Log } from '../../engine/index.ts'
import { isApplied } from './plan-files.ts'

/** Milliseconds that a plan is kept for which there was no way to open it. */
const keptFor = 30 * 24 * 60 * 60 * 1000

/** Milliseconds after which nobody writes at a file any more that has not got its name. */
const writtenFor = 60 * 60 * 1000

/** A plan that begins to wait. */
export interface WaitingPlan {
  readonly planId: string
  readonly task: Task
  /** The file it was opened from; null for one that was made here. */
  readonly file: string | null
  /** It was listed to its end, and nothing of it was done. */
  readonly isWhole: boolean
  /** The next start knows the connections of both its sides. */
  readonly staysConnected: boolean
  /** @throws SluiceError where it is none to keep, or can't be written */
  readonly save: (path: string) => void
}

/** Plans that wait for their turn, as plan files of their own, for the next start. */
export class KeptPlans {
  readonly #folder: string
  readonly #now: () => number
  readonly #log: Log
  #leaving = false

  /** @param state the folder of what Sluice keeps. @param now milliseconds since 1970 */
  constructor(state: string, now: () => number, log: Log) {
    this.#folder = join(state, 'waiting')
    this.#now = now
    this.#log = log
  }

  /**
   * Writes what begins to wait, so that leaving costs nothing.
   *
   * | it was opened from   | it is                                             | the next start offers it             |
   * |----------------------|---------------------------------------------------|--------------------------------------|
   * | one of these files   |                                                   | yes, from there                      |
   * | another file         |                                                   | no: whoever has the file opens it    |
   * | none                 | no sync, or part of one, or a run to try again    | no                                   |
   * | none                 | over a connection that ends with the window       | no                                   |
   * | none                 | none to keep for another reason, or the disk full | no, and the log says why             |
   * | none                 | a whole sync                                      | yes                                  |
   *
   * @returns whether the next start offers it
   */
  keep({ planId, task, file, isWhole, staysConnected, save }: WaitingPlan): boolean {
    if (file !== null) return this.has(file)
    if (task !== 'sync' || !isWhole || !staysConnected) return false
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
      save(this.#pathOf(planId))
      return true
    } catch (error) {
      this.#log.write({ what: 'plan-not-kept', planId, error })
      return false
    }
  }

  /** It waits no more: it runs, or was taken out. */
  drop(planId: string): void {
    if (!this.#leaving) this.forget(this.#pathOf(planId))
  }

  /** The window is being left: what is kept by now stays for the next start. */
  leave(): void {
    this.#leaving = true
  }

  /** Opens them, the oldest first; one that can't be opened is passed over, and one that was applied goes. */
  async openAll(open: (path: string) => Promise<unknown>): Promise<void> {
    for (const path of await this.#list()) {
      try {
        await open(path)
      } catch (error) {
        if (isApplied(error)) this.forget(path)
        // Another one may find its connection at the next start.
        else this.#log.write({ what: 'kept-plan-not-opened', path, error })
      }
    }
  }

  /** Whether a plan file is one of these, and no person's. */
  has(path: string): boolean {
    return path.startsWith(join(this.#folder, '/'))
  }

  /** The plan that was written to one of these; null for another file. */
  planOf(path: string): string | null {
    return this.has(path) ? basename(path, '.sluice') : null
  }

  /** It was applied, or put away. One that can't be removed is offered again. */
  forget(path: string): void {
    if (!this.has(path)) return
    try {
      rmSync(path, { force: true })
    } catch (error) {
      this.#log.write({ what: 'kept-plan-stays', path, error })
    }
  }

  /** Their paths, the oldest first; those that were kept for too long go, and so does what was cut off in its writing. */
  async #list(): Promise<string[]> {
    const names = await readdir(this.#folder).catch((): string[] => [])
    const paths: string[] = []
    for (const name of names.toSorted((one, other) => (one < other ? -1 : 1))) {
      const path = join(this.#folder, name)
      const found = await stat(path).catch(() => null)
      if (found === null) continue
      const age = this.#now() - found.mtimeMs
      if (name.endsWith('.sluice') && age <= keptFor) paths.push(path)
      else if (age > (name.endsWith('.sluice') ? keptFor : writtenFor)) this.forget(path)
    }
    return paths
  }

  #pathOf(planId: string): string {
    return join(this.#folder, `${planId}.sluice`)
  }
}
