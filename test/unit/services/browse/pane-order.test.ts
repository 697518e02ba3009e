import { describe, expect, test } from 'vitest'
import type { Listed } from '../../../../main/services/browse/listed-names.ts'
import { nameKey, orderOf } from '../../../../main/services/browse/pane-order.ts'
import type { BrowseSort } from '../../../../shared/bridge/places.ts'

const listed = (name: string, changes: Partial<Listed> = {}): Listed => ({
  name,
  kind: 'file',
  size: 1,
  modified: 1,
  storageClass: 'STANDARD',
  problem: null,
  ...changes,
})
const folder = (name: string, kind: 'folder' | 'bucket' = 'folder'): Listed =>
  listed(name, { kind, size: null, modified: null, storageClass: '' })

function namesBy(by: BrowseSort['by'], descending: boolean, entries: readonly Listed[]): string[] {
  const keys = entries.map(({ name }) => nameKey(name))
  return Array.from(orderOf(entries, keys, { by, descending }), (place) => entries[place]?.name ?? '')
}

describe('names stand where people look for them', () => {
  test.each([
    [['b', 'A', 'c'], 'A b c'],
    [['photo-10', 'photo-9', 'photo-100'], 'photo-9 photo-10 photo-100'],
    [['f', 'Été', 'eta'], 'eta Été f'],
    [['a2', 'a01', 'a1'], 'a01 a1 a2'],
    [['1000000000', '999999999', '10'], '10 999999999 1000000000'],
    [['a', 'A'], 'A a'],
    [['b', '.hidden', 'a'], '.hidden a b'],
  ])('%j', (names, order) => {
    const entries = names.map((name) => listed(name))
    expect(namesBy('name', false, entries).join(' ')).toBe(order)
    expect(namesBy('name', true, entries)).toEqual(order.split(' ').reverse())
  })
})

describe('folders come first, whichever way the column goes', () => {
  const entries = [
    listed('small', { size: 1, modified: 30, storageClass: 'STANDARD' }),
    folder('y'),
    listed('large', { size: 9, modified: 10, storageClass: 'GLACIER' }),
    listed('also-small', { size: 1, modified: 20, storageClass: 'STANDARD' }),
    listed('odd', { kind: 'special', size: null, modified: null, storageClass: '' }),
    folder('x'),
    folder('bucket', 'bucket'),
  ]

  test.each([
    ['name', false, 'bucket x y also-small large odd small'],
    ['name', true, 'y x bucket small odd large also-small'],
    ['size', false, 'bucket x y odd also-small small large'],
    ['size', true, 'bucket x y large also-small small odd'],
    ['modified', false, 'bucket x y odd large also-small small'],
    ['modified', true, 'bucket x y small also-small large odd'],
    ['class', false, 'bucket x y odd large also-small small'],
    ['class', true, 'bucket x y also-small small large odd'],
  ] as const)('by %s, descending %s; equals by name, upwards', (by, descending, order) => {
    expect(namesBy(by, descending, entries).join(' ')).toBe(order)
  })

  test('a time before 1970 is before 1970, and none is before all', () => {
    const times = [
      listed('1970', { modified: 0 }),
      listed('1960', { modified: -1e12 }),
      listed('none', { modified: null }),
      listed('none either', { modified: null }),
    ]
    expect(namesBy('modified', false, times)).toEqual(['none', 'none either', '1960', '1970'])
  })
})

test('nothing has an order too', () => {
  expect(namesBy('name', false, [])).toEqual([])
})

test.each([
  ['Été', 'ete'],
  ['photo-9', 'photo-19'],
  ['photo-10', 'photo-210'],
  ['007', '17'],
  ['0', '10'],
  ['000', '10'],
])('the key of %s is %s', (name, key) => {
  expect(nameKey(name)).toBe(key)
})
