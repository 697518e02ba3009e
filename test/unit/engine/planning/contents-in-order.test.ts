import { describe, expect, it, test, vi } from 'vitest'
import { compileFilters } from '../../../../main/engine/listing/filters.ts'
import { ProtectedNames } from '../../../../main/engine/listing/protected-names.ts'
import type { ContentVerdict } from '../../../../main/engine/planning/compare-pair.ts'
import {
  isLookedInto,
  withContents,
  type CompareContents,
  type EqualPair,
} from '../../../../main/engine/planning/contents-in-order.ts'
import type { Pair } from '../../../../main/engine/planning/merge-join.ts'
import { defaultRules } from '../../../../shared/sync-rules.ts'
import { entry } from '../../../fakes/entries.ts'

const never = new AbortController().signal
const same: ContentVerdict = { kind: 'same' }

const onBoth = (key: string): Pair => ({ key, source: entry(key), destination: entry(key) })
const asked = (pair: Pair): pair is EqualPair => !pair.key.startsWith('-')

async function* batches(...all: readonly (readonly string[])[]): AsyncGenerator<readonly Pair[]> {
  for (const keys of all) {
    await Promise.resolve()
    yield keys.map(onBoth)
  }
}

/** Comparisons that end when they are told to. */
function byHand() {
  const open = new Map<string, { end: (verdict: ContentVerdict) => void; fail: (error: Error) => void }>()
  const stopped: string[] = []
  const compare: CompareContents = ({ key }, signal) =>
    new Promise((end, fail) => {
      open.set(key, { end, fail })
      signal.addEventListener('abort', () => {
        stopped.push(key)
        fail(signal.reason as Error)
      })
    })
  return { open, stopped, compare }
}

describe('which pairs are looked into', () => {
  const filter = compileFilters([{ kind: 'exclude', pattern: 'x' }], { kind: 's3' })
  const unread = new ProtectedNames()
  unread.add('shut')
  const content = { ...defaultRules, compare: 'content' } as const
  it.each([
    ['on both sides, of one size', onBoth('k'), content, true],
    ['compared by time', onBoth('k'), defaultRules, false],
    ['copied without comparing', onBoth('k'), { ...content, copyAll: true }, false],
    ['of two sizes', { ...onBoth('k'), source: entry('k', { size: 1 }) }, content, false],
    ['at the source alone', { ...onBoth('k'), destination: null }, content, false],
    ['at the destination alone', { ...onBoth('k'), source: null }, content, false],
    ['excluded', onBoth('x'), content, false],
    ['unreadable at the destination', onBoth('shut'), content, false],
  ] as const)('%s', (_, pair, rules, expected) => {
    expect(isLookedInto(pair, rules, { source: filter, destination: filter }, unread)).toBe(expected)
  })
})

test('pairs come in their order, each with what came of it, whichever was first', async () => {
  const { open, compare } = byHand()
  const pairs = withContents(batches(['-a', 'b', 'c'], ['d']), asked, compare, never)
  expect((await pairs.next()).value).toEqual([onBoth('-a')])
  const next = pairs.next()
  await vi.waitFor(() => expect(open.size).toBe(2))
  open.get('c')?.end({ kind: 'differs', by: 'MD5' })
  open.get('b')?.end(same)
  expect((await next).value).toEqual([
    { ...onBoth('b'), contents: same },
    { ...onBoth('c'), contents: { kind: 'differs', by: 'MD5' } },
  ])
  expect([...open.keys()]).toEqual(['b', 'c'])
  await pairs.return(undefined)
})

test('what is ready does not wait for what is not', async () => {
  const { open, compare } = byHand()
  const pairs = withContents(batches(['a', '-b', 'c']), asked, compare, never)
  const first = pairs.next()
  await vi.waitFor(() => expect(open.size).toBe(2))
  open.get('a')?.end(same)
  expect((await first).value?.map(({ key }) => key)).toEqual(['a', '-b'])
  open.get('c')?.end(same)
  expect((await pairs.next()).value?.map(({ key }) => key)).toEqual(['c'])
  expect((await pairs.next()).done).toBe(true)
})

test('a failure ends the others before it is thrown', async () => {
  const { open, stopped, compare } = byHand()
  const pairs = withContents(batches(['a', 'b']), asked, compare, never)
  const next = pairs.next()
  await vi.waitFor(() => expect(open.size).toBe(2))
  open.get('a')?.fail(new Error('no credentials'))
  await expect(next).rejects.toThrow('no credentials')
  expect(stopped).toContain('b')
})

test('a cancel ends all of them', async () => {
  const abort = new AbortController()
  const { open, stopped, compare } = byHand()
  const next = withContents(batches(['a', 'b']), asked, compare, abort.signal).next()
  await vi.waitFor(() => expect(open.size).toBe(2))
  abort.abort(new Error('cancelled'))
  await expect(next).rejects.toThrow('cancelled')
  expect(stopped).toEqual(['a', 'b'])
})

test('whoever stops listening stops what was begun', async () => {
  const { stopped, compare } = byHand()
  const pairs = withContents(batches(['-a', 'b']), asked, compare, never)
  await pairs.next()
  await pairs.return(undefined)
  expect(stopped).toEqual(['b'])
})
