import { expect, test } from 'vitest'
import { costText, raceText } from '../../../shared/cost-text.ts'
import { runReport } from '../../fakes/fake-plans.ts'

test('what a run cost is its requests by kind, the most first, and the bytes that it moved itself', () => {
  const requests = { ListObjectsV2: 2, HeadObject: 1, PutObject: 1200, GetBucketVersioning: 1 }
  expect(costText(runReport({ requests, transferred: { count: 3, bytes: 3 * 1024 }, kept: 1024 }))).toBe(
    '1,204 requests: 1,200 PutObject, 2 ListObjectsV2, 1 GetBucketVersioning, 1 HeadObject; 2.0 KiB moved',
  )
  expect(costText(runReport({ requests: { ListObjectsV2: 1 }, transferred: { count: 0, bytes: 0 } }))).toBe(
    '1 request: 1 ListObjectsV2',
  )
})

test('of a run that asked for nothing, and of one that did not count, there is nothing to say', () => {
  expect(costText(runReport())).toBeNull()
})

test('where a moment is left in which somebody else could write, that is said, with how often', () => {
  expect(raceText(runReport())).toBeNull()
  expect(raceText(runReport({ lookedAt: 1 }))).toMatch(/^1 object was looked at right before, /)
  expect(raceText(runReport({ lookedAt: 1200 }))).toMatch(/^1,200 objects were looked at /)
})

test('what was written in trust is told of by itself, and beside what was looked at', () => {
  expect(raceText(runReport({ onTrust: 1 }))).toBe(
    '1 object was written under a condition that this server is not known to keep: if it ignores it, what somebody else wrote there since the plan was made is lost',
  )
  expect(raceText(runReport({ lookedAt: 2, onTrust: 3 }))).toMatch(
    /^2 objects were looked at .*is lost; 3 objects were written under a condition/,
  )
})
