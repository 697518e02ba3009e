import type { RunningChecksum } from './running-checksum.ts'
import { at, word } from './table-lookup.ts'

/** The NVMe polynomial, reflected, as two halves of 32 bits. */
const polynomialHigh = 0x9a6c9329
const polynomialLow = 0xac4bc9b5

/**
 * `low[k * 256 + b]` and `high[…]` are the halves of the CRC of byte `b` followed by `k` zero bytes: eight bytes are
 * taken at a time ("slicing by eight").
 */
const low = new Uint32Array(8 * 256)
const high = new Uint32Array(8 * 256)
for (let byte = 0; byte < 256; byte++) {
  let crcLow = byte
  let crcHigh = 0
  for (let bit = 0; bit < 8; bit++) {
    const carry = crcLow & 1
    crcLow = (crcLow >>> 1) | (crcHigh << 31)
    crcHigh >>>= 1
    if (carry === 1) {
      crcLow ^= polynomialLow
      crcHigh ^= polynomialHigh
    }
  }
  low[byte] = crcLow
  high[byte] = crcHigh
}
for (let entry = 256; entry < low.length; entry++) {
  const before = entry - 256
  const byte = at(low, before) & 0xff
  low[entry] = ((at(low, before) >>> 8) | (at(high, before) << 24)) ^ at(low, byte)
  high[entry] = (at(high, before) >>> 8) ^ at(high, byte)
}

/** CRC-64/NVME, the checksum S3 stores by default. Its check value over `123456789` is AE8B14860A799888. */
export class Crc64Nvme implements RunningChecksum {
  #low = 0xffffffff
  #high = 0xffffffff

  update(bytes: Uint8Array): void {
    let crcLow = this.#low
    let crcHigh = this.#high
    const end = bytes.length
    let i = 0
    for (; i + 8 <= end; i += 8) {
      crcLow ^= word(bytes, i)
      crcHigh ^= word(bytes, i + 4)
      const a = 1792 + (crcLow & 0xff)
      const b = 1536 + ((crcLow >>> 8) & 0xff)
      const c = 1280 + ((crcLow >>> 16) & 0xff)
      const d = 1024 + (crcLow >>> 24)
      const e = 768 + (crcHigh & 0xff)
      const f = 512 + ((crcHigh >>> 8) & 0xff)
      const g = 256 + ((crcHigh >>> 16) & 0xff)
      const h = crcHigh >>> 24
      crcLow =
        at(low, a) ^ at(low, b) ^ at(low, c) ^ at(low, d) ^ at(low, e) ^ at(low, f) ^ at(low, g) ^ at(low, h)
      crcHigh =
        at(high, a) ^
        at(high, b) ^
        at(high, c) ^
        at(high, d) ^
        at(high, e) ^
        at(high, f) ^
        at(high, g) ^
        at(high, h)
    }
    for (; i < end; i++) {
      const entry = (crcLow ^ at(bytes, i)) & 0xff
      crcLow = ((crcLow >>> 8) | (crcHigh << 24)) ^ at(low, entry)
      crcHigh = (crcHigh >>> 8) ^ at(high, entry)
    }
    this.#low = crcLow
    this.#high = crcHigh
  }

  digest(): Buffer {
    const digest = Buffer.alloc(8)
    digest.writeUInt32BE(~this.#high >>> 0, 0)
    digest.writeUInt32BE(~this.#low >>> 0, 4)
    return digest
  }
}
