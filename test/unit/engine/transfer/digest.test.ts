import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashInline } from '../../../../main/engine/transfer/hashing.ts'
import { md5 } from '../../../fakes/memory-s3-upload.ts'
import { compositeEtag, EtagHasher, etagShape, hex } from '../../../../main/engine/transfer/digest.ts'

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
  it('gives the MD5 of the whole, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 20 })), async (chunks) => {
        const hasher = new EtagHasher(null, hashInline)
        for (const chunk of chunks) await hasher.update(chunk)
        expect(await hasher.etag()).toBe(createHash('md5').update(Buffer.concat(chunks)).digest('hex'))
      }),
    )
  })

  it('gives the composite of the parts, however the bytes come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 20 })),
        fc.integer({ min: 1, max: 16 }),
        async (chunks, partSize) => {
          const hasher = new EtagHasher(partSize, hashInline)
          for (const chunk of chunks) await hasher.update(chunk)
          const whole = Buffer.concat(chunks)
          const parts = Array.from({ length: Math.max(1, Math.ceil(whole.length / partSize)) }, (_, i) =>
            md5(whole.subarray(i * partSize, (i + 1) * partSize)),
          )
          expect(await hasher.etag()).toBe(compositeEtag(parts))
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
