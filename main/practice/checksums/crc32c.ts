import type { RunningChecksum } from './running-checksum.ts'
import { at, word } from './table-lookup.ts'

/** The Castagnoli polynomial, reflected. */
const polynomial = 0x82f63b78

/** `table[k * 256 + b]` is the CRC of byte `b` followed by `k` zero bytes: eight bytes are taken at a time. */
const table = new Uint32Array(8 * 256)
for (let byte = 0; byte < 256; byte++) {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ polynomial : crc >>> 1
  table[byte] = crc
}
for (let entry = 256; entry < table.length; entry++) {
  const before = at(table, entry - 256)
  table[entry] = (before >>> 8) ^ at(table, before & 0xff)
}

/** CRC-32C (RFC 3720, appendix B.4). Its check value over `123456789` is E3069283. */
export class Crc32c implements RunningChecksum {
  #crc = 0xffffffff

  update(bytes: Uint8Array): void {
    let crc = this.#crc
    const end = bytes.length
    let i = 0
    for (; i + 8 <= end; i += 8) {
      const first = crc ^ word(bytes, i)
      crc =
        at(table, 1792 + (first & 0xff)) ^
        at(table, 1536 + ((first >>> 8) & 0xff)) ^
        at(table, 1280 + ((first >>> 16) & 0xff)) ^
        at(table, 1024 + (first >>> 24)) ^
        at(table, 768 + at(bytes, i + 4)) ^
        at(table, 512 + at(bytes, i + 5)) ^
        at(table, 256 + at(bytes, i + 6)) ^
        at(table, at(bytes, i + 7))
    }
    for (; i < end; i++) crc = (crc >>> 8) ^ at(table, (crc ^ at(bytes, i)) & 0xff)
    this.#crc = crc
  }

  digest(): Buffer {
    const digest = Buffer.alloc(4)
    digest.writeUInt32BE(~this.#crc >>> 0)
    return digest
  }
}
