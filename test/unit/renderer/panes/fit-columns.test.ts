import { expect, test } from 'vitest'
import { fitColumns } from '../../../../renderer/panes/fit-columns.ts'

const widths = { size: 100, modified: 200, class: 100 }

test.each([
  [['size', 'modified'], 900, [100, 200]],
  [['size', 'modified', 'class'], 340, [50, 100, 50]],
  [['size', 'modified', 'class'], 100, [40, 40, 40]],
  [[], 100, []],
] as const)('%j in %i pixels have %j', (columns, room, fitted) => {
  expect(fitColumns(columns, widths, room)).toEqual(fitted)
})
