import type { FolderTotals } from '../../shared/review.ts'
import type { Bridge } from './bridge.ts'

const pageSize = 500
/** A level of more folders than this is cut: nobody looks through it, and the search finds what is below. */
const mostOfLevel = 2000

/** A folder as the tree shows it. */
export interface TreeFolder {
  readonly totals: FolderTotals
  /** 1 for those directly below the root. */
  readonly level: number
  readonly open: boolean
}

/** The folders of a plan, read level by level as they are opened. */
export class FoldersState {
  /** What is seen of the tree, from top to bottom. */
  shown = $state.raw<readonly TreeFolder[]>([])
  /** How many more there are on the levels that are open than are shown. */
  cut = $state(0)
  readonly #bridge: Bridge
  readonly #planId: string
  readonly #open = new Set<string>()
  readonly #children = new Map<string, { readonly folders: readonly FolderTotals[]; readonly cut: number }>()
  #asking = false
  #again = false

  constructor(bridge: Bridge, planId: string) {
    this.#bridge = bridge
    this.#planId = planId
  }

  /** Reads what is open anew. */
  async refresh(): Promise<void> {
    if (this.#asking) {
      this.#again = true
      return
    }
    this.#asking = true
    try {
      for (const parent of ['', ...this.#open]) await this.#read(parent)
      this.#show()
    } catch {
      // The plan was closed meanwhile, or the rows say what is wrong.
    } finally {
      this.#asking = false
    }
    if (!this.#again) return
    this.#again = false
    await this.refresh()
  }

  async toggle(path: string, open = !this.#open.has(path)): Promise<void> {
    if (open) this.#open.add(path)
    else this.#open.delete(path)
    if (open && !this.#children.has(path)) await this.#read(path)
    this.#show()
  }

  async #read(parent: string): Promise<void> {
    const found: FolderTotals[] = []
    for (;;) {
      const { folders, total } = await this.#bridge.ask('plan.folders', {
        planId: this.#planId,
        parent,
        offset: found.length,
        limit: pageSize,
      })
      found.push(...folders)
      if (folders.length > 0 && found.length < Math.min(total, mostOfLevel)) continue
      this.#children.set(parent, { folders: found, cut: Math.max(0, total - found.length) })
      return
    }
  }

  #show(): void {
    const shown: TreeFolder[] = []
    let cut = 0
    const add = (parent: string, level: number): void => {
      const children = this.#children.get(parent)
      cut += children?.cut ?? 0
      for (const totals of children?.folders ?? []) {
        const open = this.#open.has(totals.path)
        shown.push({ totals, level, open })
        if (open) add(totals.path, level + 1)
      }
    }
    add('', 1)
    this.shown = shown
    this.cut = cut
  }
}
