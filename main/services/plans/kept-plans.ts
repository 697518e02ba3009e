import { mkdirSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isApplied } from './plan-files.ts'

/** Milliseconds that a plan is kept for which there was no way to open it. */
const keptFor = 30 * 24 * 60 * 60 * 1000

/** Plans that waited for their turn when the window was left, as plan files of their own, for the next start. */
export class KeptPlans {
  readonly #folder: string
  readonly #now: () => number

  /** @param state the folder of what Sluice keeps. @param now milliseconds since 1970 */
  constructor(state: string, now: () => number) {
    this.#folder = join(state, 'waiting')
    this.#now = now
  }

  /** Keeps those that can be kept: of the others nothing was done, and they are made anew by whoever wants them. */
  keep(plans: readonly { readonly planId: string; save(path: string): void }[]): void {
    for (const plan of plans) {
      try {
        mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
        plan.save(join(this.#folder, `${plan.planId}.sluice`))
      } catch {
        // It is no sync, or comes from a file that is there anyway, or the disk is full.
      }
    }
  }

  /** Opens them, the oldest first; one that can't be opened is passed over, and one that was applied goes. */
  async openAll(open: (path: string) => Promise<unknown>): Promise<void> {
    for (const path of await this.#list()) {
      // Another one may find its connection at the next start.
      await open(path).catch((error: unknown) => (isApplied(error) ? this.forget(path) : undefined))
    }
  }

  /** Whether a plan file is one of these, and no person's. */
  has(path: string): boolean {
    return path.startsWith(join(this.#folder, '/'))
  }

  /** Their paths, the oldest first; those that were kept for too long go. */
  async #list(): Promise<string[]> {
    const names = await readdir(this.#folder).catch((): string[] => [])
    const paths: string[] = []
    for (const name of names
      .toSorted((one, other) => (one < other ? -1 : 1))
      .filter((each) => each.endsWith('.sluice'))) {
      const path = join(this.#folder, name)
      const found = await stat(path).catch(() => null)
      if (found === null) continue
      if (this.#now() - found.mtimeMs > keptFor) await this.forget(path)
      else paths.push(path)
    }
    return paths
  }

  /** It was applied, or put away. */
  async forget(path: string): Promise<void> {
    if (this.has(path)) await rm(path, { force: true })
  }
}
