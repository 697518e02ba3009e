import { expect, test } from 'vitest'
import { lifecycleWords } from '../../../../main/services/properties/lifecycle-words.ts'
import type { LifecycleStep } from '../../../../main/engine/index.ts'

const step = (of: Partial<LifecycleStep>): LifecycleStep => ({
  ...{ does: 'remove', days: null, date: null, storageClass: null, keeps: null },
  ...{ prefix: '', tags: {}, larger: null, smaller: null, on: true },
  ...of,
})

test.each<[Partial<LifecycleStep>, string]>([
  [{ prefix: 'logs/', days: 30 }, 'logs/: removed after 30 days'],
  [{ does: 'remove-parts', days: 7 }, 'everything: parts of unfinished uploads are removed after 7 days'],
  [{ does: 'move', days: 1, storageClass: 'GLACIER' }, 'everything: moved to GLACIER after 1 day'],
  [{ date: Date.UTC(2027, 0, 1) }, 'everything: removed on 2027-01-01'],
  [
    { does: 'remove-noncurrent', days: 3, keeps: 2, on: false },
    'everything: versions that were replaced or deleted are removed after 3 days, but for the newest 2 of them (switched off)',
  ],
  [{ does: 'remove-markers' }, 'everything: delete markers that hide nothing are removed'],
  [
    { tags: { tmp: 'yes' }, larger: 1024, days: 1 },
    'everything, with the tag tmp = yes, larger than 1.0 KiB: removed after 1 day',
  ],
])('%j', (of, words) => {
  expect(lifecycleWords(step(of))).toBe(words)
})
