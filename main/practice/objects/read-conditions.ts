import { unquoted } from './etag.ts'

/** Conditions on the object to be read; null where the request sets none. */
export interface ReadConditions {
  readonly match: string | null
  readonly noneMatch: string | null
  readonly modifiedSince: string | null
  readonly unmodifiedSince: string | null
}

/** Reads `If-Match` and its kin, or with a prefix those of a copy's source. */
export function readConditions(headers: ReadonlyMap<string, string>, prefix = ''): ReadConditions {
  return {
    match: headers.get(`${prefix}if-match`) ?? null,
    noneMatch: headers.get(`${prefix}if-none-match`) ?? null,
    modifiedSince: headers.get(`${prefix}if-modified-since`) ?? null,
    unmodifiedSince: headers.get(`${prefix}if-unmodified-since`) ?? null,
  }
}

/**
 * Which condition fails (RFC 9110, 13.2.2, as S3 has it). `failed` is answered 412; `unchanged` 304, or 412 by a copy.
 *
 * | If-Match | If-Unmodified-Since | If-None-Match | If-Modified-Since | verdict                         |
 * |----------|---------------------|---------------|-------------------|---------------------------------|
 * | false    | any                 | any           | any               | failed: If-Match                |
 * | absent   | false               | any           | any               | failed: If-Unmodified-Since     |
 * | true     | ignored             | see below     | see below         |                                 |
 * |          |                     | false         | any               | unchanged: If-None-Match        |
 * |          |                     | absent        | false             | unchanged: If-Modified-Since    |
 * |          |                     | true          | ignored           | holds                           |
 *
 * A date that can't be parsed sets no condition, nor does an `If-Modified-Since` in the future.
 * @param modified milliseconds since 1970, a whole second
 * @param now the same
 */
export function failedCondition(
  conditions: ReadConditions,
  etag: string,
  modified: number,
  now: number,
): { readonly verdict: 'failed' | 'unchanged'; readonly condition: string } | null {
  const { match, noneMatch, modifiedSince, unmodifiedSince } = conditions
  const since = parseDate(modifiedSince)
  const until = parseDate(unmodifiedSince)
  if (match !== null) {
    if (!matches(match, etag)) return { verdict: 'failed', condition: 'If-Match' }
  } else if (until !== null && modified > until) {
    return { verdict: 'failed', condition: 'If-Unmodified-Since' }
  }
  if (noneMatch !== null) {
    if (matches(noneMatch, etag)) return { verdict: 'unchanged', condition: 'If-None-Match' }
  } else if (since !== null && modified <= since && since <= now) {
    return { verdict: 'unchanged', condition: 'If-Modified-Since' }
  }
  return null
}

function matches(wanted: string, etag: string): boolean {
  return wanted.trim() === '*' || wanted.split(',').some((one) => unquoted(one) === etag)
}

/** Milliseconds since 1970; null where there is no date. */
function parseDate(date: string | null): number | null {
  const time = date === null ? NaN : Date.parse(date)
  return Number.isNaN(time) ? null : time
}
