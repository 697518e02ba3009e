/** Values of the `s3 =` block as aws reads them. All units are steps of 1024; null is for what aws refuses too. */

/** A whole number, signs and all: whether it may be negative is for its setting to say. */
export function readWhole(text: string): number | null {
  return /^[+-]?\d+$/.test(text.trim()) ? Number(text) : null
}

const size = /^(.*)([kmgt])i?b$/i

/**
 * | text                   | bytes        |
 * |------------------------|--------------|
 * | `8388608`              | as it stands |
 * | `8MB`, `8 mb`, `8MiB`  | 8 × 1024²    |
 * | `8M`, `8B`, `1.5MB`    | none         |
 */
export function readSize(text: string): number | null {
  const [, number, unit] = size.exec(text.trim()) ?? []
  if (number === undefined || unit === undefined) return readWhole(text)
  const whole = readWhole(number)
  return whole === null ? null : whole * 1024 ** ('kmgt'.indexOf(unit.toLowerCase()) + 1)
}

/**
 * The case of the `b` tells bits from bytes, and nothing else is case-sensitive (CFG-3, as v2 has it):
 *
 * | text                            | bytes a second              |
 * |---------------------------------|-----------------------------|
 * | `1048576`                       | as it stands                |
 * | `800KB/s`, `10miB/s`, `512B/s`  | bytes                       |
 * | `10Mb/s`, `800kib/s`, `64b/s`   | bits: an eighth, rounded down |
 * | `10MB`, `10Mb`, `10mbps`        | none                        |
 */
export function readRate(text: string): number | null {
  const trimmed = text.trim()
  if (!/[bB]\/s$/.test(trimmed)) return readWhole(trimmed)
  const amount = readWhole(trimmed.slice(0, -3)) ?? readSize(trimmed.slice(0, -2))
  if (amount === null) return null
  return trimmed.endsWith('B/s') ? amount : Math.trunc(amount / 8)
}

/** `true` in any case; whatever else it says is false. */
export const isTrue = (text: string | undefined): boolean => text?.toLowerCase() === 'true'
