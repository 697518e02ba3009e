import { describe, expect, test } from 'vitest'
import type { Habits } from '../../../shared/endpoint-habits.ts'
import type { Hint } from '../../../shared/hints.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import { createRetry } from '../../../main/engine/running/retry.ts'
import { habitsInMemory } from '../../../main/engine/s3/endpoint-habits.ts'
import { putFolderMarker } from '../../../main/engine/transfer/put-folder-marker.ts'
import { local, setUpSync } from '../../fakes/memory-sync.ts'
import { quirksOf, type Quirks } from '../../fakes/s3-quirks.ts'
import { s3Error } from '../../fakes/s3-error.ts'

const at = 'http://memory'
const seen = Date.UTC(2026, 5, 1)
const known = (habits: Partial<Record<keyof Habits, string>>) =>
  habitsInMemory({
    [at]: Object.fromEntries(Object.entries(habits).map(([name, value]) => [name, { value, seen }])),
  })

/** A server that is not Amazon's, as Amazon's but for some quirks, of which so much is known. */
function setUp(quirks: Partial<Quirks>, habits: Partial<Record<keyof Habits, string>> = {}) {
  const setup = setUpSync({ quirks: { ...quirksOf.aws, aws: false, ...quirks }, habits: known(habits) })
  /** What was asked of the server since the last time, without listings. */
  const asked = (): string[] => {
    const made = setup.s3.effects.filter(({ op }) => op !== 'listPage').map(({ op, failed }) => failed ?? op)
    setup.s3.effects.length = 0
    return made
  }
  const learnt = (): Record<string, string> =>
    Object.fromEntries(Object.entries(setup.s3.habits.of(at)).map(([name, { value }]) => [name, value]))
  return { ...setup, asked, learnt }
}

const takesNone = { takesConditions: false }

describe('a server that takes no conditions', () => {
  test('is asked with one once: the same bytes go without it, after a look', async () => {
    const { run, www, plant, asked, learnt, text } = setUp(takesNone)
    plant({ a: 'one' })
    expect(await run(local, www)).toMatchObject({ exit: 0, lookedAt: 1 })
    expect(asked()).toEqual(['NotImplemented', 'head', 'put'])
    expect(learnt()).toEqual({ create: 'refused' })
    plant({ a: 'one', b: 'two' })
    const second = await run(local, www)
    expect(asked()).toEqual(['head', 'put'])
    expect(second).toMatchObject({ exit: 0, lookedAt: 1, requests: { HeadObject: 1, PutObject: 1 } })
    expect(second.onTrust).toBeUndefined()
    expect(text('site/b')).toBe('two')
  })

  test('is asked again after a week, for it may take them by then', async () => {
    const setup = setUp({}, { create: 'refused' })
    setup.plant({ a: 'one' })
    await setup.world.clock.advance(7 * 86_400_000)
    expect(await setup.run(local, setup.www)).toMatchObject({ exit: 0, onTrust: 1 })
    expect(setup.asked()).toEqual(['put'])
  })

  test('gets nothing over what somebody else has written meanwhile', async () => {
    const setup = setUp(takesNone, { create: 'refused' })
    setup.plant({ a: 'mine' })
    setup.s3.before = (op) => {
      if (op === 'head') setup.put('site/a', 'somebody else’s')
    }
    expect(await setup.run(local, setup.www)).toMatchObject({ exit: 1, refused: 1 })
    expect(setup.text('site/a')).toBe('somebody else’s')
  })

  test.each(['copy', 'finishMultipart'] as const)(
    'is looked at before each try of a write: %s',
    async (write) => {
      const setup = setUp(takesNone, { copyNew: 'refused', finishNew: 'refused', copyFrom: 'refused' })
      const large = 'x'.repeat(9 * 1024 * 1024)
      setup.put('site/a', write === 'copy' ? 'mine' : large)
      let tries = 0
      setup.s3.before = (op, bucket, key) => {
        if (op !== write || tries++ > 0) return
        setup.s3.buckets.get('copy')?.write('a', {
          ...{ bytes: Buffer.from('somebody else’s'), etag: 'theirs', etagIsDigest: true, metadata: {} },
        })
        throw s3Error('SlowDown', { op, bucket, ...(key === undefined ? {} : { key }) })
      }
      expect(await setup.run(setup.www, setup.copy)).toMatchObject({ exit: 1, refused: 1 })
      expect(tries).toBe(1)
    },
  )

  test('gets parts and copies without, too, and is asked with each kind once', async () => {
    const setup = setUp(takesNone)
    const { run, www, copy, plant, asked, learnt } = setup
    plant({ a: 'x'.repeat(9 * 1024 * 1024) })
    expect(await run(local, www)).toMatchObject({ exit: 0, lookedAt: 1 })
    expect(asked()).toEqual([
      'startMultipart',
      ...['putPart', 'putPart', 'head', 'NotImplemented', 'head', 'finishMultipart'],
    ])
    const others: Partial<SyncRules> = { filters: [{ kind: 'exclude', pattern: 'a' }] }
    const refusals = [2, 1, 0]
    for (const [n, many] of refusals.entries()) {
      setup.put(`site/b${String(n)}`, 'small')
      expect(await run(www, copy, others)).toMatchObject({ exit: 0, lookedAt: 1 })
      expect(asked().filter((op) => op === 'NotImplemented')).toHaveLength(many)
    }
    expect(learnt()).toEqual({ finishNew: 'refused', copyFrom: 'refused', copyNew: 'refused' })
  })

  test('copies parts without, too', async () => {
    const { put, run, www, copy, asked, learnt } = setUp(takesNone)
    put('site/a', 'x'.repeat(9 * 1024 * 1024))
    expect(await run(www, copy)).toMatchObject({ exit: 0, lookedAt: 1 })
    expect(learnt()).toEqual({ finishNew: 'refused', copyFrom: 'refused' })
    put('site/b', 'x'.repeat(9 * 1024 * 1024))
    asked()
    expect(await run(www, copy)).toMatchObject({ exit: 0 })
    expect(asked()).not.toContain('NotImplemented')
  })

  test('makes a folder all the same, and none where there is one', async () => {
    const setup = setUp(takesNone)
    const make = () =>
      setup.world.clock.run(
        putFolderMarker(
          { store: setup.www.store, retry: createRetry(setup.world) },
          setup.www,
          'album',
          new AbortController().signal,
        ),
      )
    await make()
    expect(setup.asked()).toEqual(['browse', 'NotImplemented', 'head', 'put'])
    setup.s3.buckets.get('www')?.remove('site/album/')
    await make()
    expect(setup.asked()).toEqual(['browse', 'head', 'put'])
    await expect(make()).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('a server that ignores conditions', () => {
  const ignores = { honoursPutConditions: false }

  test('that is not known to has objects written in trust, and the report says so', async () => {
    const { run, www, plant, asked } = setUp(ignores)
    plant({ a: 'one' })
    const report = await run(local, www)
    expect(report).toMatchObject({ exit: 0, onTrust: 1 })
    expect(report.lookedAt).toBeUndefined()
    expect(asked()).toEqual(['put'])
  })

  test('that is known to is looked at before each write', async () => {
    const setup = setUp(ignores, { create: 'ignored', replace: 'ignored' })
    setup.plant({ a: 'mine', b: 'mine' })
    setup.s3.before = (op, _, key) => {
      if (op === 'head' && key === 'site/a') setup.put('site/a', 'somebody else’s')
    }
    expect(await setup.run(local, setup.www)).toMatchObject({ exit: 1, refused: 1, lookedAt: 1 })
    expect([setup.text('site/a'), setup.text('site/b')]).toEqual(['somebody else’s', 'mine'])
  })

  test('that may not be looked at gets the condition all the same, in trust', async () => {
    const setup = setUp(ignores, { create: 'ignored' })
    setup.plant({ a: 'mine' })
    setup.s3.before = (op, bucket) => {
      if (op === 'head') throw s3Error('AccessDenied', { op, bucket })
    }
    expect(await setup.run(local, setup.www)).toMatchObject({ exit: 0, onTrust: 1 })
    expect(setup.text('site/a')).toBe('mine')
  })

  test.each(['ignored', 'refused'])('is named before anything is written: %s', async (habit) => {
    const { run, www, plant } = setUp(ignores, { create: habit })
    plant({ a: 'one' })
    const hints: Hint[] = []
    await run(
      local,
      www,
      { dryRun: true },
      {
        onEvent: (event) => {
          if (event.kind === 'hints') hints.push(...event.hints)
        },
      },
    )
    expect(hints).toEqual([{ kind: 'no-conditions', server: 'memory', habit }])
  })

  test('that has begun to hold them is found out by the first refusal', async () => {
    const setup = setUp({}, { create: 'ignored' })
    setup.plant({ a: 'mine' })
    setup.s3.before = (op) => {
      if (op === 'put') setup.put('site/a', 'somebody else’s')
    }
    expect(await setup.run(local, setup.www)).toMatchObject({ exit: 1, refused: 1 })
    expect(setup.learnt()).toEqual({ create: 'held' })
    expect(setup.text('site/a')).toBe('somebody else’s')
  })
})

describe('a server that holds conditions', () => {
  test('that is known to has nothing to be said of', async () => {
    const { run, www, plant, asked } = setUp({}, { create: 'held' })
    plant({ a: 'one' })
    const report = await run(local, www)
    expect([report.onTrust, report.lookedAt]).toEqual([undefined, undefined])
    expect(asked()).toEqual(['put'])
  })

  test('is known by its first refusal of what has changed', async () => {
    const setup = setUp({})
    setup.plant({ a: 'mine' })
    setup.s3.before = (op) => {
      if (op === 'put') setup.put('site/a', 'somebody else’s')
    }
    expect(await setup.run(local, setup.www)).toMatchObject({ exit: 1, refused: 1 })
    expect(setup.learnt()).toEqual({ create: 'held' })
  })

  test('only seems to where each condition fails: that is not learnt', async () => {
    const setup = setUp({})
    setup.put('site/a', 'old')
    setup.plant({ a: 'newer and longer' })
    let failed = 0
    setup.s3.before = (op, bucket) => {
      if (op === 'put' && failed++ === 0) throw s3Error('PreconditionFailed', { op, bucket })
    }
    expect(await setup.run(local, setup.www)).toMatchObject({ exit: 0, lookedAt: 1 })
    expect(setup.learnt()).toEqual({})
  })

  test('of a copy’s source is known by its refusal, and one that copies any version by its copy', async () => {
    for (const [honoursSourceEtag, expected] of [
      [true, 'held'],
      [false, 'ignored'],
    ] as const) {
      const setup = setUp({ honoursSourceEtag })
      setup.put('site/a', 'as it was listed')
      setup.s3.before = (op) => {
        if (op === 'copy') setup.put('site/a', 'another since')
      }
      expect(await setup.run(setup.www, setup.copy)).toMatchObject({ exit: 1, refused: 1 })
      expect(setup.learnt()).toEqual({ copyFrom: expected })
    }
  })
})

test('a server that takes no condition about a source is not said to have ignored the one it never had', async () => {
  const { s3, run, www, copy, put, learnt } = setUp({ honoursSourceEtag: false }, { copyFrom: 'refused' })
  put('site/a', 'as it was listed')
  s3.before = (op) => {
    if (op === 'copy') put('site/a', 'another since')
  }
  expect(await run(www, copy)).toMatchObject({ exit: 1, refused: 1 })
  expect(learnt()).toEqual({ copyFrom: 'refused' })
})

test('where a server is known to copy any version, its source is looked at before each copy', async () => {
  const setup = setUp({ honoursSourceEtag: false }, { copyFrom: 'ignored' })
  setup.put('site/a', 'as it was listed')
  setup.s3.before = (op, _, key) => {
    if (op === 'head' && key === 'site/a') setup.put('site/a', 'another since')
  }
  expect(await setup.run(setup.www, setup.copy)).toMatchObject({ exit: 1, refused: 1 })
  expect(setup.keys('copy')).toEqual([])
})
