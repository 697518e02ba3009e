import { expect, test } from 'vitest'
import { collapseCrumbs } from '../../../../renderer/panes/collapse-crumbs.ts'

test.each([
  { name: 'all fit', widths: [50, 50, 50], room: 150, out: [1, 1] },
  { name: 'the second goes first', widths: [50, 50, 50, 50], room: 195, out: [1, 2] },
  { name: 'as many go as it takes', widths: [50, 100, 100, 100, 50], room: 200, out: [1, 4] },
  {
    name: 'the first and the last stay, whatever their size',
    widths: [300, 50, 300],
    room: 100,
    out: [1, 2],
  },
  { name: 'of two, none goes', widths: [300, 300], room: 100, out: [1, 1] },
  { name: 'one alone stays', widths: [300], room: 100, out: [1, 1] },
  { name: 'nothing is left out of nothing', widths: [], room: 0, out: [1, 1] },
])('of crumbs that are too long, those in the middle are left out: $name', ({ widths, room, out }) => {
  const { start, end } = collapseCrumbs(widths, room, 40)
  expect([start, end]).toEqual(out)
})
