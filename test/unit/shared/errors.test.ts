import { describe, expect, it } from 'vitest'
import {
  errorCodes,
  exitCodesWorstFirst,
  SluiceError,
  worstExit,
  type ExitCode,
} from '../../../shared/errors.ts'

describe('the list of errors', () => {
  it('gives every code exit codes that the order of badness knows', () => {
    for (const { exit, item } of Object.values(errorCodes)) {
      expect(exitCodesWorstFirst).toContain(exit)
      expect(exitCodesWorstFirst).toContain(item)
    }
  })

  it('crosses to plain data and back without losing a field, and leaves absent ones out', () => {
    const full = {
      code: 'no-such-bucket',
      message: 'The bucket is not there.',
      subject: 's3://nope/',
      advice: 'Check its name.',
      s3: { operation: 'ListObjectsV2', bucket: 'nope', requestId: 'r-1' },
    } as const
    expect(new SluiceError(full).toData()).toEqual(full)
    const bare = { code: 'stalled', message: 'Nothing came.' } as const
    expect(Object.keys(new SluiceError(bare).toData())).toEqual(['code', 'message'])
  })

  it('keeps its cause out of the data', () => {
    const error = new SluiceError({ code: 'internal', message: 'm' }, { cause: new Error('secret') })
    expect(JSON.stringify(error.toData())).not.toContain('secret')
    expect(error.cause).toBeInstanceOf(Error)
  })
})

describe('the worst of several exit codes', () => {
  it.each<[ExitCode[], ExitCode]>([
    [[], 0],
    [[0], 0],
    [[0, 2], 2],
    [[2, 1], 1],
    [[1, 7], 7],
    [[7, 5], 5],
    [[5, 3], 3],
    [[3, 4], 4],
    [[4, 6], 6],
    [[6, 130], 130],
    [[2, 1, 7, 5, 3, 4, 6, 130, 0], 130],
  ])('of %j it is %d', (codes, worst) => {
    expect(worstExit(codes)).toBe(worst)
  })
})
