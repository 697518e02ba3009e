import { expect, test } from 'vitest'
import { recentElsewhere, withRecent } from '../../../../renderer/state/recent-places.ts'

const at = (text: string, connectionId = 'local') => ({ connectionId, text })

test('the place that is looked at goes to the front, once', () => {
  const recent = withRecent(withRecent(withRecent([], at('/a')), at('/b')), at('/a'))
  expect(recent).toEqual([at('/a'), at('/b')])
})

test('one text at two connections is two places', () => {
  expect(withRecent([at('s3://b/', 'profile:x')], at('s3://b/', 'profile:y'))).toHaveLength(2)
})

test('a place that is looked at still changes nothing', () => {
  const recent = [at('/a'), at('/b')]
  expect(withRecent(recent, at('/a'))).toBe(recent)
})

test('the oldest goes when there are too many', () => {
  const many = Array.from({ length: 12 }, (_, n) => at(`/${n}`))
  const recent = withRecent(many, at('/new'))
  expect(recent).toHaveLength(12)
  expect(recent[0]).toEqual(at('/new'))
  expect(recent).not.toContainEqual(at('/11'))
})

test('what is on the screen, or at a connection that is gone, is no place to go back to', () => {
  const recent = [at('/a'), at('/b'), at('s3://b/', 'profile:gone')]
  expect(recentElsewhere(recent, [at('/a'), null], ['local'])).toEqual([at('/b')])
})
