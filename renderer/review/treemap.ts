/** A part of an area, in the same units. */
export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * Parts an area among weights, each part as near to a square as it goes (Bruls, Huizing and van Wijk, "Squarified
 * Treemaps", 2000). A weight of 0 or less gets nothing.
 * @param weights the largest first
 * @returns a part for each weight, in their order
 */
export function squarify(weights: readonly number[], area: Rect): Rect[] {
  const total = weights.reduce((sum, weight) => sum + Math.max(0, weight), 0)
  const scale = total === 0 ? 0 : (area.width * area.height) / total
  const sizes = weights.map((weight) => Math.max(0, weight) * scale)
  const parts: Rect[] = []
  let left = area
  let begin = 0
  while (begin < sizes.length) {
    const side = Math.min(left.width, left.height)
    let end = begin + 1
    while (
      end < sizes.length &&
      worst(sizes.slice(begin, end + 1), side) <= worst(sizes.slice(begin, end), side)
    )
      end++
    const row = sizes.slice(begin, end)
    parts.push(...layRow(row, left))
    left = without(row, left)
    begin = end
  }
  return parts
}

const sumOf = (row: readonly number[]): number => row.reduce((sum, size) => sum + size, 0)

/** How far the worst of a row is from a square: 1 is one. */
function worst(row: readonly number[], side: number): number {
  const sum = sumOf(row)
  const [most, least] = [Math.max(...row), Math.min(...row)]
  if (sum === 0 || least === 0 || side === 0) return Infinity
  return Math.max((side * side * most) / (sum * sum), (sum * sum) / (side * side * least))
}

/** A row stands along the shorter side. */
function layRow(row: readonly number[], area: Rect): Rect[] {
  const sum = sumOf(row)
  const isColumn = area.width >= area.height
  const side = isColumn ? area.height : area.width
  const depth = side === 0 ? 0 : sum / side
  let at = 0
  return row.map((size) => {
    const length = depth === 0 ? 0 : size / depth
    const part = isColumn
      ? { x: area.x, y: area.y + at, width: depth, height: length }
      : { x: area.x + at, y: area.y, width: length, height: depth }
    at += length
    return part
  })
}

function without(row: readonly number[], area: Rect): Rect {
  const isColumn = area.width >= area.height
  const side = isColumn ? area.height : area.width
  const depth = side === 0 ? 0 : sumOf(row) / side
  return isColumn
    ? { ...area, x: area.x + depth, width: Math.max(0, area.width - depth) }
    : { ...area, y: area.y + depth, height: Math.max(0, area.height - depth) }
}

/** The part that lies nearest in a direction from one of them; the same one where there is none. */
export function nearest(
  parts: readonly Rect[],
  from: number,
  direction: 'left' | 'right' | 'up' | 'down',
): number {
  const start = parts[from]
  if (start === undefined) return from
  const center = ({ x, y, width, height }: Rect): readonly [number, number] => [x + width / 2, y + height / 2]
  const [fromX, fromY] = center(start)
  let best = from
  let least = Infinity
  for (const [place, part] of parts.entries()) {
    const [x, y] = center(part)
    const across = direction === 'left' || direction === 'right' ? y - fromY : x - fromX
    const along = { left: fromX - x, right: x - fromX, up: fromY - y, down: y - fromY }[direction]
    const distance = along + 2 * Math.abs(across)
    if (place === from || part.width === 0 || along <= 0.5 || distance >= least) continue
    best = place
    least = distance
  }
  return best
}
