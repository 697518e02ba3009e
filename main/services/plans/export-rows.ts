import { dirname } from 'node:path'
import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { ExportFormat } from '../../../shared/export-format.ts'
import { formatJsonLine } from '../../../shared/formats.ts'
import { isDelete, type PlanRow } from '../../../shared/plan-row.ts'
import { everyRow } from '../../../shared/review.ts'
import { csvHead, rowCsv } from '../../../shared/row-csv.ts'
import { whyText } from '../../../shared/why-text.ts'
import { explainFsError, type FileSystem, type Review } from '../../engine/index.ts'
import type { Places } from '../places/places.ts'
import { planPath } from './plan-files.ts'

/** Rows that are read and written together. */
const pageSize = 500

/** A plan or a run, and what is written of it. */
interface Exported {
  readonly review: Pick<Review, 'page'>
  readonly status: PlanStatus
}

/** Writes all rows of a plan or run to a new file. */
export class RowExport {
  readonly #fs: FileSystem
  readonly #places: Pick<Places, 'read'>
  readonly #find: (planId: string) => { readonly review: Review; status(): PlanStatus }

  constructor(parts: {
    readonly fs: FileSystem
    readonly places: Pick<Places, 'read'>
    readonly find: (planId: string) => { readonly review: Review; status(): PlanStatus }
  }) {
    this.#fs = parts.fs
    this.#places = parts.places
    this.#find = parts.find
  }

  /**
   * @returns where it is now. @throws SluiceError `usage` where something has that name, and what the disk says; nothing
   * is left then. The signal's reason when it aborts.
   */
  async write(
    planId: string,
    { path: typed, format }: { readonly path: string; readonly format: ExportFormat },
    signal: AbortSignal,
  ): Promise<{ path: string }> {
    const found = this.#find(planId)
    const path = withSuffix(planPath(this.#places.read(typed, null)), format)
    const exported = { review: found.review, status: found.status() }
    try {
      await this.#fill(path, format === 'csv' ? csvLines(exported) : jsonLines(exported), signal)
    } catch (error) {
      signal.throwIfAborted()
      const code = (error as { readonly code?: unknown } | null)?.code
      if (code === 'EEXIST') throw taken(path)
      throw code === 'ENOENT' ? noFolder(dirname(path)) : explainFsError(error, path)
    }
    return { path }
  }

  async #fill(path: string, pages: Iterable<string>, signal: AbortSignal): Promise<void> {
    const file = await this.#fs.create(path)
    try {
      let position = 0
      for (const page of pages) {
        signal.throwIfAborted()
        const bytes = new TextEncoder().encode(page)
        await file.write(bytes, position)
        position += bytes.length
      }
      await file.sync()
      await file.close()
      await this.#fs.syncFolder(dirname(path))
    } catch (error) {
      await file.close().catch(() => undefined)
      await this.#fs.unlink(path)
      throw error
    }
  }
}

function* csvLines(exported: Exported): Generator<string> {
  yield `${csvHead}\r\n`
  for (const rows of pagesOf(exported))
    yield rows.map((row) => `${rowCsv(row, placesOf(row, exported.status))}\r\n`).join('')
}

function* jsonLines(exported: Exported): Generator<string> {
  const { planId, started, source, destination, report } = exported.status
  const runId = planId.replace(/^past:/, '')
  const line = (value: unknown): string => `${formatJsonLine(value)}\n`
  yield line({ type: 'run', runId, started, source: source.text, destination: destination.text, report })
  let count = 0
  for (const rows of pagesOf(exported)) {
    count += rows.length
    yield rows
      .map((row) => line({ type: 'row', ...row, why: whyText(row), ...placesOf(row, exported.status) }))
      .join('')
  }
  yield line({ type: 'end', rows: count })
}

function* pagesOf({ review }: Exported): Generator<PlanRow[]> {
  for (let offset = 0; ; offset += pageSize) {
    const { rows } = review.page(everyRow, offset, pageSize)
    if (rows.length === 0) return
    yield rows
  }
}

/** Whole addresses: who reads a file does not know where it was made. What a move takes is at the destination too. */
function placesOf(
  { key, action, from: old }: PlanRow,
  { source, destination }: PlanStatus,
): { from: string; to: string | null } {
  const at = ({ text }: { readonly text: string }, name: string): string =>
    (text.endsWith('/') ? text : `${text}/`) + name
  const [from, to] = [at(source, key), at(destination, key)]
  if (old !== undefined) return { from: at(destination, old.key), to }
  const isThere = isDelete(action) || action === 'update-properties'
  return isThere || from === to ? { from: to, to: null } : { from, to }
}

const withSuffix = (path: string, format: ExportFormat): string => {
  const suffix = format === 'csv' ? '.csv' : '.jsonl'
  return /\.(csv|jsonl?|ndjson)$/i.test(path) ? path : path + suffix
}

const taken = (path: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: `${path} is there already.`,
    subject: path,
    advice: 'Nothing was written. Name another file: a report replaces nothing.',
  })

const noFolder = (path: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: `There is no folder ${path}.`,
    subject: path,
    advice: 'Nothing was written. Name a file in a folder that is there.',
  })
