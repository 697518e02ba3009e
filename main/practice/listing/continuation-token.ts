import { invalidArgument } from '../s3-error.ts'
import type { Position } from '../store/position.ts'
import { afterKey } from '../store/position.ts'
import type { Listed, Page } from './list-page.ts'
import { afterPrefix } from './list-page.ts'

/** A token for the page after one that ended there. Clients may not read anything out of it. */
export function encodeContinuationToken(last: NonNullable<Page<Listed>['last']>): string {
  const text = 'entry' in last ? `k${last.entry.key}` : `p${last.commonPrefix}`
  return Buffer.from(text).toString('base64url')
}

/** The place a token stands for. */
export function decodeContinuationToken(token: string): Position {
  const bytes = Buffer.from(token, 'base64url')
  const text = bytes.toString()
  const name = text.slice(1)
  const place = text.startsWith('k') ? afterKey(name) : text.startsWith('p') ? afterPrefix(name) : null
  if (place !== null && name !== '' && bytes.toString('base64url') === token) return place
  throw invalidArgument('continuation-token', token, 'The continuation token provided is incorrect')
}
