import { escapeName, formatBytes, formatCount } from '../../../shared/formats.ts'
import { isDelete, type PlanRow } from '../../../shared/plan-row.ts'
import type { Style } from '../output/style.ts'
import { whyText } from '../../../shared/why-text.ts'

const indent = '    '
const sizeColumn = 12

/**
 * The rows of a plan as lines of at most `columns`, those with one reason together and the reason below them; of each
 * such group at most `most` rows.
 */
export function planTable(rows: readonly PlanRow[], style: Style, columns: number, most: number): string[] {
  const groups = Map.groupBy(rows, (row) => `${row.action} ${whyText(row)}`)
  return [...groups.values()].flatMap((group) => {
    const shown = group.length <= most ? group : group.slice(0, most - 1)
    const more = group.length - shown.length
    const [first] = group
    return [
      ...shown.map((row) => rowText(row, style, columns)),
      ...(more === 0 ? [] : [`${indent}  and ${formatCount(more)} more`]),
      ...(first === undefined ? [] : [style.dim(`${indent}  why: ${whyText(first)} [${first.decidedBy}]`)]),
      '',
    ]
  })
}

function rowText(row: PlanRow, style: Style, columns: number): string {
  const room = columns - indent.length - 2 - sizeColumn
  const name = fit(escapeName(row.key), room).padEnd(room)
  const size = formatBytes((row.source ?? row.destination)?.size ?? 0).padStart(sizeColumn)
  if (isDelete(row.action)) return `${indent}${style.red(`- ${name}`)}${size}`
  return row.destination === null
    ? `${indent}${style.green(`+ ${name}`)}${size}`
    : `${indent}${style.yellow(`~ ${name}`)}${size}`
}

/** Text cut in its middle to at most `columns` characters. */
function fit(text: string, columns: number): string {
  const characters = Array.from(text)
  if (characters.length <= columns) return text
  const head = Math.ceil((columns - 1) / 2)
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (columns - 1 - head)).join('')}`
}
