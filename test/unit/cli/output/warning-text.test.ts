import { describe, expect, it } from 'vitest'
import type { ListingProblem } from '../../../../shared/job.ts'
import { warningText } from '../../../../main/cli/output/warning-text.ts'

describe('warnings', () => {
  it.each<[ListingProblem['kind'], string, string]>([
    ['missing', 'm', 'Skipping file /s/d/k. File does not exist.'],
    [
      'special',
      'm',
      'Skipping file /s/d/k. File is character special device, block special device, FIFO, or socket.',
    ],
    ['unreadable', 'm', 'Skipping file /s/d/k. File/Directory is not readable.'],
    ['unverified', 'Why.', '/s/d/k may differ: its contents could not be compared. Why.'],
    ['too-large', 'exceeds s3 upload limit of 48.8 TiB.', 'File d/k exceeds s3 upload limit of 48.8 TiB.'],
    ['bad-time', 'm', 'File has an invalid timestamp. Passing epoch time as timestamp.'],
    [
      'unsafe-name',
      'File references a parent directory.',
      'Skipping file d/k. File references a parent directory.',
    ],
    ['replaced', 'It was replaced.', 'Skipping file /s/d/k. It was replaced.'],
    ['link-loop', 'It leads back.', 'Skipping file /s/d/k. It leads back.'],
    ['through-link', 'A link.', 'Skipping file /s/d/k. A link.'],
    ['not-utf8', 'Not UTF-8.', 'Skipping file /s/d/k. Not UTF-8.'],
    [
      'archived',
      'Object is of storage class GLACIER. Unable to perform copy operations on GLACIER objects.',
      'Skipping file /s/d/k. Object is of storage class GLACIER. Unable to perform copy operations on GLACIER objects. See aws s3 copy help for additional parameter options to ignore or force these transfers.',
    ],
  ])('of a name that is %s', (kind, message, text) => {
    const problem = { side: 'source', key: 'd/k', path: '/s/d/k', kind, message } as const
    expect(warningText(problem, { cwd: '/s', platform: 'linux' })).toBe(text)
  })
})
