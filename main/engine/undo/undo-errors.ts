import { keptAt, type KeptAside } from '../../../shared/aside.ts'
import type { ErrorData } from '../../../shared/errors.ts'
import { formatCounted } from '../../../shared/formats.ts'
import { rootOf } from '../running/keep-others-out.ts'
import type { Side, UndoneRun } from '../side.ts'

const addressOf = (side: Side, key: string): string =>
  side.kind === 's3' ? rootOf(side) + key : `${rootOf(side)}/${key}`

/** @param kept what that run has put aside of it */
export function writtenSinceError(side: Side, key: string, kept?: KeptAside): ErrorData {
  const address = addressOf(side, key)
  return {
    code: 'changed',
    message: `${address} was written or deleted by somebody else since that run.`,
    subject: address,
    advice:
      kept === undefined
        ? `It was left as it is.${side.kind === 's3' ? ' Older versions of it can be had with the tools of the store.' : ''}`
        : `It was left as it is. What was there before that run is ${keptAt(kept)}.`,
  }
}

export function notKeptError(side: Side, key: string): ErrorData {
  const address = addressOf(side, key)
  return {
    code: 'not-kept',
    message: `What ${address} was before that run is not kept.`,
    subject: address,
    advice: 'It was left as it is. A backup elsewhere may have it.',
  }
}

/** What was there under a name of its own stays until it is back under its old one. */
export function oldNotBackError(
  side: Side,
  {
    key,
    old,
    reason,
  }: { readonly key: string; readonly old: string; readonly reason: 'written-since' | 'not-kept' },
): ErrorData {
  const address = addressOf(side, key)
  return {
    code: reason === 'not-kept' ? 'not-kept' : 'changed',
    message: `${address} was ${addressOf(side, old)} before that run, which is not put back.`,
    subject: address,
    advice: 'It was left as it is. What is said of its old name tells why.',
  }
}

const namesSaid = 5

const why = {
  local: 'is a folder of this computer, and that run put nothing aside',
  gone: 'keeps no versions',
  suspended: 'keeps no versions: its versioning is suspended',
  unknown: 'may keep no versions: this identity may not ask (s3:GetBucketVersioning)',
} as const

/** Nothing of a run can be put back. @param lost keys, at least one */
export function keepsNothing(
  side: Side,
  keeps: keyof typeof why | 'kept',
  run: UndoneRun,
  lost: readonly string[],
): ErrorData {
  const names = lost.slice(0, namesSaid).map((key) => JSON.stringify(key))
  const others = lost.length - names.length
  const place = rootOf(side)
  return {
    code: 'not-kept',
    message: `Run ${run.runId} can't be undone: ${place} ${why[keeps === 'kept' ? 'gone' : keeps]}. Not to be had back: ${names.join(', ')}${others > 0 ? ` and ${formatCounted(others, 'other')}` : ''}.`,
    subject: place,
    advice:
      keeps === 'unknown'
        ? 'Nothing was done. Ask as somebody who may.'
        : side.kind === 'local'
          ? 'Nothing was done. To be able to undo runs to come, give them --trash or --backup-dir.'
          : 'Nothing was done. To be able to undo runs to come, turn versioning on, or give them --backup-prefix.',
  }
}

export const cutOffMessage = (rows: number): string =>
  `${formatCounted(rows, 'row')} of it had no end when it was cut off, so whether they were done is not known: they are left as they are.`
