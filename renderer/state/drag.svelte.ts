import { dropWords } from '../words/panes/drop.ts'
import type { PaneState } from './pane.svelte.ts'

/** What is being dragged: rows of a pane, or something from outside the window. */
export type Dragged =
  | {
      readonly kind: 'rows'
      readonly from: PaneState
      /** Null for everything. */
      readonly names: readonly string[] | null
      readonly folder: boolean
    }
  | { readonly kind: 'files' }

/** A drag that goes on over the window. */
export class DragState {
  dragged = $state.raw<Dragged | null>(null)
  over = $state.raw<PaneState | null>(null)
  /** Alt is held: of a folder, what is in it. */
  contents = $state(false)

  get words(): string | null {
    const { dragged, over, contents } = this
    if (dragged === null || over === null) return null
    if (dragged.kind === 'files') return dropWords(dragged, over.place, contents)
    return dropWords({ ...dragged, place: dragged.from.place }, over.place, contents)
  }

  end(): void {
    this.dragged = null
    this.over = null
    this.contents = false
  }
}
