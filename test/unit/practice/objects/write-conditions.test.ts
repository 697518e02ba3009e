import { describe, expect, test } from 'vitest'
import type { WriteCondition } from '../../../../main/practice/objects/write-conditions.ts'
import {
  checkDeleteCondition,
  checkWriteCondition,
  readWriteCondition,
} from '../../../../main/practice/objects/write-conditions.ts'
import type { S3Request } from '../../../../main/practice/s3-request.ts'
import type { ObjectVersion } from '../../../../main/practice/store/object-version.ts'
import type { Upload } from '../../../../main/practice/store/uploads.ts'

const properties = { headers: {}, metadata: {}, tags: [], storageClass: 'STANDARD', encryption: null }
const current: ObjectVersion = {
  seq: 7,
  bucket: 'b',
  key: 'k',
  versionId: 'null',
  latest: true,
  deleteMarker: false,
  modified: 0,
  size: 1,
  etag: 'e',
  properties,
  checksum: null,
}

function upload(newestVersion: number, objectExisted: boolean): Upload {
  return {
    seq: 1,
    id: 'u',
    bucket: 'b',
    key: 'k',
    started: 0,
    checksum: null,
    newestVersion,
    objectExisted,
    properties,
  }
}

/** The table at `checkWriteCondition`. */
const table: [
  condition: WriteCondition,
  current: ObjectVersion | null,
  upload: Upload | null,
  code: string | null,
][] = [
  ['none', null, null, null],
  ['none', current, upload(0, false), null],
  ['absent', null, null, null],
  ['absent', current, null, 'PreconditionFailed'],
  ['absent', current, upload(7, true), 'PreconditionFailed'],
  ['absent', null, upload(7, true), 'ConditionalRequestConflict'],
  ['absent', null, upload(7, false), null],
  [{ etag: 'e' }, null, null, 'NoSuchKey'],
  [{ etag: 'x' }, current, null, 'PreconditionFailed'],
  [{ etag: 'x' }, current, upload(6, true), 'PreconditionFailed'],
  [{ etag: 'e' }, current, upload(6, true), 'ConditionalRequestConflict'],
  [{ etag: 'e' }, current, upload(7, true), null],
  [{ etag: 'e' }, current, null, null],
]

test.each(table)('%j with %j, upload %j comes to %s', (condition, object, started, code) => {
  const check = (): void => {
    checkWriteCondition(condition, 'k', object, started)
  }
  if (code === null) expect(check).not.toThrow()
  else expect(check).toThrow(expect.objectContaining({ code }))
})

describe('the headers of a write', () => {
  const read = (headers: Record<string, string>): WriteCondition =>
    readWriteCondition({ headers: new Map(Object.entries(headers)) } as unknown as S3Request)

  test('name an ETag with or without quotes, or an absent object', () => {
    expect(read({})).toBe('none')
    expect(read({ 'if-none-match': '*' })).toBe('absent')
    expect(read({ 'if-match': '"e"' })).toEqual({ etag: 'e' })
    expect(read({ 'if-match': 'e' })).toEqual({ etag: 'e' })
  })

  test.each([{ 'if-none-match': '"e"' }, { 'if-match': '*' }, { 'if-match': 'e', 'if-none-match': '*' }])(
    '%j is not implemented, as on S3',
    (headers) => {
      expect(() => read(headers)).toThrow(expect.objectContaining({ code: 'NotImplemented', status: 501 }))
    },
  )
})

test.each([
  [undefined, null, null],
  ['*', current, null],
  ['"e"', current, null],
  ['e', current, null],
  ['x', current, 'PreconditionFailed'],
  ['*', null, 'NoSuchKey'],
  ['e', null, 'NoSuchKey'],
])('a delete if-match %s of %j comes to %s', (match, object, code) => {
  const check = (): void => {
    checkDeleteCondition(match, 'k', object)
  }
  if (code === null) expect(check).not.toThrow()
  else expect(check).toThrow(expect.objectContaining({ code }))
})
