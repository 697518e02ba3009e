import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'
import {
  isDelete,
  type Action,
  type MovedFrom,
  type NewRow,
  type Outcome,
  type PlanRow,
  type Reason,
  type RowState,
  type Seen,
} from '../../../shared/plan-row.ts'
import { categories, categoryOf } from '../../../shared/review.ts'
import { largeTransfersSchema } from './large-transfers.ts'

/** When a row is done: with the transfers, with the deletes at the end, or not at all. */
export type Stage = 'transfer' | 'delete' | 'skip'

/** Raised with every change of the schema; a store of another version is never written to. */
export const schemaVersion = 4

/** Times are milliseconds since 1970 with a fraction; identities are doubles, since inode numbers may pass 2^53; `outcome` is JSON. */
export const schema = `
create table if not exists row (
  seq integer primary key,
  stage text not null,
  category text not null,
  size integer not null,
  key text not null,
  action text not null,
  reason text not null,
  decided_by text not null,
  source_size integer, source_modified real, source_etag text, source_class text,
  source_dev real, source_ino real, source_changed real,
  destination_size integer, destination_modified real, destination_etag text, destination_class text,
  destination_dev real, destination_ino real, destination_changed real,
  state text not null,
  outcome text,
  from_key text,
  from_size integer, from_modified real, from_etag text, from_class text,
  from_dev real, from_ino real, from_changed real
) strict;
create index if not exists row_from on row (from_key) where from_key is not null;
${largeTransfersSchema}create table if not exists folder (
  path text primary key, parent text, ${categories.map((name) => `rows_${name} integer not null`).join(', ')},
  left_out integer not null, bytes integer not null, delete_bytes integer not null,
  destination_entries integer not null
) strict, without rowid;
create index if not exists folder_parent on folder (parent);
create table if not exists fact (name text primary key, value text not null) strict;
`

const seenColumns = ['size', 'modified', 'etag', 'class', 'dev', 'ino', 'changed'] as const

export const rowColumns: readonly string[] = [
  'seq',
  'stage',
  'category',
  'size',
  'key',
  'action',
  'reason',
  'decided_by',
  ...seenColumns.map((name) => `source_${name}`),
  ...seenColumns.map((name) => `destination_${name}`),
  'state',
  'outcome',
  'from_key',
  ...seenColumns.map((name) => `from_${name}`),
]

/** The counts of a folder. */
export const folderColumns: readonly string[] = [
  ...categories.map((name) => `rows_${name}`),
  'left_out',
  'bytes',
  'delete_bytes',
  'destination_entries',
]

export const stageOf = (action: Action): Stage =>
  action === 'skip' ? 'skip' : isDelete(action) ? 'delete' : 'transfer'

/** Bytes that go over the wire, or are deleted: neither for what only gets another name, or other properties. */
export function sizeOf(row: Pick<NewRow, 'action' | 'source' | 'destination'>): number {
  if (row.action === 'move' || row.action === 'update-properties') return 0
  return (isDelete(row.action) ? row.destination?.size : row.source?.size) ?? 0
}

/** Values in the order of `rowColumns`. */
export function bindRow(seq: number, row: NewRow): SQLInputValue[] {
  return [
    seq,
    stageOf(row.action),
    categoryOf(row),
    sizeOf(row),
    row.key,
    row.action,
    row.reason,
    row.decidedBy,
    ...bindSeen(row.source),
    ...bindSeen(row.destination),
    row.state ?? 'planned',
    row.outcome === undefined ? null : JSON.stringify(row.outcome),
    ...bindFrom(row.from),
  ]
}

/** Values of the columns `from_…`. */
export const bindFrom = (from: MovedFrom | undefined): SQLInputValue[] => [
  from?.key ?? null,
  ...bindSeen(from?.seen ?? null),
]

function bindSeen(seen: Seen | null): SQLInputValue[] {
  if (seen === null) return [null, null, null, null, null, null, null]
  return [
    seen.size,
    seen.modified,
    seen.etag ?? null,
    seen.storageClass ?? null,
    seen.file?.dev ?? null,
    seen.file?.ino ?? null,
    seen.file?.changed ?? null,
  ]
}

type Columns = Record<string, SQLOutputValue>

/** The inverse of `bindRow`. */
export function readRow(columns: Columns): PlanRow {
  const outcome = columns['outcome']
  const from = columns['from_key']
  const seen = readSeen(columns, 'from')
  return {
    seq: Number(columns['seq']),
    key: String(columns['key']),
    action: String(columns['action']) as Action,
    reason: String(columns['reason']) as Reason,
    decidedBy: String(columns['decided_by']),
    source: readSeen(columns, 'source'),
    destination: readSeen(columns, 'destination'),
    state: String(columns['state']) as RowState,
    outcome: typeof outcome === 'string' ? (JSON.parse(outcome) as Outcome) : null,
    ...(typeof from === 'string' && seen !== null ? { from: { key: from, seen } } : {}),
  }
}

/** What becomes of a row, with what it was planned by, and where an earlier try has left what it put aside. */
export function keptOutcome(row: PlanRow, outcome: Outcome | null): Outcome | null {
  const { undo, tags, aside } = row.outcome ?? {}
  const left = aside === undefined || row.action === 'move' ? null : { aside }
  const kept = left === null ? outcome : { ...left, ...outcome }
  if (undo === undefined && tags === undefined) return kept
  return { ...kept, ...(undo === undefined ? {} : { undo }), ...(tags === undefined ? {} : { tags }) }
}

function readSeen(columns: Columns, side: 'source' | 'destination' | 'from'): Seen | null {
  const value = (name: (typeof seenColumns)[number]): SQLOutputValue => columns[`${side}_${name}`] ?? null
  if (value('size') === null) return null
  const etag = value('etag')
  const storageClass = value('class')
  return {
    size: Number(value('size')),
    modified: Number(value('modified')),
    ...(typeof etag === 'string' ? { etag } : {}),
    ...(typeof storageClass === 'string' ? { storageClass } : {}),
    ...(value('ino') === null
      ? {}
      : {
          file: { dev: Number(value('dev')), ino: Number(value('ino')), changed: Number(value('changed')) },
        }),
  }
}
