import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../shared/errors.ts'
import { formatLocation, parseLocation } from '../../../shared/location.ts'

const accessPoint = 'arn:aws:s3:us-west-2:123456789012:accesspoint/mine'

describe('addresses as aws s3 sync reads them', () => {
  it.each([
    // PTH-1: with and without the last slash is the same; nothing is decoded or normalised
    ['s3://bucket', 'bucket', ''],
    ['s3://bucket/', 'bucket', ''],
    ['s3://bucket/a%2Fb/../c/', 'bucket', 'a%2Fb/../c/'],
    // PTH-4: exactly one slash is added, and none removed
    ['s3://bucket/pre', 'bucket', 'pre/'],
    ['s3://bucket/pre/', 'bucket', 'pre/'],
    ['s3://bucket/pre//', 'bucket', 'pre//'],
    ['s3://bucket//pre/', 'bucket', '/pre/'],
    ['s3://bucket/[x]*?+', 'bucket', '[x]*?+/'],
    ['s3://bucket/two\nlines', 'bucket', 'two\nlines/'],
    // PTH-2: an access point is one token although it has a slash
    [`s3://${accessPoint}`, accessPoint, ''],
    [`s3://${accessPoint}/pre/fix`, accessPoint, 'pre/fix/'],
  ])('%j is the bucket %s with the prefix %j', (text, bucket, prefix) => {
    expect(parseLocation(text)).toEqual({ kind: 's3', bucket, prefix })
  })

  it.each([['.'], ['src'], ['/abs/src/'], ['~/x'], ['s3'], ['s3x://b'], ['./s3://b'], ['s3/b'], ['a\nb']])(
    '%j is a folder, as typed (ARG-1)',
    (path) => {
      expect(parseLocation(path)).toEqual({ kind: 'local', path })
    },
  )

  it.each([['s3://'], ['s3:///key'], ['-'], [''], ['S3://bucket'], ['s3:/bucket'], ['s3:bucket']])(
    '%j is refused with its name and the way out',
    (text) => {
      const error = refusal(text)
      expect(error).toMatchObject({ code: 'usage', subject: text })
      expect(error.advice).toContain('s3://bucket/prefix')
    },
  )

  it.each([['s3://bucket/'], ['s3://bucket/pre//'], [`s3://${accessPoint}/x/`], ['some/folder']])(
    '%j reads back as it is shown',
    (text) => {
      expect(formatLocation(parseLocation(text))).toBe(text)
    },
  )
})

function refusal(text: string): SluiceError {
  try {
    parseLocation(text)
  } catch (error) {
    if (error instanceof SluiceError) return error
    throw error
  }
  throw new Error(`${text} was accepted`)
}
