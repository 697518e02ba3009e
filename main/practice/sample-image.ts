import { crc32, deflateSync } from 'node:zlib'

/**
 * A PNG (RFC 2083) of a lock at some hour of the day: sky, water, gate. `level` is zlib's: 0 makes a large file.
 * The same numbers give the same bytes.
 */
export function lockImage(width: number, height: number, hour: number, level: number): Buffer {
  const rowBytes = 1 + width * 3
  const pixels = Buffer.alloc(rowBytes * height)
  const light = Math.sin((Math.PI * hour) / 24)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * rowBytes + 1 + x * 3
      const isWater = y > height * 0.6
      const isGate = Math.abs(x - width / 2) < width * 0.04 && y > height * 0.35
      const ripple = isWater ? Math.sin(x * 0.13 + y * y * 0.01) * 18 : 0
      const shade = light * 150 + (1 - y / height) * 60 + ripple
      pixels[at] = clamp(isGate ? 96 : shade * 0.7)
      pixels[at + 1] = clamp(isGate ? 64 : shade * (isWater ? 0.95 : 0.85))
      pixels[at + 2] = clamp(isGate ? 40 : shade * 1.2 + 30)
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels, { level })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const clamp = (value: number): number => Math.max(0, Math.min(255, Math.round(value)))

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
