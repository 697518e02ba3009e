/**
 * Which crumbs are left out so that the others fit: those after the first, nearest to it first. The first and the last
 * always stay; the last shrinks if even they don't fit.
 *
 * @param widths of the crumbs, and @param gap of what stands for those left out, in pixels.
 * @returns the crumbs left out, from `start` up to, not including, `end`; the same number twice for none.
 */
export function collapseCrumbs(
  widths: readonly number[],
  room: number,
  gap: number,
): { readonly start: number; readonly end: number } {
  let total = widths.reduce((sum, width) => sum + width, 0)
  let end = 1
  if (total > room) {
    total += gap
    while (end < widths.length - 1 && total > room) total -= widths[end++] ?? 0
  }
  return { start: 1, end }
}
