import type { ServiceError } from './service-error.ts'

/** Milliseconds: servers refuse what is signed further off than this (AWS, "Signing requests": 15 minutes). */
const farthest = 900_000

/**
 * How far the server's clock is ahead of this machine's, by the Date of a refusal that is about the time.
 *
 * | refusal                                  | Date is       | answer        |
 * |------------------------------------------|---------------|---------------|
 * | RequestTimeTooSkewed                     | there         | the difference|
 * | 403 to a HEAD, which has no document     | 15 min off    | the difference|
 * | 403 to a HEAD                            | nearer        | null          |
 * | any                                      | not there     | null          |
 * | any other                                | any           | null          |
 *
 * @param now milliseconds since 1970, by this machine.
 */
export function findClockOffset(operation: string, refusal: ServiceError | null, now: number): number | null {
  if (refusal?.date == null) return null
  const offset = refusal.date - now
  if (refusal.code === 'RequestTimeTooSkewed') return offset
  const isDumb = operation.startsWith('Head') && refusal.status === 403 && refusal.code === null
  return isDumb && Math.abs(offset) > farthest ? offset : null
}
