import { describe, expect, test } from 'vitest'
import { chooseParts, parseComplete } from '../../../../main/practice/multipart/complete-request.ts'
import type { Part } from '../../../../main/practice/store/object-version.ts'
import type { Upload } from '../../../../main/practice/store/uploads.ts'

const MiB5 = 5 * 1024 * 1024

function part(number: number, size = MiB5): Part {
  return {
    id: `id${String(number)}`,
    number,
    size,
    etag: `etag${String(number)}`,
    checksum: `sum${String(number)}`,
    modified: 0,
  }
}

function upload(checksum: Upload['checksum'] = null): Upload {
  const properties = { headers: {}, metadata: {}, tags: [], storageClass: 'STANDARD', encryption: null }
  return {
    seq: 1,
    id: 'u',
    bucket: 'b',
    key: 'k',
    started: 0,
    checksum,
    newestVersion: 0,
    objectExisted: false,
    properties,
  }
}

function named(...parts: [number: number, etag: string, more?: string][]): string {
  const elements = parts.map(
    ([number, etag, more = '']) =>
      `<Part><PartNumber>${String(number)}</PartNumber><ETag>${etag}</ETag>${more}</Part>`,
  )
  return `<CompleteMultipartUpload>${elements.join('')}</CompleteMultipartUpload>`
}

function choose(document: string, uploaded: Part[], checksum: Upload['checksum'] = null): number[] {
  return chooseParts(upload(checksum), uploaded, parseComplete(document)).map(({ number }) => number)
}

describe('a Complete', () => {
  test('takes the parts it names, with ETags quoted or not', () => {
    expect(choose(named([1, 'etag1'], [3, '&quot;etag3&quot;']), [part(1), part(2), part(3, 1)])).toEqual([
      1, 3,
    ])
  })

  test('takes a last part of any size', () => {
    expect(choose(named([2, 'etag2']), [part(1), part(2, 0)])).toEqual([2])
  })

  test.each([
    ['no parts', named(), 'InvalidRequest'],
    ['parts out of order', named([2, 'etag2'], [1, 'etag1']), 'InvalidPartOrder'],
    ['a part twice', named([1, 'etag1'], [1, 'etag1']), 'InvalidPartOrder'],
    ['a part that is not there', named([1, 'etag1'], [4, 'etag4']), 'InvalidPart'],
    ['another ETag', named([1, 'etag2']), 'InvalidPart'],
    ['a small part in the middle', named([1, 'etag1'], [2, 'etag2'], [3, 'etag3']), 'EntityTooSmall'],
    [
      'a part without an ETag',
      '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>',
      'MalformedXML',
    ],
    ['a part number that is none', named([-1, 'etag1']), 'MalformedXML'],
    ['another document', '<Delete/>', 'MalformedXML'],
  ])('with %s is refused', (_, document, code) => {
    const uploaded = [part(1), part(2, MiB5 - 1), part(3, 1)]
    expect(() => choose(document, uploaded)).toThrow(expect.objectContaining({ code }))
  })
})

/** The table at `checkPartChecksums`. */
const composite = { algorithm: 'CRC32', type: 'COMPOSITE' } as const
const full = { algorithm: 'CRC32', type: 'FULL_OBJECT' } as const
const table: [upload: Upload['checksum'], checksum: string, code: string | null][] = [
  [null, '', null],
  [null, '<ChecksumCRC64NVME>sum1</ChecksumCRC64NVME>', 'InvalidPart'],
  [composite, '', 'InvalidRequest'],
  [full, '', null],
  [composite, '<ChecksumCRC32>sum1</ChecksumCRC32>', null],
  [full, '<ChecksumCRC32>sum1</ChecksumCRC32>', null],
  [composite, '<ChecksumCRC32>sum2</ChecksumCRC32>', 'InvalidPart'],
  [full, '<ChecksumCRC32>sum2</ChecksumCRC32>', 'InvalidPart'],
  [composite, '<ChecksumSHA256>sum1</ChecksumSHA256>', 'BadDigest'],
]

test.each(table)('an upload with checksum %j, completed with %j, comes to %s', (checksum, element, code) => {
  const complete = (): number[] => choose(named([1, 'etag1', element]), [part(1)], checksum)
  if (code === null) expect(complete()).toEqual([1])
  else expect(complete).toThrow(expect.objectContaining({ code }))
})
