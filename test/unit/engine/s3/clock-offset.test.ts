import { expect, test } from 'vitest'
import { findClockOffset } from '../../../../main/engine/s3/clock-offset.ts'

const minute = 60_000
const refusal = (status: number, code: string | null, date: number | null) => ({
  code,
  message: null,
  status,
  requestId: null,
  extendedRequestId: null,
  region: null,
  date,
})

test.each([
  ['PutObject', 403, 'RequestTimeTooSkewed', 60 * minute, 60 * minute],
  ['PutObject', 403, 'RequestTimeTooSkewed', minute, minute],
  ['PutObject', 403, 'RequestTimeTooSkewed', null, null],
  ['HeadObject', 403, null, -16 * minute, -16 * minute],
  ['HeadObject', 403, null, 14 * minute, null],
  ['HeadObject', 403, null, null, null],
  ['HeadObject', 403, 'AccessDenied', 60 * minute, null],
  ['HeadObject', 404, null, 60 * minute, null],
  ['GetObject', 403, null, 60 * minute, null],
  ['GetObject', 403, 'AccessDenied', 60 * minute, null],
])('%s answered %i %s, %s ms ahead: %s', (operation, status, code, ahead, offset) => {
  const now = 1_800_000_000_000
  expect(findClockOffset(operation, refusal(status, code, ahead === null ? null : now + ahead), now)).toBe(
    offset,
  )
})

test('what is no reply of a server tells no time', () => {
  expect(findClockOffset('PutObject', null, 0)).toBeNull()
})
