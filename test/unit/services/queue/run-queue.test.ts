import { describe, expect, test } from 'vitest'
import { RunQueue, type Queued } from '../../../../main/services/queue/run-queue.ts'
import { SluiceError, type ErrorCode, type ErrorData } from '../../../../shared/errors.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

/** A run that begins when it is told to, unless something is in its way. */
class FakeRun implements Queued {
  begun = 0
  isHeld = false
  inTheWay: ErrorCode | null = null
  refusedBy: ErrorCode | null = null
  limit: number | null | undefined
  readonly out: (ErrorData | null)[] = []
  places = 0

  readonly planId: string

  constructor(planId: string) {
    this.planId = planId
  }

  async checkAgain(): Promise<void> {
    if (this.refusedBy !== null) throw new SluiceError({ code: this.refusedBy, message: 'No.' })
  }

  begin(): void {
    if (this.inTheWay !== null) throw new SluiceError({ code: this.inTheWay, message: 'Locked.' })
    this.begun++
  }

  turnedAway(error: ErrorData | null): void {
    this.out.push(error)
  }

  onPlace(): void {
    this.places++
  }

  limitBandwidth(perSecond: number | null): void {
    this.limit = perSecond
  }
}

function setUp(atOnce = 1) {
  const clock = new FakeClock(0)
  const queue = new RunQueue(clock)
  queue.setAtOnce(atOnce)
  const [a, b, c, d] = [new FakeRun('a'), new FakeRun('b'), new FakeRun('c'), new FakeRun('d')] as const
  const begun = () => [a, b, c, d].map((run) => run.begun).join('')
  /** Lets what has been begun go on. */
  const settle = () => clock.advance(0)
  const refused = (code: ErrorCode): unknown => expect.objectContaining({ code })
  return { clock, queue, a, b, c, d, begun, settle, refused }
}

describe('a run that is asked for', () => {
  test('begins while fewer go on than may, and waits else', async () => {
    const { queue, a, b, c, begun } = setUp(2)
    expect([queue.join(a), queue.join(b), queue.join(c)]).toEqual(['begun', 'begun', 'waits'])
    expect(begun()).toBe('1100')
    expect(queue.placeOf(c)).toEqual({ place: 1, runs: 2, blocked: null })
    expect(queue.placeOf(a)).toBeNull()
    expect(queue.waiting).toBe(1)
  })

  test('is refused where a run of another process keeps it out', () => {
    const { queue, a, refused } = setUp()
    a.inTheWay = 'locked'
    expect(() => queue.join(a)).toThrow(refused('locked'))
    expect(queue.waiting).toBe(0)
  })

  test('waits where a run of this window keeps it out, and begins when that has ended', async () => {
    const { queue, a, b, settle } = setUp(2)
    queue.join(a)
    b.inTheWay = 'locked'
    expect(queue.join(b)).toBe('waits')
    expect(queue.placeOf(b)).toMatchObject({ place: 1, runs: 1, blocked: { code: 'locked' } })
    b.inTheWay = null
    queue.ended(a)
    await settle()
    expect(b.begun).toBe(1)
  })
})

describe('when a run ends', () => {
  test('the first that waits begins, and the others move up', async () => {
    const { queue, a, b, c, begun, settle } = setUp()
    for (const run of [a, b, c]) queue.join(run)
    const before = c.places
    queue.ended(a)
    await settle()
    expect(begun()).toBe('1100')
    expect(queue.placeOf(c)).toEqual({ place: 1, runs: 1, blocked: null })
    expect(c.places).toBeGreaterThan(before)
  })

  test('one that is kept out is passed by, keeps its place, and is tried again', async () => {
    const { clock, queue, a, b, c, begun, settle } = setUp()
    for (const run of [a, b, c]) queue.join(run)
    b.inTheWay = 'locked'
    queue.ended(a)
    await settle()
    expect(begun()).toBe('1010')
    expect(queue.placeOf(b)).toMatchObject({ place: 1, blocked: { code: 'locked' } })
    queue.ended(c)
    await settle()
    expect(b.begun).toBe(0)
    b.inTheWay = null
    await clock.advance(5_000)
    expect(b.begun).toBe(1)
  })

  test('one whose way is free passes all that are kept out, also those that were kept out with it', async () => {
    const { clock, queue, a, b, c, d, begun, settle } = setUp()
    for (const run of [a, b, c, d]) queue.join(run)
    for (const run of [b, c, d]) run.inTheWay = 'locked'
    queue.ended(a)
    await settle()
    expect(begun()).toBe('1000')
    expect([b, c, d].map((run) => queue.placeOf(run)?.blocked?.code)).toEqual(Array(3).fill('locked'))
    d.inTheWay = null
    await clock.advance(5_000)
    expect(begun()).toBe('1001')
  })

  test('one that can’t run as it is leaves the queue with why, and the next begins', async () => {
    const { queue, a, b, c, begun, settle } = setUp()
    for (const run of [a, b, c]) queue.join(run)
    b.refusedBy = 'usage'
    queue.ended(a)
    await settle()
    expect(begun()).toBe('1010')
    expect(b.out).toMatchObject([{ code: 'usage' }])
    expect(queue.placeOf(b)).toBeNull()
  })
})

describe('what waits', () => {
  test.each([
    ['d', 0, 'dbc'],
    ['b', 1, 'cbd'],
    ['b', 9, 'cdb'],
    ['x', 0, 'bcd'],
  ])('%s put to place %i: %s', (moved, place, order) => {
    const { queue, a, b, c, d } = setUp()
    for (const run of [a, b, c, d]) queue.join(run)
    queue.move(moved, place)
    const byPlace = [b, c, d].toSorted(
      (one, other) => (queue.placeOf(one)?.place ?? 0) - (queue.placeOf(other)?.place ?? 0),
    )
    expect(byPlace.map(({ planId }) => planId).join('')).toBe(order)
  })

  test('is begun now however many go on, or says what keeps it out', async () => {
    const { queue, a, b, c, begun, refused } = setUp()
    for (const run of [a, b, c]) queue.join(run)
    await queue.beginNow('c')
    expect(begun()).toBe('1010')
    b.inTheWay = 'locked'
    await expect(queue.beginNow('b')).rejects.toEqual(refused('locked'))
    expect(queue.placeOf(b)?.place).toBe(1)
  })

  test('is taken out, and does not begin', async () => {
    const { queue, a, b, begun, settle } = setUp()
    for (const run of [a, b]) queue.join(run)
    expect([queue.leave(b), queue.leave(b), queue.leave(a)]).toEqual([true, false, false])
    expect(b.out).toEqual([null])
    queue.ended(a)
    await settle()
    expect(begun()).toBe('1000')
  })

  test('begins when more may go on at once, four at most', async () => {
    const { queue, a, b, c, d, begun, settle } = setUp()
    for (const run of [a, b, c, d]) queue.join(run)
    queue.setAtOnce(3)
    await settle()
    expect(begun()).toBe('1110')
    queue.setAtOnce(99)
    await settle()
    expect(begun()).toBe('1111')
    const fifth = new FakeRun('e')
    expect(queue.join(fifth)).toBe('waits')
  })

  test('never begins once the window is being left', async () => {
    const { clock, queue, a, b, c, begun, refused } = setUp()
    for (const run of [a, b]) queue.join(run)
    queue.close()
    queue.ended(a)
    await clock.advance(60_000)
    expect(begun()).toBe('1000')
    expect(b.out).toEqual([null])
    expect(() => queue.join(c)).toThrow(refused('usage'))
  })
})

test('a limit holds all runs together: each has its share, also of those that begin and end later', async () => {
  const { queue, a, b, c, settle } = setUp(2)
  queue.join(a)
  queue.limitBandwidth(1000)
  expect(a.limit).toBe(1000)
  queue.join(b)
  queue.join(c)
  expect([a.limit, b.limit, c.limit]).toEqual([500, 500, undefined])
  queue.ended(a)
  await settle()
  expect([b.limit, c.limit]).toEqual([500, 500])
  queue.ended(c)
  expect(b.limit).toBe(1000)
  queue.limitBandwidth(null)
  expect(b.limit).toBeNull()
})

test('a run that is held leaves its share of the limit to the others until it goes on', () => {
  const { queue, a, b } = setUp(2)
  for (const run of [a, b]) queue.join(run)
  queue.limitBandwidth(1000)
  a.isHeld = true
  queue.share()
  expect(b.limit).toBe(1000)
  b.isHeld = true
  queue.share()
  expect([a.limit, b.limit]).toEqual([1000, 1000])
  a.isHeld = false
  b.isHeld = false
  queue.share()
  expect([a.limit, b.limit]).toEqual([500, 500])
})
