import { expect, test } from 'vitest'
import { failedCondition, readConditions } from '../../../../main/practice/objects/read-conditions.ts'

const modified = Date.UTC(2020, 0, 1)
const before = new Date(modified - 1000).toUTCString()
const same = new Date(modified).toUTCString()
const now = modified + 5000
const future = new Date(now + 1000).toUTCString()
const other = 'x'.repeat(32)

const holds = null
const changed = (condition: string): object => ({ verdict: 'failed', condition })
const unchanged = (condition: string): object => ({ verdict: 'unchanged', condition })

const table: [headers: Record<string, string>, verdict: object | null][] = [
  [{}, holds],
  [{ 'if-match': '"etag"' }, holds],
  [{ 'if-match': 'etag' }, holds],
  [{ 'if-match': '*' }, holds],
  [{ 'if-match': '"other", "etag"' }, holds],
  [{ 'if-match': other }, changed('If-Match')],
  [{ 'if-match': 'etag', 'if-unmodified-since': before }, holds],
  [{ 'if-match': other, 'if-unmodified-since': same }, changed('If-Match')],
  [{ 'if-unmodified-since': before }, changed('If-Unmodified-Since')],
  [{ 'if-unmodified-since': same }, holds],
  [{ 'if-unmodified-since': 'never' }, holds],
  [{ 'if-none-match': other }, holds],
  [{ 'if-none-match': '"etag"' }, unchanged('If-None-Match')],
  [{ 'if-none-match': 'W/"etag"' }, unchanged('If-None-Match')],
  [{ 'if-none-match': '*' }, unchanged('If-None-Match')],
  [{ 'if-none-match': other, 'if-modified-since': same }, holds],
  [{ 'if-none-match': 'etag', 'if-modified-since': before }, unchanged('If-None-Match')],
  [{ 'if-modified-since': before }, holds],
  [{ 'if-modified-since': same }, unchanged('If-Modified-Since')],
  [{ 'if-modified-since': new Date(now).toUTCString() }, unchanged('If-Modified-Since')],
  [{ 'if-modified-since': future }, holds],
  [{ 'if-unmodified-since': future }, holds],
  [{ 'if-modified-since': 'never' }, holds],
  [{ 'if-match': other, 'if-none-match': 'etag' }, changed('If-Match')],
]

test.each(table)('%j comes to %j', (headers, verdict) => {
  const conditions = readConditions(new Map(Object.entries(headers)))
  expect(failedCondition(conditions, 'etag', modified, now)).toEqual(verdict)
})

test('those of a copy’s source have names of their own', () => {
  const headers = new Map([['x-amz-copy-source-if-match', other]])
  expect(failedCondition(readConditions(headers), 'etag', modified, now)).toBeNull()
  expect(failedCondition(readConditions(headers, 'x-amz-copy-source-'), 'etag', modified, now)).toEqual(
    changed('If-Match'),
  )
})
