import { formatBytes, formatCounted } from '../../../shared/formats.ts'
import type { LifecycleStep } from '../../engine/index.ts'

/**
 * What a bucket does by itself, in words: `logs/: removed after 30 days`.
 *
 * | does               | words                                                            |
 * |--------------------|------------------------------------------------------------------|
 * | remove             | removed after 30 days                                            |
 * | remove-noncurrent  | versions that were replaced or deleted are removed after 30 days |
 * | remove-parts       | parts of unfinished uploads are removed after 7 days             |
 * | remove-markers     | delete markers that hide nothing are removed                     |
 * | move               | moved to GLACIER after 30 days                                   |
 * | move-noncurrent    | versions that were replaced or deleted are moved to …            |
 */
export function lifecycleWords(step: LifecycleStep): string {
  const { does, keeps, on } = step
  const to = step.storageClass ?? 'another class'
  const what = {
    remove: `removed ${when(step)}`,
    'remove-noncurrent': `versions that were replaced or deleted are removed ${when(step)}`,
    'remove-parts': `parts of unfinished uploads are removed ${when(step)}`,
    'remove-markers': 'delete markers that hide nothing are removed',
    move: `moved to ${to} ${when(step)}`,
    'move-noncurrent': `versions that were replaced or deleted are moved to ${to} ${when(step)}`,
  }[does]
  const stay = keeps === null ? '' : `, but for the newest ${keeps} of them`
  return `${scopeOf(step)}: ${what}${stay}${on ? '' : ' (switched off)'}`
}

function when({ days, date }: LifecycleStep): string {
  if (date !== null) return `on ${new Date(date).toISOString().slice(0, 10)}`
  return days === null || days === 0 ? 'at once' : `after ${formatCounted(days, 'day')}`
}

function scopeOf({ prefix, tags, larger, smaller }: LifecycleStep): string {
  const parts = [
    prefix === '' ? 'everything' : prefix,
    ...Object.entries(tags).map(([name, value]) => `with the tag ${name} = ${value}`),
    ...(larger === null ? [] : [`larger than ${formatBytes(larger)}`]),
    ...(smaller === null ? [] : [`smaller than ${formatBytes(smaller)}`]),
  ]
  return parts.join(', ')
}
