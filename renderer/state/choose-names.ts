import type { ErrorData } from '../../shared/errors.ts'
import { SluiceError } from '../../shared/errors.ts'
import { everyName, nameShown } from '../../shared/name-filter.ts'
import type { BrowseView } from './browse-view.svelte.ts'
import { mostSelected, type Selection } from './selection.svelte.ts'
import { choosing as words } from '../words/panes/acts.ts'

interface Marked {
  readonly view: BrowseView | null
  readonly selection: Selection
}

interface Marking extends Marked {
  /** Shows what fails. */
  attempt(step: () => Promise<void>): Promise<void>
}

/**
 * The marked names, shown or not; null for everything there.
 * @throws SluiceError `usage` where more is marked than can be named.
 */
export async function markedNames({ view, selection }: Marked): Promise<string[] | null> {
  const names = selection.names()
  if (!selection.everything) {
    if (names.length > mostSelected) throw new SluiceError(tooManySelected)
    return names
  }
  const isPartial = view?.isPartial === true
  if (names.length === 0 && !isPartial) return null
  if (view === null) return []
  // What was not listed is not what a person saw when marking everything.
  if (selection.count(view.status.count) > mostSelected) {
    throw new SluiceError(isPartial ? notAllListed : tooManySelected)
  }
  const found = await allNames(view)
  return found.filter((name) => selection.has(name))
}

/** The names of all that was found. @throws SluiceError `usage` where there are more than can be named. */
export async function allNames(view: BrowseView): Promise<string[]> {
  const { total, names } = await view.names(everyName, '')
  if (total > names.length) throw new SluiceError(tooManySelected)
  return names.map(({ name }) => name)
}

/** Marks all that is shown, and nothing else. */
export async function markShown(pane: Marking): Promise<void> {
  const { view, selection } = pane
  if (view === null) return
  await pane.attempt(async () => {
    if (isWhole(view)) selection.all()
    else selection.replace(await shownLike(view, ''))
  })
}

/**
 * Marks what is shown and matches a pattern, or takes its marks away.
 * @returns how many match; null where the pane says why it failed.
 */
export async function markLike(
  pane: Marking,
  pattern: string,
  how: 'add' | 'remove',
): Promise<number | null> {
  const { view, selection } = pane
  if (view === null) return null
  let count: number | null = null
  await pane.attempt(async () => {
    const found = await shownLike(view, pattern)
    selection[how](found)
    count = found.length
  })
  return count
}

/** Of what is shown, what is marked is not then, and the other way round. */
export async function invertMarks(pane: Marking): Promise<void> {
  const { view, selection } = pane
  if (view === null) return
  await pane.attempt(async () => {
    if (isWhole(view)) {
      selection.invert()
      return
    }
    const found = await shownLike(view, '')
    const marked = found.filter(([name]) => selection.has(name))
    const others = found.filter(([name]) => !selection.has(name))
    selection.remove(marked)
    selection.add(others)
  })
}

/** Marks the rows between two, and nothing else. @throws SluiceError `usage` where they are more than can be named. */
export async function markRange(pane: Marked & { readonly cursor: number }, anchor: number): Promise<void> {
  const { view, selection, cursor } = pane
  const first = Math.min(anchor, cursor)
  const last = Math.max(anchor, cursor)
  if (last - first >= mostSelected) throw new SluiceError(tooManySelected)
  const entries = (await view?.entries(first, last + 1)) ?? []
  if (cursor === pane.cursor) selection.replace(entries.map((entry) => [entry.name, entry.size ?? 0]))
}

/** All there is can be meant without a name. */
const isWhole = (view: BrowseView): boolean => view.showsAll && !view.isPartial

/** How many of the marked names are not shown. */
export function markedUnseen({ view, selection }: Marked): number {
  if (view === null || view.showsAll) return 0
  const isShown = nameShown(view.filter)
  const unseen = selection.names().filter((name) => !isShown(name)).length
  return selection.everything ? Math.max(0, view.status.count - view.rows.total - unseen) : unseen
}

/** @throws SluiceError `usage` where there are more than can be named. */
async function shownLike(view: BrowseView, pattern: string): Promise<[string, number][]> {
  const { total, names } = await view.names(view.filter, pattern)
  if (total > names.length) throw new SluiceError(tooManyShown(total))
  return names.map(({ name, size }) => [name, size])
}

export const nothingSelected: ErrorData = { code: 'usage', ...words.nothing }

const tooManySelected: ErrorData = { code: 'usage', ...words.tooMany(mostSelected) }

const tooManyShown = (total: number): ErrorData => ({
  code: 'usage',
  ...words.tooManyShown(total, mostSelected),
})

const notAllListed: ErrorData = { code: 'usage', ...words.notAllListed }
