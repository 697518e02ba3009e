import { categories, type Category } from '../../shared/review.ts'

/** Categories that no chip hides: what can't be undone stays in sight. */
const alwaysShown: ReadonlySet<Category> = new Set(['delete', 'newer'])

/** The categories to show after a chip was pressed: it hides its rows or shows them again; what can't be hidden is shown alone instead. */
export function pressedChip(before: readonly Category[], category: Category): Category[] {
  const shown = new Set(before)
  if (alwaysShown.has(category)) {
    const alone = shown.size === 1 && shown.has(category)
    return alone ? [...categories] : [category]
  }
  if (shown.has(category)) shown.delete(category)
  else shown.add(category)
  for (const always of alwaysShown) shown.add(always)
  return categories.filter((name) => shown.has(name))
}
