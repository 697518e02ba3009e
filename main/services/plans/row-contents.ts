import { createHash } from 'node:crypto'
import { largestImage, largestText, type SideContent } from '../../../shared/bridge/contents.ts'
import { SluiceError, type ErrorData } from '../../../shared/errors.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { SideReader, type Retry, type Side, type World } from '../../engine/index.ts'
import { decodeText, kindOf } from './content-kind.ts'

/** What is read first, to see what it is. */
const firstLook = 16 * 1024
const shownInHex = 256

/** Reads one side of a row as far as it is shown. What can't be read is said in the place of it. */
export async function contentOf(
  world: Pick<World, 'fs' | 'platform'>,
  retry: Retry,
  side: Side,
  row: PlanRow,
  which: 'source' | 'destination',
  signal: AbortSignal,
): Promise<SideContent> {
  const seen = row[which]
  if (seen === null) throw notThere(row.key)
  const reader = new SideReader(world, retry, { side, key: row.key, seen, versionId: versionOf(row, which) })
  const cost = (): SideContent['cost'] => ({ requests: reader.requests, bytes: reader.bytes })
  try {
    const content = await look(reader, seen.size, signal)
    return { cost: cost(), content }
  } catch (error) {
    signal.throwIfAborted()
    return { cost: cost(), content: { kind: 'failed', error: dataOf(error) } }
  }
}

async function look(reader: SideReader, size: number, signal: AbortSignal): Promise<SideContent['content']> {
  const start = await reader.read(0, firstLook, signal)
  const found = kindOf(start, start.length >= size)
  const most = found.kind === 'text' ? largestText : found.kind === 'image' ? largestImage : 0
  if (size > most) {
    return {
      kind: 'bytes',
      why: found.kind === 'binary' ? 'binary' : found.kind === 'text' ? 'large-text' : 'large-image',
      start: Buffer.from(start.subarray(0, shownInHex)).toString('hex'),
      sha256: start.length >= size ? createHash('sha256').update(start).digest('hex') : null,
    }
  }
  const rest = start.length < size ? await reader.read(start.length, size - start.length, signal) : null
  const bytes = rest === null ? start : Buffer.concat([start, rest])
  // The rest may say what the start did not.
  const kind = rest === null || found.kind === 'image' ? found : kindOf(bytes, true)
  if (kind.kind === 'image') {
    return { kind: 'image', type: kind.type, base64: Buffer.from(bytes).toString('base64') }
  }
  if (kind.kind === 'text') {
    return { kind: 'text', encoding: kind.encoding, text: decodeText(bytes, kind.encoding) }
  }
  return {
    kind: 'bytes',
    why: 'binary',
    start: Buffer.from(bytes.subarray(0, shownInHex)).toString('hex'),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }
}

/** Of a row of an undo its source is the version that would be put back. */
export function versionOf({ outcome }: PlanRow, which: 'source' | 'destination'): string | undefined {
  const undo = outcome?.undo
  if (which !== 'source' || undo === undefined || undo.how === 'aside') return undefined
  return undo.version ?? undefined
}

export const dataOf = (error: unknown): ErrorData =>
  error instanceof SluiceError ? error.toData() : { code: 'internal', message: String(error) }

export const notThere = (key: string): SluiceError =>
  new SluiceError({ code: 'usage', message: 'This side of the row has nothing.', subject: key })
