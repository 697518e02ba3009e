import type { PlanRow, Seen } from './plan-row.ts'
import { whyText } from './why-text.ts'

const columns = [
  ...['seq', 'key', 'action', 'state', 'reason', 'why', 'decided_by', 'from', 'to'],
  ...['source_size', 'source_modified', 'source_etag'],
  ...['destination_size', 'destination_modified', 'destination_etag'],
  ...['bytes', 'proof', 'error_code', 'error_message', 's3_code', 'request_id'],
  'moved_from',
]

/** The first line: the names of the columns. */
export const csvHead = columns.join(',')

/**
 * A row of a plan or a run as a line of CSV (RFC 4180). Times are ISO 8601 in UTC; what is not known is empty.
 * @param at where it goes from and to; null for nowhere
 */
export function rowCsv(
  row: PlanRow,
  { from, to }: { readonly from: string; readonly to: string | null },
): string {
  const { outcome } = row
  return [
    ...[row.seq, row.key, row.action, row.state, row.reason, whyText(row), row.decidedBy, from, to],
    ...seenCells(row.source),
    ...seenCells(row.destination),
    ...[outcome?.bytes, outcome?.proof, outcome?.error?.code, outcome?.error?.message],
    ...[outcome?.error?.s3?.s3Code, outcome?.error?.s3?.requestId],
    row.from?.key,
  ]
    .map(cell)
    .join(',')
}

const seenCells = (seen: Seen | null): (string | number | undefined)[] =>
  seen === null
    ? [undefined, undefined, undefined]
    : [seen.size, new Date(seen.modified).toISOString(), seen.etag]

/** Spreadsheets compute a text that begins so, and a key is anybody's: a quote before it keeps it a text. */
const formula = /^[=+\-@\t\r]/

function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const text = formula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
