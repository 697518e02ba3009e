import type { SyncOptions } from '../../../shared/sync-options.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { Clock, Direction } from '../../engine/index.ts'
import type { Located } from '../places/places.ts'
import { BrowseView } from './browse-view.ts'
import { FolderCounts } from './folder-counts.ts'
import { markNames, type FolderMark } from './marks.ts'

interface Comparison {
  readonly source: BrowseView
  readonly destination: BrowseView
  readonly options: SyncOptions
}

/** The listings that panes have open, and how they are marked against each other. */
export class Browsing {
  readonly #sourceOf: (located: Located) => ConstructorParameters<typeof BrowseView>[2]
  readonly #onChange: (view: BrowseView) => void
  readonly #folderMarks: (comparison: { sourceToken: string; destinationToken: string }) => FolderMark
  readonly #counts: FolderCounts
  readonly #views = new Map<string, BrowseView>()
  #comparison: Comparison | null = null
  #last = 0

  constructor(parts: {
    sourceOf: (located: Located) => ConstructorParameters<typeof BrowseView>[2]
    onChange: (view: BrowseView) => void
    folderMarks: (comparison: { sourceToken: string; destinationToken: string }) => FolderMark
    clock: Clock
    platform: NodeJS.Platform
  }) {
    this.#counts = new FolderCounts(parts.clock, parts.platform)
    this.#sourceOf = parts.sourceOf
    this.#onChange = parts.onChange
    this.#folderMarks = parts.folderMarks
  }

  start(token: string, located: Located): BrowseView {
    const viewId = `view-${++this.#last}`
    const source = this.#sourceOf(located)
    const view = new BrowseView(viewId, { token, address: located.address }, source, (changed, what) => {
      this.#onChange(changed)
      if (what === 'listing') this.#listed(changed)
    })
    this.#views.set(viewId, view)
    return view
  }

  /** @throws SluiceError `usage` for a view that was closed. */
  view(viewId: string): BrowseView {
    const view = this.#views.get(viewId)
    if (view !== undefined) return view
    throw new SluiceError({ code: 'usage', message: 'This listing is closed.', subject: viewId })
  }

  /** Lists anew; nothing of it is counted any more. */
  refresh(viewId: string): BrowseView {
    const view = this.view(viewId)
    this.#counts.stop(view)
    view.refresh()
    return view
  }

  /** Counts what is in folders of a view. */
  count(viewId: string, names: readonly string[]): void {
    this.#counts.add(this.view(viewId), names)
  }

  stopCounting(viewId: string): void {
    this.#counts.stop(this.view(viewId))
  }

  close(viewId: string): void {
    const view = this.#views.get(viewId)
    if (view !== undefined) this.#counts.stop(view)
    view?.close()
    this.#views.delete(viewId)
    const { source, destination } = this.#comparison ?? {}
    if (source?.viewId === viewId || destination?.viewId === viewId) this.#comparison = null
  }

  closeAll(): void {
    for (const viewId of [...this.#views.keys()]) this.close(viewId)
  }

  compare(source: string, destination: string, options: SyncOptions): void {
    this.#comparison = { source: this.view(source), destination: this.view(destination), options }
    this.compareAgain()
  }

  /** Something is known now that was not: a plan has looked into folders. */
  compareAgain(): void {
    const comparison = this.#comparison
    if (comparison === null) return
    const { source, destination, options } = comparison
    const direction = directionBetween(source, destination)
    if (direction === null) return
    const marks = markNames(
      source,
      destination,
      { compare: options.compare, direction },
      this.#folderMarks({ sourceToken: source.token, destinationToken: destination.token }),
    )
    if (source.setMarks(marks.source)) this.#onChange(source)
    if (destination.setMarks(marks.destination)) this.#onChange(destination)
  }

  #listed(view: BrowseView): void {
    const { source, destination } = this.#comparison ?? {}
    // Marks come when a listing has ended; marking every page of a long one again would take longer than listing it.
    if ((view === source || view === destination) && view.ended) this.compareAgain()
  }
}

/** Null where nothing can go from one to the other: two folders of this computer, or a list of buckets. */
function directionBetween(source: BrowseView, destination: BrowseView): Direction | null {
  const [from, to] = [source.address.kind, destination.address.kind]
  if (from === 'buckets' || to === 'buckets') return null
  if (from === 'local') return to === 's3' ? 'upload' : null
  return to === 's3' ? 'copy' : 'download'
}
