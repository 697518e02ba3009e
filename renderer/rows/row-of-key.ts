/**
 * The row that a key moves the cursor to, from 0; null where it moves nothing.
 *
 * | key              | goes                            |
 * |------------------|---------------------------------|
 * | arrows           | a row up or down                |
 * | Page Up and Down | as many rows as are seen        |
 * | Home, End        | to the first, to the last       |
 * | with Alt or Meta | nowhere: that means other things |
 *
 * @param page how many rows a page has
 */
export function rowOfKey(
  event: Pick<KeyboardEvent, 'key' | 'altKey' | 'metaKey'>,
  { cursor, count, page }: { readonly cursor: number; readonly count: number; readonly page: number },
): number | null {
  if (event.altKey || event.metaKey || count === 0) return null
  const to = targets[event.key]?.(cursor, page, count)
  return to === undefined ? null : Math.max(0, Math.min(count - 1, to))
}

const targets: Readonly<Record<string, (cursor: number, page: number, count: number) => number>> = {
  ArrowDown: (cursor) => cursor + 1,
  ArrowUp: (cursor) => cursor - 1,
  PageDown: (cursor, page) => cursor + page,
  PageUp: (cursor, page) => cursor - page,
  Home: () => 0,
  End: (_cursor, _page, count) => count - 1,
}
