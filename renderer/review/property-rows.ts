import type { SideProperties } from '../../shared/bridge/contents.ts'

/** One property on both sides; null where a side has none of that name. */
export interface PropertyRow {
  readonly name: string
  readonly source: string | null
  readonly destination: string | null
  /** Both sides were asked, and do not say the same. */
  readonly differs: boolean
}

/**
 * The properties of two sides by their names, in the order of the source; null for a side that has nothing.
 *
 * | source | destination | differs |
 * |--------|-------------|---------|
 * | a      | a           | no      |
 * | a      | b, or none  | yes     |
 * | a      | not there, or without properties of its own: a file | no |
 */
export function propertyRows(
  source: SideProperties | null,
  destination: SideProperties | null,
): PropertyRow[] {
  const of = (side: SideProperties | null): Map<string, string> =>
    new Map((side?.values ?? []).map(({ name, value }) => [name, value]))
  const [left, right] = [of(source), of(destination)]
  const comparable = left.size > 0 && right.size > 0
  return [...new Set([...left.keys(), ...right.keys()])].map((name) => {
    const [a, b] = [left.get(name) ?? null, right.get(name) ?? null]
    return { name, source: a, destination: b, differs: comparable && a !== b }
  })
}
