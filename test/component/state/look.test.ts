import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { KeptSettings } from '../../../renderer/state/kept-settings.ts'
import { LookState } from '../../../renderer/state/look.svelte.ts'
import { defaultSettings, settingsSchema, type Settings } from '../../../shared/settings.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function open() {
  const kept: Partial<Settings>[] = []
  const look = new LookState(new KeptSettings((changes) => kept.push(changes)))
  return { look, kept, settle: () => vi.advanceTimersByTime(1000) }
}

test('what is dragged is kept once it has settled, all of it in one', () => {
  const { look, kept, settle } = open()
  look.setWidth('local', 'size', 99)
  look.setSplit('panes', 40)
  look.setSplit('panes', 45)
  expect(kept).toEqual([])
  settle()
  expect(kept).toEqual([
    {
      columns: {
        ...defaultSettings.columns,
        local: look.columnsOf('local'),
      },
      splits: { ...defaultSettings.splits, panes: 45 },
    },
  ])
})

test.each([
  ['the height of rows', (look: LookState) => look.setDensity('comfortable')],
  ['hidden names', (look: LookState) => look.showDotNames(false)],
  ['a column', (look: LookState) => look.toggleColumn('local', 'size')],
  ['the order', (look: LookState) => look.setSort('local', { by: 'size', descending: true })],
  ['the usual width', (look: LookState) => look.setWidth('local', 'size', null)],
])('%s: one choice is kept at once', (_what, choose) => {
  const { look, kept, settle } = open()
  choose(look)
  expect(kept).toHaveLength(1)
  settle()
  expect(kept).toHaveLength(1)
})

test('the columns that are shown are those that the kind of place has and that are not hidden', () => {
  const { look } = open()
  look.toggleColumn('local', 'size')
  expect([look.shownColumns('local'), look.shownColumns('s3')]).toEqual([
    ['modified'],
    ['size', 'modified', 'class'],
  ])
})

test('columns are those of a kind of place: folders, or buckets with all that is in them', () => {
  const { look } = open()
  look.toggleColumn('buckets', 'modified')
  look.setWidth('s3', 'class', 200)
  expect(look.columnsOf('s3')).toMatchObject({ hidden: ['modified'], widths: { class: 200 } })
  expect(look.columnsOf('local')).toEqual(defaultSettings.columns.local)
  look.toggleColumn('s3', 'modified')
  look.setWidth('s3', 'class', null)
  expect(look.columnsOf('s3')).toEqual(defaultSettings.columns.s3)
})

test.each([-5, 0, 99.5, 10_000])('a width of %d is kept as one that the settings take', (width) => {
  const { look, kept, settle } = open()
  look.setWidth('local', 'size', width)
  settle()
  expect(settingsSchema.partial().safeParse(kept[0]).success).toBe(true)
})

test('it is as it was kept', () => {
  const { look } = open()
  const sort = { by: 'size', descending: true } as const
  const local = { ...defaultSettings.columns.local, sort }
  look.take({
    ...defaultSettings,
    density: 'comfortable',
    dotNames: false,
    columns: { ...defaultSettings.columns, local },
  })
  expect([look.density, look.dotNames, look.columnsOf('local').sort]).toEqual(['comfortable', false, sort])
})
