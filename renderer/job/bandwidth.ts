import { parseBytes } from '../../shared/formats.ts'

const mebibyte = 1024 * 1024

/** Limits to choose from, in bytes a second; null for none. */
export const bandwidthSteps: readonly (number | null)[] = [
  null,
  512 * 1024,
  mebibyte,
  2 * mebibyte,
  5 * mebibyte,
  10 * mebibyte,
  50 * mebibyte,
]

/**
 * A limit as it is typed, in bytes a second:
 *
 * | typed                          | is                            |
 * |--------------------------------|-------------------------------|
 * | `800 KB/s`, `800KB`, `1.5MiB/s`| that, in steps of 1024        |
 * | less than 1 KiB, no unit, else | null: no limit that is known  |
 */
export function parseBandwidth(text: string): number | null {
  const bytes = parseBytes(text.trim().replace(/\/s$/i, '').replace(/\s+/g, ''))
  return bytes === null || bytes < 1024 || bytes > 1_000_000_000_000 ? null : bytes
}
