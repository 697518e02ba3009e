import type { PaneColumn } from '../../shared/settings.ts'

/** Pixels beside the columns: the mark, the end of the row, the scroll bar, and the least of the name. */
const beside = 24 + 8 + 12 + 96
/** Not even the shortest size can be read in less. */
const least = 40

/**
 * The widths of columns as a pane has room for them: as they are kept, or each less by the same share, so that a name can
 * still be read. All in pixels.
 */
export function fitColumns(
  columns: readonly PaneColumn[],
  widths: Readonly<Record<PaneColumn, number>>,
  room: number,
): number[] {
  const wanted = columns.map((column) => widths[column])
  const sum = wanted.reduce((total, width) => total + width, 0)
  const share = Math.min(1, Math.max(0, room - beside) / Math.max(1, sum))
  return wanted.map((width) => Math.max(least, Math.floor(width * share)))
}
