import { expect, test } from 'vitest'
import { rowResult, withRowsBefore } from '../../bench/result.ts'
import { asText, resultsTable } from '../../bench/results-table.ts'
import type { Row } from '../../bench/row.ts'
import type { Tried } from '../../bench/run-row.ts'

const row: Row = {
  ...{ id: 'B1', title: 'upload', objects: 1000, kinds: ['sluice', 'aws'] },
  open: () => Promise.reject(new Error('not opened here')),
}
const tried = (contestant: string, wall: number, why: string | null = null): Tried => ({
  contestant,
  kind: contestant === 'Sluice' ? 'sluice' : 'aws',
  rounds: [{ wall, cpu: wall * 2, peak: 2 ** 20 }],
  void: why,
  line: [contestant],
})
const cells = (table: string) => table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))

test('a row of the table has medians, what an object costs, and the ratio against Sluice', () => {
  const result = rowResult(row, false, '2026-01-02', [tried('Sluice', 1), tried('aws', 4)])
  const [, , ours, theirs] = cells(resultsTable([result]))
  expect(ours).toEqual([
    '',
    '**B1** upload',
    'Sluice',
    '1.00 s',
    '2.00 s',
    '2.00 ms',
    '1 MiB',
    '',
    '',
    '1',
    '',
  ])
  expect(theirs).toEqual(['', '', 'aws', '4.00 s', '8.00 s', '8.00 ms', '1 MiB', '× 4.00', '× 4.00', '1', ''])
})

test('who is void stays in the table, with the reason and without a figure', () => {
  const result = rowResult(row, false, '2026-01-02', [tried('Sluice', 1), tried('aws', 4, 'exit 1')])
  expect(cells(resultsTable([result]))[3]?.slice(2, 4)).toEqual(['aws', 'void: exit 1'])
})

test('against a Sluice that is void there is no ratio', () => {
  const { contestants } = rowResult(row, false, '2026-01-02', [
    tried('Sluice', 1, '9 of 10 objects'),
    tried('aws', 4),
  ])
  expect(contestants.map(({ medians, ratios }) => [medians?.wall, ratios])).toEqual([
    [undefined, null],
    [4, null],
  ])
})

test('a quick run moves a tenth of the objects', () => {
  expect(rowResult(row, true, '2026-01-02', []).objects).toBe(100)
})

test('rows that a run leaves out stay as they were measured before, on the same machine', () => {
  const result = (machine: string, date: string, ...ids: string[]) => ({
    ...{ machine, quick: false, window: null },
    rows: ids.map((id) => ({ ...rowResult(row, false, date, []), id })),
  })
  const idsAndDates = (before: ReturnType<typeof result> | null) =>
    withRowsBefore(result('this', '2026-02-02', 'B1'), before, ['B0', 'B1', 'B2']).rows.map(
      ({ id, date }) => [id, date],
    )
  expect(idsAndDates(result('this', '2026-01-01', 'B2', 'B1', 'B0'))).toEqual([
    ['B0', '2026-01-01'],
    ['B1', '2026-02-02'],
    ['B2', '2026-01-01'],
  ])
  expect(idsAndDates(result('other', '2026-01-01', 'B2'))).toEqual([['B1', '2026-02-02']])
  expect(idsAndDates(null)).toEqual([['B1', '2026-02-02']])
})

const use = {
  ...{ usable: 1000, firstRows: 200, planned: 9000, longTasks: 3, longestTask: 80, filter: 90 },
  ...{ sort: 100, search: 110, pageHeap: 5, memory: 6 },
  running: {
    ...{ took: 4000, steps: 4, longTasks: 1, longestTask: 60, frame: 17, longestFrame: 50 },
    ...{ answer: 12, longestAnswer: 13, busy: 100 },
  },
}

test('figures of the window stay, too, and stand below the table', () => {
  const without = { ...{ machine: 'this', quick: false, window: null }, rows: [] }
  expect(withRowsBefore(without, { ...without, window: use }, []).window).toEqual(use)
  expect(asText(without)).toBe('')
  const text = asText({ ...without, window: use })
  expect(text).toContain('- usable 1,000 ms after its start\n')
  expect(text).toContain('4 keys and presses seen within 12 ms, the slowest 13 ms')
})
