import { describe, expect, it } from 'vitest'
import { csvHead, rowCsv } from '../../../shared/row-csv.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'

const addresses = { from: 'site/a.html', to: 's3://www/a.html' }

const row: PlanRow = {
  seq: 7,
  key: 'a.html',
  action: 'upload',
  reason: 'size-differs',
  decidedBy: 'CMP-1',
  state: 'failed',
  source: { size: 3, modified: Date.UTC(2026, 0, 2) },
  destination: null,
  outcome: {
    error: {
      code: 'access-denied',
      message: 'It said "no", twice.',
      s3: { operation: 'PutObject', s3Code: 'AccessDenied', requestId: 'R1', status: 403 },
    },
  },
}

const cells = (key: string): string | undefined => rowCsv({ ...row, key }, addresses).split(',')[1]

describe('a row as CSV', () => {
  it('has a cell for each column, empty where nothing is known', () => {
    const line = rowCsv({ ...row, outcome: null }, addresses)
    expect(line.split(',').length).toBe(csvHead.split(',').length)
    expect(line).toMatch(/^7,a\.html,upload,failed,size-differs,.*,site\/a\.html,s3:\/\/www\/a\.html,3,/)
    expect(line).toContain('2026-01-02T00:00:00.000Z,,,,,,,,,,')
  })

  it('says what went wrong, its quotes and commas kept in one cell', () => {
    expect(rowCsv(row, addresses)).toMatch(/access-denied,"It said ""no"", twice\.",AccessDenied,R1,$/)
  })

  it.each([
    ['=cmd|x!A1', "'=cmd|x!A1"],
    ['@SUM(1)', "'@SUM(1)"],
    ['-1', "'-1"],
    ['+1', "'+1"],
    ['a=1', 'a=1'],
    ['日本', '日本'],
  ])('keeps the name %s a text where a spreadsheet would compute it', (key, expected) => {
    expect(cells(key)).toBe(expected)
  })

  it('has the old name of a move', () => {
    const move = { ...row, outcome: null, from: { key: 'old, name', seen: { size: 3, modified: 0 } } }
    expect(csvHead).toMatch(/,moved_from$/)
    expect(rowCsv(move, addresses)).toMatch(/,"old, name"$/)
  })

  it('has a name with quotes, commas and line ends in one cell', () => {
    expect(rowCsv({ ...row, key: 'a,"b"\n' }, addresses)).toContain('7,"a,""b""\n",upload')
  })
})
