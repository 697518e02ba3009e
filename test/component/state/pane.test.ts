import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { PaneState } from '../../../renderer/state/pane.svelte.ts'
import type { BrowseEntry } from '../../../shared/bridge/places.ts'
import { createFakeBridge, type FakeBridge } from '../../fakes/fake-bridge.ts'
import { answerPlaces, entry, folder, placeAt } from '../../fakes/fake-places.ts'

const site = [folder('assets'), folder('blog'), entry('a.txt'), entry('b.txt'), entry('c.txt')]

async function openPane(
  entries: BrowseEntry[] = site,
): Promise<{ pane: PaneState; bridge: FakeBridge; listings: Map<string, BrowseEntry[]> }> {
  const listings = new Map([
    ['/', [folder('site')]],
    ['/site', entries],
    ['/site/blog', [entry('post.txt')]],
  ])
  const bridge = createFakeBridge(answerPlaces(listings))
  const pane = new PaneState(bridge, 'a')
  onTestFinished(() => pane.close())
  await pane.open(placeAt('local', '/site'))
  await shown(pane)
  return { pane, bridge, listings }
}

/** The first rows have come. */
async function shown(pane: PaneState): Promise<void> {
  pane.view?.rows.show(0, 20)
  await vi.waitFor(() => expect(pane.at(0)).toBeDefined())
}

const names = (pane: PaneState): Promise<string[] | null> => pane.chosen()

describe('going from place to place', () => {
  test('a folder opens, and up leads back to it with the cursor on it', async () => {
    const { pane } = await openPane()
    expect(await pane.enter(1)).toBe(true)
    expect(pane.place?.text).toBe('/site/blog')
    await pane.up()
    expect(pane.place?.text).toBe('/site')
    expect(pane.cursor).toBe(1)
  })

  test('back and forward lead through the places, and a new step forgets the way forward', async () => {
    const { pane } = await openPane()
    await pane.enter(1)
    await pane.back()
    expect([pane.place?.text, pane.canGoBack, pane.canGoForward]).toEqual(['/site', false, true])
    await pane.forward()
    expect([pane.place?.text, pane.canGoBack, pane.canGoForward]).toEqual(['/site/blog', true, false])
    await pane.back()
    await pane.up()
    expect([pane.place?.text, pane.canGoForward]).toEqual(['/', false])
  })

  test('a file does not open', async () => {
    const { pane } = await openPane()
    expect(await pane.enter(2)).toBe(false)
    expect(pane.place?.text).toBe('/site')
  })

  test('a step that fails says why, and what was shown stays', async () => {
    const { pane } = await openPane()
    await pane.enter(0)
    expect(pane.error?.message).toBe('There is no folder /site/assets.')
    expect([pane.place?.text, pane.at(2)?.name]).toEqual(['/site', 'a.txt'])
    expect(pane.canGoBack).toBe(false)
  })

  test('each listing that is left is closed', async () => {
    const { pane, bridge } = await openPane()
    await pane.enter(1)
    await pane.up()
    expect(bridge.asked('browse.close')).toEqual([{ viewId: 'view-1' }, { viewId: 'view-2' }])
  })

  test('only the last of two steps counts, whichever comes first', async () => {
    const { pane, bridge } = await openPane()
    const start = bridge.answers['browse.start']
    const late = Promise.withResolvers<void>()
    bridge.answers['browse.start'] = async (params) => {
      if (params.token.endsWith('blog')) await late.promise
      if (start === undefined) throw new Error('no answer')
      return start(params)
    }
    const slow = pane.enter(1)
    await vi.waitFor(() => expect(bridge.asked('browse.start')).toHaveLength(2))
    await pane.up()
    late.resolve()
    await slow
    expect([pane.place?.text, pane.error]).toEqual(['/', null])
  })
})

describe('marks', () => {
  test('nothing marked means the row with the cursor', async () => {
    const { pane } = await openPane()
    await pane.moveTo(2, 'move')
    expect(await names(pane)).toEqual(['a.txt'])
  })

  test.each([
    [
      'a click marks one row',
      [
        [2, 'click'],
        [3, 'click'],
      ],
      ['b.txt'],
    ],
    [
      'a move lets go of what a click marked',
      [
        [2, 'click'],
        [3, 'move'],
      ],
      ['b.txt'],
    ],
    [
      'marks that were set by hand stay on a move',
      [
        [2, 'toggle'],
        [4, 'move'],
      ],
      ['a.txt'],
    ],
    [
      'a second toggle takes a mark away',
      [
        [2, 'toggle'],
        [3, 'toggle'],
        [2, 'toggle'],
      ],
      ['b.txt'],
    ],
    [
      'extending marks from where the last move ended',
      [
        [1, 'move'],
        [3, 'extend'],
      ],
      ['blog', 'a.txt', 'b.txt'],
    ],
    [
      'extending the other way leaves what was passed',
      [
        [2, 'move'],
        [4, 'extend'],
        [1, 'extend'],
      ],
      ['blog', 'a.txt'],
    ],
  ] as const)('%s', async (_name, moves, expected) => {
    const { pane } = await openPane()
    for (const [index, how] of moves) await pane.moveTo(index, how)
    expect(await names(pane)).toEqual(expected)
  })

  test('Space marks and goes on to the next row', async () => {
    const { pane } = await openPane()
    await pane.moveTo(2, 'move')
    pane.markAndGoOn()
    pane.markAndGoOn()
    expect([await names(pane), pane.cursor]).toEqual([['a.txt', 'b.txt'], 4])
  })

  test('everything needs no names, unless some were taken out again', async () => {
    const { pane } = await openPane()
    pane.selection.all()
    expect([pane.selection.count(pane.total), await names(pane)]).toEqual([5, null])
    await pane.moveTo(0, 'toggle')
    expect([pane.selection.count(pane.total), await names(pane)]).toEqual([
      4,
      ['blog', 'a.txt', 'b.txt', 'c.txt'],
    ])
  })

  test('a range beyond the rows that are held is read for its names', async () => {
    const many = Array.from({ length: 1500 }, (_, index) => entry(`f${String(index).padStart(4, '0')}`))
    const { pane } = await openPane(many)
    await pane.moveTo(0, 'move')
    await pane.moveTo(1299, 'extend')
    expect(pane.selection.count(pane.total)).toBe(1300)
    expect((await names(pane))?.at(-1)).toBe('f1299')
  })

  test('more than 10,000 names are refused in words; everything is not', async () => {
    const many = Array.from({ length: 10_002 }, (_, index) => entry(`f${index}`))
    const { pane } = await openPane(many)
    await pane.moveTo(0, 'move')
    await pane.moveTo(10_001, 'extend')
    expect(pane.error?.message).toBe('More than 10,000 names are selected.')
    pane.selection.all()
    expect(await names(pane)).toBeNull()
  })

  test('marks of what has gone are taken away when the place is listed anew', async () => {
    const { pane, bridge, listings } = await openPane()
    await pane.moveTo(2, 'toggle')
    await pane.moveTo(3, 'toggle')
    listings.set(
      '/site',
      site.filter(({ name }) => name !== 'a.txt'),
    )
    await pane.refresh()
    bridge.emit('browse.changed', {
      viewId: 'view-1',
      revision: 3,
      count: 4,
      bytes: 20,
      complete: true,
      stopped: false,
      old: false,
      counting: null,
      error: null,
    })
    await vi.waitFor(() => expect(pane.selection.names()).toEqual(['b.txt']))
  })
})

test('the cursor stays with its name when the order changes', async () => {
  const { pane } = await openPane()
  await pane.moveTo(4, 'move')
  await pane.sortBy('name')
  expect([pane.cursor, pane.view?.sort]).toEqual([0, { by: 'name', descending: true }])
})

test('typed letters find a name: the first goes on, the others narrow down', async () => {
  const { pane } = await openPane()
  await pane.type('b')
  expect(pane.at(pane.cursor)?.name).toBe('blog')
  await pane.type('.')
  expect(pane.at(pane.cursor)?.name).toBe('b.txt')
})

test('a listing that fails half way keeps what it found', async () => {
  const { pane, bridge } = await openPane()
  const error = { code: 'listing-not-proved', message: 'It ended early.' } as const
  bridge.emit('browse.changed', {
    viewId: 'view-1',
    revision: 2,
    count: 5,
    bytes: 30,
    complete: false,
    stopped: false,
    old: false,
    counting: null,
    error,
  })
  await vi.waitFor(() => expect(pane.view?.status.error).toEqual(error))
  expect(pane.at(4)?.name).toBe('c.txt')
})

describe('the row that a click marked', () => {
  test('is let go when typing finds another', async () => {
    const { pane } = await openPane()
    await pane.moveTo(3, 'click')
    await pane.type('c')
    expect([pane.cursor, await names(pane)]).toEqual([4, ['c.txt']])
  })

  test('stays where typing finds that very row', async () => {
    const { pane } = await openPane()
    await pane.moveTo(4, 'click')
    await pane.type('c')
    expect([pane.cursor, pane.marked]).toEqual([4, 1])
  })

  test('is let go by a filter that does not show it, and stays by one that does', async () => {
    const { pane } = await openPane()
    await pane.moveTo(3, 'click')
    await pane.filter('txt')
    expect(pane.marked).toBe(1)
    await pane.filter('a.t')
    expect(pane.marked).toBe(0)
    await shown(pane)
    expect(await names(pane)).toEqual(['a.txt'])
  })

  test('marks that were set by hand stay, shown or not', async () => {
    const { pane } = await openPane()
    await pane.moveTo(3, 'toggle')
    await pane.type('c')
    await pane.filter('a.t')
    expect([pane.marked, await names(pane)]).toEqual([1, ['b.txt']])
  })
})

test('the filter takes the place of a pattern that is being typed, and going elsewhere ends both and the widths', async () => {
  const { pane } = await openPane()
  pane.marking = 'add'
  pane.openFilter()
  expect([pane.marking, pane.filterText, pane.filterWanted]).toEqual([null, '', true])
  pane.sizing = true
  await pane.up()
  expect([pane.filterText, pane.filterWanted, pane.sizing]).toEqual([null, false, false])
})
