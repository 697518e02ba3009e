import { posix, win32 } from 'node:path'
import type { SideName } from '../../../shared/job.ts'
import { isDelete, type Action, type PlanRow } from '../../../shared/plan-row.ts'

/** A side as far as it is shown. `one` is where a single file really is, whatever key it goes by. */
export type Place = (
  | { readonly kind: 'local'; readonly root: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string }
) & { readonly one?: { readonly name: string } }

/** How the names of a run are shown: `aws s3` prints local ones relative to the current folder (FMT-1). */
export interface Addresses {
  readonly source: Place
  readonly destination: Place
  readonly cwd: string
  readonly platform: NodeJS.Platform
}

type Addressed = Pick<PlanRow, 'key' | 'action' | 'from'>

/** What a row reads from, and where it writes to; a delete, other properties, and what an undo does, have only what they are about. */
export interface RowAddresses {
  readonly from: string
  readonly to: string | null
}

export function rowAddresses(row: Addressed, addresses: Addresses): RowAddresses {
  const show = (side: SideName): string => showKey(addresses[side], row.key, addresses)
  const [from, to] = [show('source'), show('destination')]
  if (row.from !== undefined) return { from: showKey(addresses.destination, row.from.key, addresses), to }
  const isThere = isDelete(row.action) || row.action === 'update-properties'
  return isThere || from === to ? { from: to, to: null } : { from, to }
}

/** A key below a side's root, as it is shown. */
function showKey(place: Place, key: string, { cwd, platform }: Pick<Addresses, 'cwd' | 'platform'>): string {
  const name = place.one?.name ?? key
  if (place.kind === 's3') return `s3://${place.bucket}/${place.prefix}${name}`
  const { sep } = platform === 'win32' ? win32 : posix
  const root = place.root.endsWith(sep) ? place.root : place.root + sep
  return showPath(root + (sep === '/' ? name : name.replaceAll('/', sep)), cwd, platform)
}

/**
 * A path relative to `cwd`: its folder made relative, then its own name, as `aws s3` does (FMT-1).
 *
 * | path          | in cwd /w | shown        |
 * |---------------|-----------|--------------|
 * | /w/a          |           | ./a          |
 * | /w/d/a        |           | d/a          |
 * | /x/a          |           | ../x/a       |
 * | D:\x\a        | C:\w      | D:\x\a       |
 */
export function showPath(path: string, cwd: string, platform: NodeJS.Platform): string {
  const system = platform === 'win32' ? win32 : posix
  const cut = path.lastIndexOf(system.sep) + 1
  const folder = system.relative(cwd, path.slice(0, cut))
  if (system.isAbsolute(folder)) return path
  return `${folder === '' ? '.' : folder}${system.sep}${path.slice(cut)}`
}

/** The word of FMT-1 for what is done. What aws has no word for is named as it is. */
export const actionWords: Readonly<Record<Action, string>> = {
  upload: 'upload',
  download: 'download',
  copy: 'copy',
  relay: 'copy',
  move: 'move',
  'update-properties': 'update',
  restore: 'restore',
  'delete-remote': 'delete',
  'delete-local': 'delete',
  skip: 'skip',
}

/** `upload: a to s3://b/a`, `delete: s3://b/a`, with `how` between word and colon: `upload failed: …`. */
export function rowLine(row: Addressed, addresses: Addresses, how = ''): string {
  const { from, to } = rowAddresses(row, addresses)
  return `${actionWords[row.action]}${how}: ${to === null ? from : `${from} to ${to}`}`
}
