import { describe, expect, it } from 'vitest'
import type { ErrorData } from '../../../../shared/errors.ts'
import type { ListingProblem, Progress } from '../../../../shared/job.ts'
import { errorLine, errorMeaning, fatalLines, requestIds } from '../../../../main/cli/output/error-text.ts'
import { progressText } from '../../../../main/cli/output/progress-text.ts'
import { summaryText } from '../../../../main/cli/output/summary-text.ts'
import { warningText } from '../../../../main/cli/output/warning-text.ts'
import { whyText } from '../../../../main/cli/output/why-text.ts'
import { report, row } from '../rows.ts'

describe('errors (FMT-5)', () => {
  const fromServer: ErrorData = {
    code: 'no-such-bucket',
    message: 'There is no bucket of that name.',
    subject: 's3://nope/',
    advice: 'Check its name and its region.',
    s3: {
      operation: 'ListObjectsV2',
      s3Code: 'NoSuchBucket',
      s3Message: 'The specified bucket does not exist',
      requestId: 'tx01',
      extendedRequestId: 'id2==',
    },
  }

  it('are in the words of aws, with their meaning, the way out and both request ids below', () => {
    expect(fatalLines(fromServer)).toEqual([
      'fatal error: An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist',
      '  There is no bucket of that name. (s3://nope/)',
      '  Check its name and its region.',
      '  request id tx01, extended request id id2==',
    ])
  })

  it('do not say the server’s words twice', () => {
    const message = 'There is no bucket of that name: The specified bucket does not exist'
    expect(errorMeaning({ ...fromServer, message })[0]).toBe(
      '  There is no bucket of that name. (s3://nope/)',
    )
  })

  it('that no server spoke of are in our own words, once', () => {
    const error: ErrorData = {
      code: 'disk-full',
      message: 'The disk is full.',
      subject: '/d/a',
      advice: 'Make room.',
    }
    expect(errorLine(error)).toBe('The disk is full. (/d/a)')
    expect(errorMeaning(error)).toEqual(['  Make room.'])
    expect(requestIds(error)).toEqual([])
    expect(errorLine({ ...error, message: '/d/a: no room.' })).toBe('/d/a: no room.')
  })

  it.each([
    ['usage', 'usage error: '],
    ['overlapping-roots', 'usage error: '],
    ['source-missing', 'fatal error: '],
  ] as const)('%s begins with %j', (code, start) => {
    expect(fatalLines({ code, message: 'm' })[0]).toBe(`${start}m`)
  })
})

describe('warnings', () => {
  it.each<[ListingProblem['kind'], string, string]>([
    ['missing', 'm', 'Skipping file /s/d/k. File does not exist.'],
    [
      'special',
      'm',
      'Skipping file /s/d/k. File is character special device, block special device, FIFO, or socket.',
    ],
    ['unreadable', 'm', 'Skipping file /s/d/k. File/Directory is not readable.'],
    ['bad-time', 'm', 'File has an invalid timestamp. Passing epoch time as timestamp.'],
    [
      'unsafe-name',
      'File references a parent directory.',
      'Skipping file d/k. File references a parent directory.',
    ],
    ['link-loop', 'It leads back.', 'Skipping file /s/d/k. It leads back.'],
    ['through-link', 'A link.', 'Skipping file /s/d/k. A link.'],
    ['not-utf8', 'Not UTF-8.', 'Skipping file /s/d/k. Not UTF-8.'],
    [
      'archived',
      'Object is of storage class GLACIER. Unable to perform copy operations on GLACIER objects.',
      'Skipping file /s/d/k. Object is of storage class GLACIER. Unable to perform copy operations on GLACIER objects. See aws s3 copy help for additional parameter options to ignore or force these transfers.',
    ],
  ])('of a name that is %s', (kind, message, text) => {
    expect(warningText({ side: 'source', key: 'd/k', path: '/s/d/k', kind, message })).toBe(text)
  })
})

describe('why a row is there', () => {
  it('names both sizes when they differ', () => {
    const differs = row({
      reason: 'size-differs',
      source: { size: 1, modified: 0 },
      destination: { size: 2048, modified: 0 },
    })
    expect(whyText(differs)).toBe('size differs: source 1 Byte, destination 2.0 KiB')
  })

  it('is in words', () => {
    expect(whyText(row({ reason: 'source-newer' }))).toBe('same size, but the source is newer')
    expect(whyText(row({ reason: 'only-dest' }))).toBe('the source does not have it')
  })
})

describe('the progress line', () => {
  const progress: Progress = {
    listed: { source: 12000, destination: 3 },
    planned: true,
    transfers: { done: 34, failed: 0, total: 1200 },
    deletes: { done: 0, failed: 0, total: 7 },
    bytes: { done: 3 * 1024 ** 2, total: 1024 ** 3 },
    rate: 12.5 * 1024 ** 2,
    secondsLeft: 81.2,
  }

  it.each([
    [120, '3.0 MiB of 1.0 GiB, 34 of 1,200 files, 12.5 MiB/s, 1 min 22 s left, 0 of 7 deleted'],
    [79, '3.0 MiB of 1.0 GiB, 34 of 1,200 files, 12.5 MiB/s, 1 min 22 s left'],
    [50, '3.0 MiB of 1.0 GiB, 34 of 1,200 files, 12.5 MiB/s'],
    [20, '3.0 MiB of 1.0 GiB'],
    [5, ''],
  ])('in %d columns says what fits', (columns, text) => {
    expect(progressText(progress, columns)).toBe(text)
  })

  it('has ~ totals and what was listed until the plan is complete', () => {
    const text = progressText(
      { ...progress, planned: false, secondsLeft: null, deletes: { done: 0, failed: 0, total: 0 } },
      200,
    )
    expect(text).toBe('3.0 MiB of ~1.0 GiB, 34 of ~1,200 files, 12.5 MiB/s, listed 12,000 and 3')
  })

  it('says only what was listed while there is nothing to do', () => {
    const none = { done: 0, failed: 0, total: 0 }
    expect(progressText({ ...progress, transfers: none, deletes: none }, 80)).toBe('listed 12,000 and 3')
  })

  it('counts failures, and failed files as dealt with', () => {
    const text = progressText({ ...progress, transfers: { done: 30, failed: 4, total: 1200 } }, 200)
    expect(text).toContain('34 of 1,200 files')
    expect(text).toMatch(/, 4 failed$/)
  })
})

describe('the summary', () => {
  const nothing = report()

  it('of a run', () => {
    const done = report({
      took: 2000,
      transferred: { count: 34, bytes: 4 * 1024 ** 2 },
      deleted: { count: 1, bytes: 10 },
      proof: { hash: 33, size: 1, none: 0 },
      summary: { ...nothing.summary, same: 1 },
    })
    expect(summaryText(done)).toBe(
      '34 files (4.0 MiB) transferred, 1 file (10 Bytes) deleted, 1 entry the same; 2.0 s (2.0 MiB/s); verified: 33 by hash, 1 by size only',
    )
  })

  it('of a dry run is about what would be', () => {
    const summary = {
      ...nothing.summary,
      transfers: { count: 2, bytes: 2048 },
      deletes: { count: 3, bytes: 3 },
      same: 5,
    }
    expect(summaryText(report({ dryRun: true, summary }))).toBe(
      '2 files (2.0 KiB) to transfer, 3 files (3 Bytes) to delete, 5 entries the same; 1.2 s',
    )
  })

  it('of nothing', () => {
    expect(summaryText(nothing)).toBe('nothing to do; 1.2 s')
    expect(summaryText(report({ endedBy: { code: 'unreachable', message: 'm' } }))).toBe(
      'nothing was done; 1.2 s',
    )
  })

  it('names troubles', () => {
    expect(summaryText(report({ failed: 1, refused: 2, withheld: 3, warnings: 4 }))).toBe(
      '1 failed, 2 refused, 3 withheld, 4 skipped with a warning; 1.2 s',
    )
  })
})
