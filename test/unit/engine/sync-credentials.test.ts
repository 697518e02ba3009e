import { describe, expect, test } from 'vitest'
import type { ExpiredAnswer, OnExpired } from '../../../main/engine/running/expired-credentials.ts'
import { local, setUpSync } from '../../fakes/memory-sync.ts'
import { filesBelow } from '../../fakes/memory-tree.ts'
import type { S3Op } from '../../fakes/memory-s3.ts'
import { s3Error } from '../../fakes/s3-error.ts'

const mebibyte = 1024 * 1024
const copyOf = { kind: 'local', root: '/home/ada/copy' } as const

/** A world whose keys expire at the nth call of a kind, and hold again when somebody has renewed them. */
function setUpExpiring(op: S3Op, nth = 1, identity: string | null = null) {
  const set = setUpSync({ pageSize: 2 })
  const { s3, world } = set
  let seen = 0
  let valid = true
  const inFlight = { now: 0, begun: 0 }
  s3.before = (called, bucket, key) => {
    if (called === op && ++seen === nth) valid = false
    if (!valid) throw s3Error('ExpiredToken', { op: called, bucket, ...(key === undefined ? {} : { key }) })
    inFlight.begun++
  }
  const questions: Parameters<OnExpired>[0][] = []
  const answering =
    (answers: readonly ExpiredAnswer[], renewsAt = 1): OnExpired =>
    async (expired, signal) => {
      questions.push(expired)
      const begun = inFlight.begun
      // Long after any wait of a retry.
      await world.clock.sleep(3_600_000, signal)
      expect(inFlight.begun, 'what began during the question').toBe(begun)
      if (questions.length >= renewsAt) valid = true
      return answers[questions.length - 1] ?? 'stop'
    }
  return { ...set, questions, answering, identity }
}

describe('F78 credentials that expire in a run, and are renewed', () => {
  test.each<S3Op>(['listPage', 'put', 'putPart', 'startMultipart', 'finishMultipart', 'removeMany', 'head'])(
    'an upload goes on where it was, whichever call met it: %s',
    async (op) => {
      const { run, plant, put, www, keys, s3, questions, answering } = setUpExpiring(op)
      plant({ a: 'a', b: 'b', large: new Uint8Array(17 * mebibyte) })
      for (const old of ['old1', 'old2', 'old3']) put(`site/${old}`, 'old')
      const report = await run(local, www, { delete: true }, { onExpired: answering(['go-on']) })
      expect(report).toMatchObject({ exit: 0, failed: 0, deleted: { count: 3 } })
      expect(keys('www')).toEqual(['site/a', 'site/b', 'site/large'])
      expect(questions).toHaveLength(1)
      const sent = s3.effects.filter((effect) => effect.op === 'putPart' && effect.done)
      expect(sent.map(({ bytes }) => bytes).sort()).toEqual([mebibyte, 8 * mebibyte, 8 * mebibyte].sort())
      expect(s3.effects.filter((effect) => effect.op === 'startMultipart' && effect.done)).toHaveLength(1)
    },
  )

  test('a download goes on from the byte it came to', async () => {
    const { run, put, www, s3, world, questions, answering } = setUpExpiring('get', 2)
    put('site/a', 'abcdefgh')
    let cut = true
    s3.body = (_, bytes) => {
      const whole = !cut
      cut = false
      return whole ? bytes : bytes.subarray(0, 3)
    }
    const report = await run(www, copyOf, {}, { onExpired: answering(['go-on']) })
    expect(report).toMatchObject({ exit: 0, transferred: { count: 1 } })
    expect(Buffer.from(filesBelow(world.fs, copyOf.root).get('a') ?? []).toString()).toBe('abcdefgh')
    expect(questions).toHaveLength(1)
  })

  test('it is asked again for as long as they are none', async () => {
    const { run, plant, www, questions, answering } = setUpExpiring('put')
    plant({ a: 'a' })
    const onExpired = answering(['go-on', 'go-on', 'go-on'], 3)
    expect(await run(local, www, {}, { onExpired })).toMatchObject({ exit: 0 })
    expect(questions).toHaveLength(3)
  })

  test('a listing goes on from its page, so that what it has not shown is not deleted', async () => {
    const { run, put, www, world, answering } = setUpExpiring('listPage', 3)
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) put(`site/${name}`, name)
    const report = await run(www, copyOf, { delete: true }, { onExpired: answering(['go-on']) })
    expect(report).toMatchObject({ exit: 0, transferred: { count: 6 }, deleted: { count: 0 } })
    expect([...filesBelow(world.fs, copyOf.root).keys()]).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  })
})

describe('F78 credentials that expire in a run, and are not', () => {
  test.each([
    ['nobody is asked', undefined],
    ['the answer is to stop', (): Promise<ExpiredAnswer> => Promise.resolve('stop')],
  ])('%s: exit 4, and the next run does the rest', async (_, onExpired) => {
    const { run, plant, www, keys, s3 } = setUpExpiring('put', 3)
    plant({ a: 'a', b: 'b', c: 'c', d: 'd', e: 'e', f: 'f' })
    const report = await run(local, www, {}, onExpired === undefined ? {} : { onExpired })
    expect(report).toMatchObject({ exit: 4, endedBy: { code: 'credentials-expired' } })
    expect(keys('www').length).toBeLessThan(6)
    s3.before = undefined
    expect(await run(local, www)).toMatchObject({ exit: 0 })
    expect(keys('www')).toHaveLength(6)
  })

  test.each(['finish', 'stop'] as const)('a cancel (%s) during the question: exit 130', async (how) => {
    const { run, plant, www, world } = setUpExpiring('putPart')
    plant({ large: new Uint8Array(17 * mebibyte) })
    const cancel = new AbortController()
    const report = await run(
      local,
      www,
      {},
      {
        [how]: cancel.signal,
        onExpired: async (_, signal) => {
          await world.clock.sleep(1000, signal)
          cancel.abort(new Error('Cancelled.'))
          await world.clock.sleep(3_600_000, signal)
          return 'go-on'
        },
      },
    )
    expect(report).toMatchObject({ exit: 130, transferred: { count: 0 } })
  })
})

test('F78 in a reviewed sync the question is put while it lists and while it runs, and a pause outlasts it', async () => {
  const { review, plant, www, world, s3, keys } = setUpSync()
  plant({ a: 'a', b: 'b' })
  let valid = false
  s3.before = (op, bucket) => {
    if (!valid) throw s3Error('ExpiredToken', { op, bucket })
  }
  const asked: string[] = []
  const sync = review(local, www, {}, ':memory:', async ({ error }) => {
    asked.push(error.s3?.operation ?? '')
    valid = true
    return Promise.resolve('go-on')
  })
  expect(await world.clock.run(sync.plan(new AbortController().signal))).toBe('planned')
  valid = false
  const never = new AbortController().signal
  const running = sync.run({ finish: never, stop: never })
  sync.pause()
  await world.clock.advance(60_000)
  expect(keys('www')).toEqual([])
  sync.resume()
  expect(await world.clock.run(running)).toMatchObject({ exit: 0, transferred: { count: 2 } })
  expect(asked).toEqual(['listPage', 'put'])
  sync.close()
})
