import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../../shared/errors.ts'
import { entry } from '../../../fakes/entries.ts'
import { allRows, never, planOf, type Sides } from './plan-of.ts'

const gone = new SluiceError({ code: 'access-denied', message: 'no more', subject: 'x' })
const told = async (sides: Sides): Promise<string[]> => {
  const { store } = await planOf(sides)
  const rows = allRows(store).map(({ key, action, reason }) => `${action} ${reason} ${key}`)
  store.close()
  return rows
}

const old = { modified: 1000 }
const later = { modified: 9000 }

describe('what becomes of a key', () => {
  const exclude = { rules: { filters: [{ kind: 'exclude', pattern: 'x' } as const] } }
  const cases: readonly (readonly [string, Sides, readonly string[]])[] = [
    ['included, absent', { source: [entry('k')], destination: [] }, ['upload only-source k']],
    [
      'included, older',
      { source: [entry('k', later)], destination: [entry('k', old)] },
      ['upload source-newer k'],
    ],
    ['included, the same', { source: [entry('k')], destination: [entry('k')] }, []],
    [
      'the same, but everything is copied',
      { source: [entry('k')], destination: [entry('k')], rules: { copyAll: true } },
      ['upload only-source k'],
    ],
    ['absent, included', { source: [], destination: [entry('k')] }, ['delete-remote only-dest k']],
    ['absent, included, no deletes', { source: [], destination: [entry('k')], rules: { delete: false } }, []],
    ['excluded, absent', { ...exclude, source: [entry('x')], destination: [] }, []],
    ['excluded, excluded', { ...exclude, source: [entry('x')], destination: [entry('x', later)] }, []],
    ['absent, excluded', { ...exclude, source: [], destination: [entry('x')] }, []],
    [
      'archived',
      { direction: 'copy', source: [entry('k', { storageClass: 'GLACIER' })], destination: [] },
      ['skip archived k'],
    ],
    [
      'included, the same as far as is known, but the file can not be read (SKP-4)',
      { direction: 'download', source: [entry('k')], destination: [entry('k')], unreadable: ['k'] },
      ['download unreadable k'],
    ],
    [
      'a file that can not be read, where nothing may be overwritten',
      {
        direction: 'download',
        source: [entry('k')],
        destination: [entry('k')],
        unreadable: ['k'],
        rules: { compare: 'no-overwrite' },
      },
      [],
    ],
    [
      'archived, and so left out without a word (GLC-3)',
      {
        direction: 'copy',
        source: [entry('k', { storageClass: 'DEEP_ARCHIVE' })],
        destination: [],
        rules: { archived: 'leave' },
      },
      [],
    ],
    [
      'archived, and to be tried (GLC-4)',
      {
        direction: 'download',
        source: [entry('k', { storageClass: 'GLACIER' })],
        destination: [],
        rules: { archived: 'transfer' },
      },
      ['download only-source k'],
    ],
    [
      'archived, and restored (D-14)',
      {
        direction: 'download',
        source: [entry('k', { storageClass: 'GLACIER', restored: true })],
        destination: [],
      },
      ['download only-source k'],
    ],
    [
      'archived, and the same (GLC-2)',
      { direction: 'download', source: [entry('k', { storageClass: 'GLACIER' })], destination: [entry('k')] },
      [],
    ],
    [
      'in a class that reads at once (GLC-1)',
      { direction: 'copy', source: [entry('k', { storageClass: 'GLACIER_IR' })], destination: [] },
      ['copy only-source k'],
    ],
    [
      'archived at the destination (GLC-6)',
      {
        source: [entry('k', { size: 1 })],
        destination: [
          entry('gone', { storageClass: 'GLACIER' }),
          entry('k', { size: 2, storageClass: 'GLACIER' }),
        ],
      },
      ['delete-remote only-dest gone', 'upload size-differs k'],
    ],
    [
      'on both sides with another of its letters in another case, which is no conflict (CAS-4)',
      {
        direction: 'download',
        source: [entry('A'), entry('a', { size: 2 })],
        destination: [entry('a', { size: 1 })],
        rules: { caseConflict: 'skip' },
      },
      ['download only-source A', 'download size-differs a'],
    ],
    [
      'one of two that differ by case alone (CAS-1)',
      {
        direction: 'download',
        source: [entry('A'), entry('a')],
        destination: [],
        rules: { caseConflict: 'skip' },
      },
      ['download only-source A'],
    ],
    [
      'a name that can be no path',
      { direction: 'download', source: [entry('a/../k')], destination: [] },
      ['skip unsafe-name a/../k'],
    ],
    [
      'a name that can be no path, and the file where it would land',
      { direction: 'download', source: [entry('a//k')], destination: [entry('a/k')] },
      ['skip unsafe-name a//k', 'skip unknown a/k'],
    ],
    [
      'a file where a folder must be',
      { direction: 'download', source: [entry('a'), entry('a-'), entry('a/b')], destination: [] },
      ['download only-source a-', 'download conflict a', 'download only-source a/b'],
    ],
  ]

  it.each(cases)('that is %s', async (_, sides, rows) => {
    expect(await told(sides)).toEqual(rows)
  })
})

describe('a plan that is whole', () => {
  it.each([
    ['upload', 53_687_091_200_000, []],
    ['upload', 53_687_091_200_001, ['too-large k']],
    ['copy', 53_687_091_200_001, []],
    ['download', 53_687_091_200_001, []],
  ] as const)('%s of %i bytes: warns %j, and tries (SKP-7)', async (direction, size, expected) => {
    const problems: string[] = []
    const { plan, store } = await planOf({
      source: [entry('k', { size })],
      destination: [],
      direction,
      onProblem: ({ kind, path }) => problems.push(`${kind} ${path}`),
    })
    expect(problems).toEqual(expected)
    expect(plan.summary).toMatchObject({ transfers: { count: 1 }, problems: expected.length, skipped: 0 })
    store.close()
  })

  it('says nothing broke it, and counts what it did not keep', async () => {
    const { store, plan } = await planOf({
      source: [entry('same'), entry('new', { size: 3 }), entry('x', { size: 5 })],
      destination: [entry('same'), entry('old', { size: 7 })],
      rules: { filters: [{ kind: 'exclude', pattern: 'x' }] },
    })
    expect(plan).toMatchObject({
      brokenBy: null,
      summary: {
        complete: true,
        listed: { source: 3, destination: 2 },
        same: 1,
        excluded: { count: 1, bytes: 5 },
        transfers: { count: 1, bytes: 3 },
        deletes: { count: 1, bytes: 7 },
        withheld: null,
      },
    })
    store.close()
  })

  it('counts what replaces something newer', async () => {
    const { store, plan } = await planOf({
      direction: 'download',
      source: [entry('a', { ...old, size: 4 }), entry('b', later)],
      destination: [entry('a', later), entry('b', { ...old, size: 1 })],
    })
    expect(plan.summary).toMatchObject({
      transfers: { count: 2, bytes: 14 },
      replacesNewer: { count: 1, bytes: 4 },
    })
    store.close()
  })

  it('withholds deletes by its guards', async () => {
    const { store, plan } = await planOf({ source: [], destination: [entry('a')] })
    expect(plan.summary).toMatchObject({ complete: true, withheld: { code: 'empty-source' } })
    store.close()
  })

  it('does not count a protected name among its deletes', async () => {
    const { store, plan } = await planOf({
      source: [entry('k')],
      destination: [entry('a/x'), entry('b')],
      protectedKeys: ['a'],
    })
    expect(plan.summary).toMatchObject({ deletes: { count: 1 }, skipped: 1, protected: 1 })
    store.close()
  })
})

describe('a plan whose listing breaks', () => {
  const keys = ['a', 'b', 'c', 'd', 'e']
  const broken = (side: 'source' | 'destination', direction: 'upload' | 'download' = 'upload'): Sides => ({
    direction,
    source: keys.map((key) => entry(key)),
    destination: keys.map((key) => entry(`${key}1`)),
    pageSize: 2,
    broken: { side, after: 1, by: gone },
  })

  it.each(['source', 'destination'] as const)(
    'at its %s keeps the rows so far, and withholds every delete for that error',
    async (side) => {
      const { store, plan } = await planOf(broken(side))
      expect(plan.brokenBy).toEqual(gone.toData())
      expect(plan.summary).toMatchObject({ complete: false, withheld: gone.toData() })
      const rows = allRows(store)
      expect(rows.map(({ key }) => key)).toEqual(expect.arrayContaining(['a', 'a1', 'b']))
      expect(rows.map(({ key }) => key)).not.toContain('e')
      store.close()
    },
  )

  it('counts in its summary what is in its rows, and nothing that was held back', async () => {
    const { store, plan } = await planOf(broken('source', 'download'))
    const transfers = allRows(store).filter(({ action }) => action === 'download')
    expect(plan.summary.transfers).toEqual({
      count: transfers.length,
      bytes: transfers.length * 10,
    })
    expect(store.tally('transfer')).toEqual(plan.summary.transfers)
    store.close()
  })

  it('by something that is no error of ours says so as one', async () => {
    const { store, plan } = await planOf({
      ...broken('source'),
      broken: { side: 'source', after: 0, by: new Error('boom') },
    })
    expect(plan.brokenBy).toMatchObject({ code: 'internal' })
    store.close()
  })

  it('because it was cancelled is no plan', async () => {
    const abort = new AbortController()
    const reason = new Error('cancelled')
    const planning = planOf(
      {
        ...broken('source'),
        onRows: () => {
          abort.abort(reason)
        },
      },
      abort.signal,
    )
    await expect(planning).rejects.toBe(reason)
    expect(never.aborted).toBe(false)
  })
})

describe('a plan by content', () => {
  const both = [entry('a'), entry('b'), entry('c'), entry('d', { size: 0 })]
  const unverified = { kind: 'unverified', why: 'Nobody knows.' } as const

  it('transfers what differs, says what could not be compared, and leaves alone what is the same', async () => {
    const problems: string[] = []
    const { store, plan } = await planOf({
      source: both,
      destination: both,
      rules: { compare: 'content' },
      contents: { a: { kind: 'differs', by: 'MD5' }, c: unverified },
      onProblem: ({ kind, key, message }) => problems.push(`${kind} ${key}: ${message}`),
    })
    expect(allRows(store).map(({ key, action, reason }) => `${action} ${reason} ${key}`)).toEqual([
      'upload content-differs a',
      'skip unverified c',
    ])
    expect(problems).toEqual(['unverified c: Nobody knows.'])
    expect(plan.summary).toMatchObject({ same: 2, transfers: { count: 1 }, skipped: 1, problems: 1 })
    store.close()
  })

  it('transfers without a word what only a transfer settles', async () => {
    expect(
      await told({
        source: both,
        destination: both,
        rules: { compare: 'content' },
        contents: { b: { ...unverified, partsUntold: true } },
        onProblem: ({ key }) => expect(key).toBe('none'),
      }),
    ).toEqual(['upload unverified b'])
  })

  it('downloads a file that can not be read, whatever may be in it (SKP-4)', async () => {
    const rows = await told({
      direction: 'download',
      source: both,
      destination: both,
      rules: { compare: 'content' },
      unreadable: ['a'],
    })
    expect(rows).toEqual(['download unreadable a'])
  })
})
