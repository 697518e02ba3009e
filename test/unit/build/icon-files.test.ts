import { expect, test } from 'vitest'
import { icns, ico } from '../../../build/icon-files.ts'

const pictures = new Map([
  [16, Buffer.from('sixteen')],
  [256, Buffer.from('large')],
])

test('an Apple icon has each picture once for each kind of its width', () => {
  const file = icns(pictures)
  expect(file.toString('latin1', 0, 4)).toBe('icns')
  expect(file.readUInt32BE(4)).toBe(file.length)
  const kinds: string[] = []
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
    kinds.push(
      `${file.toString('latin1', at, at + 4)} ${file.toString('latin1', at + 8, at + file.readUInt32BE(at + 4))}`,
    )
  }
  expect(kinds).toEqual(['icp4 sixteen', 'ic08 large', 'ic13 large'])
})

test('a Windows icon says where each picture stands', () => {
  const file = ico(pictures)
  expect([file.readUInt16LE(0), file.readUInt16LE(2), file.readUInt16LE(4)]).toEqual([0, 1, 2])
  const found = [6, 22].map((at) => {
    const [length, offset] = [file.readUInt32LE(at + 8), file.readUInt32LE(at + 12)]
    return [file.readUInt8(at), file.toString('latin1', offset, offset + length)]
  })
  expect(found).toEqual([
    [16, 'sixteen'],
    [0, 'large'],
  ])
})
