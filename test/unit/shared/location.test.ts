import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../shared/errors.ts'
import { formatLocation, parseLocation } from '../../../shared/location.ts'

const accessPoint = 'arn:aws:s3:us-west-2:123456789012:accesspoint/mine'
const outpost = 'arn:aws:s3-outposts:us-west-2:123456789012:outpost'
const lambda = 'arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint'

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
    [`s3://${accessPoint}/`, accessPoint, ''],
    [`s3://${accessPoint}/pre/fix`, accessPoint, 'pre/fix/'],
    [`s3://${accessPoint}//pre//`, accessPoint, '/pre//'],
    ['s3://arn:aws-cn:s3:cn-north-1:1:accesspoint:ap/p', 'arn:aws-cn:s3:cn-north-1:1:accesspoint:ap', 'p/'],
    ['s3://arn:aws:s3::1:accesspoint:x.mrap/p', 'arn:aws:s3::1:accesspoint:x.mrap', 'p/'],
    [`s3://${outpost}/op-1/accesspoint/ap`, `${outpost}/op-1/accesspoint/ap`, ''],
    [`s3://${outpost}/op-1/accesspoint/ap/pre/fix`, `${outpost}/op-1/accesspoint/ap`, 'pre/fix/'],
    [`s3://${outpost}:op-1:accesspoint:ap:pre/fix`, `${outpost}:op-1:accesspoint:ap`, 'pre/fix/'],
  ])('%j is the bucket %s with the prefix %j', (text, bucket, prefix) => {
    expect(parseLocation(text)).toEqual({ kind: 's3', bucket, prefix })
  })

  it.each([['.'], ['src'], ['/abs/src/'], ['~/x'], ['s3'], ['s3x://b'], ['./s3://b'], ['s3/b'], ['a\nb']])(
    '%j is a folder, as typed (ARG-1)',
    (path) => {
      expect(parseLocation(path)).toEqual({ kind: 'local', path })
    },
  )

  it.each([
    ['s3://', 'no-such-bucket'],
    ['s3:///key', 'no-such-bucket'],
    ['-', 'usage'],
    ['', 'usage'],
    ['S3://bucket', 'usage'],
    ['s3:/bucket', 'usage'],
    ['s3:bucket', 'usage'],
  ])('%j is refused with its name and the way out', (text, code) => {
    const error = refusal(text)
    expect(error).toMatchObject({ code, subject: text })
    expect(error.advice).toContain('s3://bucket/prefix')
  })

  it.each([
    [`s3://${lambda}/ol`, 's3 commands do not support S3 Object Lambda resources.'],
    [`s3://${lambda}:ol/pre`, 's3 commands do not support S3 Object Lambda resources.'],
    [`s3://${outpost}/op-1/bucket/b`, 's3 commands do not support Outpost Bucket ARNs.'],
    [`s3://${outpost}:op-1:bucket:b/pre`, 's3 commands do not support Outpost Bucket ARNs.'],
  ])('%s is refused in the words of aws (ARG-7)', (text, message) => {
    expect(refusal(text)).toMatchObject({ code: 'usage', message, subject: text })
  })

  it.each([
    ['s3://bucket/'],
    ['s3://bucket/pre//'],
    [`s3://${accessPoint}/x/`],
    [`s3://${outpost}/op-1/accesspoint/ap/x/`],
    ['some/folder'],
  ])('%j reads back as it is shown', (text) => {
    expect(formatLocation(parseLocation(text))).toBe(text)
  })
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
