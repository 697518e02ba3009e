/** Pictures of one icon, as PNG, by their width in pixels. */
type Pictures = ReadonlyMap<number, Buffer>

/** The kinds of a PNG in an Apple icon, by width; the second of a width is the double of a smaller one. */
const appleKinds: readonly (readonly [kind: string, width: number])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic13', 256],
  ['ic09', 512],
  ['ic14', 512],
  ['ic10', 1024],
]

/** An Apple icon: `icns`, its length, and for each picture its kind, its length with these eight bytes, and the PNG. */
export function icns(pictures: Pictures): Buffer {
  const parts = appleKinds.flatMap(([kind, width]) => {
    const picture = pictures.get(width)
    return picture === undefined ? [] : [header(kind, picture.length), picture]
  })
  const body = Buffer.concat(parts)
  return Buffer.concat([header('icns', body.length), body])
}

function header(kind: string, length: number): Buffer {
  const bytes = Buffer.alloc(8, kind, 'latin1')
  bytes.writeUInt32BE(length + 8, 4)
  return bytes
}

const icoWidths = [16, 32, 48, 64, 128, 256]

/** A Windows icon: a count, an entry of 16 bytes for each picture with where it stands, and the PNGs. */
export function ico(pictures: Pictures): Buffer {
  const entries = icoWidths.flatMap((width) => {
    const picture = pictures.get(width)
    return picture === undefined ? [] : [{ width, picture }]
  })
  const head = Buffer.alloc(6 + 16 * entries.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(entries.length, 4)
  let offset = head.length
  for (const [index, { width, picture }] of entries.entries()) {
    const at = 6 + 16 * index
    // 0 stands for 256.
    head.writeUInt8(width % 256, at)
    head.writeUInt8(width % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(picture.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += picture.length
  }
  return Buffer.concat([head, ...entries.map(({ picture }) => picture)])
}
