import { describe, expect, it } from 'vitest'
import { decodeText, kindOf } from '../../../../main/services/plans/content-kind.ts'

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1')

describe('what bytes are', () => {
  it.each<[string, Uint8Array, object]>([
    ['nothing', latin1(''), { kind: 'text', encoding: 'utf-8' }],
    ['UTF-8', Buffer.from('Ölçü 日本 😀'), { kind: 'text', encoding: 'utf-8' }],
    ['UTF-16 with its mark', Buffer.from('\uFEFFab', 'utf16le'), { kind: 'text', encoding: 'utf-16le' }],
    ['UTF-16, the other way around', latin1('\xfe\xff\0a'), { kind: 'text', encoding: 'utf-16be' }],
    ['text of another time', latin1('caf\xe9'), { kind: 'text', encoding: 'latin-1' }],
    ['with a NUL', latin1('a\0b'), { kind: 'binary' }],
    ['many controls and no UTF-8', latin1('\x01\x02\xe9\x03'), { kind: 'binary' }],
    ['PNG', latin1('\x89PNG\r\n\x1a\n\0'), { kind: 'image', type: 'image/png' }],
    ['JPEG', latin1('\xff\xd8\xff\xe0'), { kind: 'image', type: 'image/jpeg' }],
    ['GIF', latin1('GIF89a'), { kind: 'image', type: 'image/gif' }],
    ['WebP', latin1('RIFF\0\0\0\0WEBP'), { kind: 'image', type: 'image/webp' }],
    ['a text that begins like a bitmap', latin1('BMW drives'), { kind: 'text', encoding: 'utf-8' }],
  ])('%s', (_, bytes, kind) => {
    expect(kindOf(bytes, true)).toEqual(kind)
  })

  it('is UTF-8 wherever it is cut, but not where it ends so', () => {
    const cut = Buffer.from('日本').subarray(0, 5)
    expect(kindOf(cut, false)).toEqual({ kind: 'text', encoding: 'utf-8' })
    expect(kindOf(cut, true)).not.toEqual({ kind: 'text', encoding: 'utf-8' })
  })

  it.each([
    ['utf-8', Buffer.from('\uFEFFÖ'), 'Ö'],
    ['utf-16le', Buffer.from('\uFEFFÖ', 'utf16le'), 'Ö'],
    ['latin-1', latin1('\xd6\x80'), 'Ö€'],
  ] as const)('is decoded from %s without its mark', (encoding, bytes, text) => {
    expect(decodeText(bytes, encoding)).toBe(text)
  })
})
