import { expect, it } from 'vitest'
import { budgetText, firstBudget, readBudget } from '../../../../renderer/preview/max-delete.ts'

it.each([
  ['count', '25', { kind: 'count', count: 25 }],
  ['count', ' 0 ', { kind: 'count', count: 0 }],
  ['count', '2.5', null],
  ['count', '25%', null],
  ['count', '', null],
  ['share', '10', { kind: 'share', percent: 10 }],
  ['share', '2.5 %', { kind: 'share', percent: 2.5 }],
  ['share', '101', null],
  ['bytes', '1.5GB', { kind: 'bytes', bytes: 1_610_612_736 }],
  ['bytes', '25', null],
] as const)('%s %j', (kind, text, most) => {
  expect(readBudget(kind, text)).toEqual(most)
})

it.each(Object.values(firstBudget))('%j is read back as it is written', (most) => {
  expect(readBudget(most.kind, budgetText(most))).toEqual(most)
})
