import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compositeEtag, EtagHasher, etagShape, hex, md5 } from '../../../../main/engine/transfer/digest.ts'

describe('etagShape', () => {
  it.each([
    ['d41d8cd98f00b204e9800998ecf8427e', 'plain'],
    ['d41d8cd98f00b204e9800998ecf8427e-12', 'parts'],
    ['D41D8CD98F00B204E9800998ECF8427E', 'opaque'],
    ['sink', 'opaque'],
    ['', 'opaque'],
    ['d41d8cd98f00b204e9800998ecf8427e-', 'opaque'],
  ])('of %j is %s', (etag, kind) => {
    expect(etagShape(etag).kind).toBe(kind)
  })
})

describe('EtagHasher', () => {
  it('gives the MD5 of the whole, however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 20 })), (chunks) => {
        const hasher = new EtagHasher(null)
        for (const chunk of chunks) hasher.update(chunk)
        expect(hasher.etag()).toBe(createHash('md5').update(Buffer.concat(chunks)).digest('hex'))
      }),
    )
  })

  it('gives the composite of the parts, however the bytes come', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 20 })),
        fc.integer({ min: 1, max: 16 }),
        (chunks, partSize) => {
          const hasher = new EtagHasher(partSize)
          for (const chunk of chunks) hasher.update(chunk)
          const whole = Buffer.concat(chunks)
          const parts = Array.from({ length: Math.max(1, Math.ceil(whole.length / partSize)) }, (_, i) =>
            md5(whole.subarray(i * partSize, (i + 1) * partSize)),
          )
          expect(hasher.etag()).toBe(compositeEtag(parts))
        },
      ),
    )
  })

  it('agrees with S3 on a known composite', () => {
    // 'a' in one part: md5(md5('a')), written as S3 writes it.
    const inner = createHash('md5').update('a').digest()
    expect(compositeEtag([inner])).toBe(`${createHash('md5').update(inner).digest('hex')}-1`)
    expect(hex(md5(Buffer.from('a')))).toBe('0cc175b9c0f1b6a831c399e269772661')
  })
})
