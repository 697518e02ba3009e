import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { invertMarks, markLike, markShown } from '../../../renderer/state/choose-names.ts'
import { LookState } from '../../../renderer/state/look.svelte.ts'
import { PaneState } from '../../../renderer/state/pane.svelte.ts'
import type { BrowseEntry, BrowseStatus } from '../../../shared/bridge/places.ts'
import { createFakeBridge } from '../../fakes/fake-bridge.ts'
import { answerPlaces, entry, folder, placeAt } from '../../fakes/fake-places.ts'

const site = [folder('assets'), entry('.env'), entry('a.jpg'), entry('b.JPG'), entry('c.txt')]

/** A pane at a place of these entries. */
async function openPane(entries: BrowseEntry[] = site, status: Partial<BrowseStatus> = {}) {
  const answers = answerPlaces(new Map([['/site', entries]]))
  const start = answers['browse.start']
  const bridge = createFakeBridge({
    ...answers,
    'browse.start': async (params) => ({ ...(await start?.(params)), ...status }) as BrowseStatus,
  })
  const look = new LookState()
  const pane = new PaneState(bridge, 'a', look)
  onTestFinished(() => {
    pane.close()
  })
  await pane.open(placeAt('local', '/site'))
  const seen = async (total: number): Promise<void> => {
    pane.view?.rows.show(0, 20)
    await vi.waitFor(() => expect(pane.total).toBe(total))
  }
  await seen(entries.length)
  return { pane, look, seen }
}

describe('everything', () => {
  test('is meant without names while all is shown', async () => {
    const { pane } = await openPane()
    await markShown(pane)
    expect(await pane.chosen()).toBeNull()
    expect([pane.marked, pane.markedUnseen]).toEqual([5, 0])
  })

  test('is what the filter shows', async () => {
    const { pane, seen } = await openPane()
    await pane.filter('jpg')
    await seen(2)
    await markShown(pane)
    expect(await pane.chosen()).toEqual(['a.jpg', 'b.JPG'])
  })

  test('is without hidden names while those are not shown', async () => {
    const { pane, look, seen } = await openPane()
    look.showDotNames(false)
    await pane.narrow()
    await seen(4)
    await markShown(pane)
    expect(await pane.chosen()).toEqual(['assets', 'a.jpg', 'b.JPG', 'c.txt'])
  })

  test('is what was found, where the listing was stopped', async () => {
    const { pane } = await openPane(site, { complete: false, stopped: true })
    await markShown(pane)
    expect(await pane.chosen()).toEqual(site.map(({ name }) => name))
  })

  test('that was marked before a listing of too many was stopped is refused', async () => {
    const many = Array.from({ length: 10_001 }, (_, i) => entry(`file ${i}`))
    const { pane } = await openPane(many, { complete: false, stopped: true })
    pane.selection.all()
    await expect(pane.chosen()).rejects.toThrow('Everything is selected, but not everything was listed.')
    await markShown(pane)
    expect(pane.error?.message).toBe('10,001 names are too many to select by name: 10,000 is the most.')
  })
})

describe('marks of what a filter does not show', () => {
  test('stay, and are counted', async () => {
    const { pane, seen } = await openPane()
    await markLike(pane, '*.txt', 'add')
    await pane.filter('jpg')
    await seen(2)
    expect([pane.marked, pane.markedUnseen]).toEqual([1, 1])
    expect(await pane.chosen()).toEqual(['c.txt'])
  })

  test('of everything are all but what is shown', async () => {
    const { pane, seen } = await openPane()
    pane.selection.all()
    pane.selection.toggle('c.txt', 10)
    await pane.filter('jpg')
    await seen(2)
    expect([pane.marked, pane.markedUnseen]).toEqual([4, 2])
    expect(await pane.chosen()).toEqual(['assets', '.env', 'a.jpg', 'b.JPG'])
  })
})

describe('by a pattern', () => {
  test('names are added and taken out, in either case', async () => {
    const { pane } = await openPane()
    expect(await markLike(pane, '*.jpg', 'add')).toBe(2)
    expect(await markLike(pane, 'b*', 'remove')).toBe(1)
    expect(await pane.chosen()).toEqual(['a.jpg'])
  })

  test('names are taken out of everything, and come back', async () => {
    const { pane } = await openPane()
    await markShown(pane)
    await markLike(pane, '*.jpg', 'remove')
    expect(pane.marked).toBe(3)
    await markLike(pane, '*.jpg', 'add')
    expect(await pane.chosen()).toBeNull()
  })
})

describe('turned round', () => {
  test.each([
    [[], null],
    [['a.jpg'], ['assets', '.env', 'b.JPG', 'c.txt']],
  ])('%j marked leaves %j', async (marked, left) => {
    const { pane } = await openPane()
    pane.selection.replace(marked.map((name) => [name, 10]))
    await invertMarks(pane)
    expect(await pane.chosen()).toEqual(left)
    await invertMarks(pane)
    expect(pane.marked).toBe(marked.length)
  })

  test('what is not shown keeps its mark', async () => {
    const { pane, seen } = await openPane()
    pane.selection.replace([
      ['a.jpg', 10],
      ['c.txt', 10],
    ])
    await pane.filter('jpg')
    await seen(2)
    await invertMarks(pane)
    expect((await pane.chosen())?.toSorted()).toEqual(['b.JPG', 'c.txt'])
  })
})

test('the cursor stays with its name when a filter comes and goes', async () => {
  const { pane, seen } = await openPane()
  await pane.moveTo(3, 'move')
  await pane.filter('jpg')
  await seen(2)
  expect(pane.cursor).toBe(1)
  await pane.filter('zz')
  await seen(0)
  await pane.filter(null)
  await seen(5)
  expect(pane.cursor).toBe(3)
})
