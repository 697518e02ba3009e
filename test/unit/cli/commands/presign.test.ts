import { expect, test } from 'vitest'
import { InMemory } from '../in-memory.ts'

test.each([
  ['s3://B/folder/a b.txt', 'memory://B/folder/a b.txt?X-Amz-Signature=secret'],
  [
    's3://arn:aws:s3:eu-west-1:1:accesspoint/mine/a',
    'memory://arn:aws:s3:eu-west-1:1:accesspoint/mine/a?X-Amz-Signature=secret',
  ],
  ['B/a', 'memory://B/a?X-Amz-Signature=secret'],
])('a link to %s is printed, and nothing else', async (address, url) => {
  const memory = new InMemory()
  memory.s3.makeBucket('B')
  expect(await memory.run('presign', address, '--expires-in', '60')).toBe(0)
  expect(memory.host.stdout.lines).toEqual([url])
  expect(memory.host.stderr.lines).toEqual([])
})

test.each([
  [['s3://B']],
  [['s3://B/']],
  [['s3://B/a', '--expires-in', '0']],
  [['s3://B/a', '--expires-in', '604801']],
])('%j makes no sense', async (args) => {
  expect(await new InMemory().run('presign', ...args)).toBe(252)
})
