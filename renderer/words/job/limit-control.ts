import { formatRate } from '../../../shared/formats.ts'

/** The limit of what all runs move together. */
export const limitControl = {
  label: 'Limit of bandwidth',
  title: 'What all runs together may move in a second',
  noLimit: 'No limit',
  /** @param perSecond bytes */
  atMost: (perSecond: number) => `At most ${formatRate(perSecond)}`,
  about: 'All runs together, from now on',
  another: 'Another',
  example: '800 KB/s',
  set: 'Set',
  wrong: 'A number and a unit, 1 KB/s or more: 800 KB/s, 1.5 MB/s.',
}
