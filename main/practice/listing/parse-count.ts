import { invalidArgument } from '../s3-error.ts'

/** The most entries of a page. */
const largestPage = 1000

/**
 * Reads `max-keys` or one of its kin as S3 does (measured): an empty one is the default, a greater one than the
 * largest page means the largest page.
 */
export function parseCount(
  query: ReadonlyMap<string, string>,
  name: string,
  fallback = largestPage,
  largest = largestPage,
): number {
  const text = query.get(name) ?? ''
  if (text === '') return fallback
  const count = /^[+-]?\d{1,10}$/.test(text) ? Number(text) || 0 : NaN
  if (Number.isNaN(count) || count > 0x7fffffff || count < -0x80000000) {
    throw invalidArgument(name, text, `Provided ${name} not an integer or within integer range`)
  }
  if (count < 0) {
    const argument = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
    throw invalidArgument(argument, text, `Argument ${argument} must be an integer between 0 and 2147483647`)
  }
  return Math.min(count, largest)
}
