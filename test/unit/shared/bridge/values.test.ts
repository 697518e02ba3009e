import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { foldersPageSchema, historyEntrySchema, planStatusSchema } from '../../../../shared/bridge/plans.ts'
import { errorDataSchema, planRowSchema, runReportSchema } from '../../../../shared/bridge/values.ts'
import { errorCodes } from '../../../../shared/errors.ts'
import { deleteRow, planRow, planStatus } from '../../../fakes/fake-plans.ts'

const error = { code: 'gone', message: 'It is gone.' }
const s3 = { operation: 'GetObject', bucket: 'b', key: 'k', s3Code: 'NoSuchKey', status: 404, requestId: 'r' }
const report = {
  runId: 'r',
  exit: 0,
  dryRun: false,
  summary: {
    complete: true,
    listed: { source: 1, destination: 0 },
    same: 0,
    excluded: { count: 0, bytes: 0 },
    transfers: { count: 1, bytes: 1 },
    replacesNewer: { count: 0, bytes: 0 },
    deletes: { count: 0, bytes: 0 },
    skipped: 0,
    problems: 0,
    protected: 0,
    withheld: null,
  },
  transferred: { count: 1, bytes: 1 },
  kept: 0,
  deleted: { count: 0, bytes: 0 },
  failed: 0,
  refused: 0,
  withheld: 0,
  warnings: 0,
  proof: { hash: 1, size: 0, none: 0 },
  failures: [],
  endedBy: null,
  took: 1,
}

const takes = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success

describe('what crosses has exactly its fields', () => {
  test.each<[string, z.ZodType, object]>([
    ['an error', errorDataSchema, error],
    ['an error of S3', errorDataSchema, { ...error, subject: 'x', advice: 'y', s3 }],
    ['a row', planRowSchema, planRow(1)],
    ['a delete', planRowSchema, deleteRow(1, 'a')],
    [
      'a row that failed',
      planRowSchema,
      planRow(1, { state: 'failed', outcome: { error: { ...error, code: 'gone' } } }),
    ],
    ['a report', runReportSchema, report],
    [
      'a report of a run that was slowed down',
      runReportSchema,
      { ...report, askedForLess: 3, lookedAt: 2, onTrust: 1 },
    ],
    ['a status', planStatusSchema, planStatus()],
    [
      'a run of the history',
      historyEntrySchema,
      {
        runId: 'r',
        task: 'sync',
        started: 0,
        source: 'a',
        destination: 'b',
        direction: 'copy',
        report,
        from: 'window',
      },
    ],
    ['a page of folders', foldersPageSchema, { total: 0, folders: [] }],
  ])('%s', (_case, schema, value) => {
    expect(takes(schema, value)).toBe(true)
    expect(takes(schema, JSON.parse(JSON.stringify(value)))).toBe(true)
    expect(takes(schema, { ...value, more: 1 })).toBe(false)
    for (const name of Object.keys(value)) {
      expect(takes(schema, { ...value, [name]: Symbol.iterator })).toBe(false)
    }
  })
})

test.each(Object.keys(errorCodes))('the error code %s can cross', (code) => {
  expect(takes(errorDataSchema, { code, message: '' })).toBe(true)
})

test('an error code that nobody has does not', () => {
  expect(takes(errorDataSchema, { code: 'made-up', message: '' })).toBe(false)
  expect(takes(errorDataSchema, { code: 'toString', message: '' })).toBe(false)
})

test.each([0, 1, 2, 3, 4, 5, 6, 7, 130, 252])('a run can end with %d', (exit) => {
  expect(takes(runReportSchema, { ...report, exit })).toBe(true)
})

test.each([-1, 8, 255, '0', null])('no run ends with %j', (exit) => {
  expect(takes(runReportSchema, { ...report, exit })).toBe(false)
})

test('a status keeps the first hundred problems', () => {
  const problem = { side: 'source', key: 'k', path: '/k', kind: 'unreadable', message: 'no' } as const
  const withProblems = (length: number) => planStatus({ problems: Array.from({ length }, () => problem) })
  expect(takes(planStatusSchema, withProblems(100))).toBe(true)
  expect(takes(planStatusSchema, withProblems(101))).toBe(false)
})
