import { describe, expect, it } from 'vitest'
import type { ErrorData } from '../../../../shared/errors.ts'
import { errorLine, errorMeaning, fatalLines, requestIds } from '../../../../main/cli/output/error-text.ts'

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
