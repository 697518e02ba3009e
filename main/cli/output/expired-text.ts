import type { Expired } from '../../engine/index.ts'

/** What has expired, what brings new ones, and how to go on. */
export function expiredText({ error, identity }: Pick<Expired, 'error' | 'identity'>): string[] {
  const renewal = identity?.renewal ?? error.advice
  return [
    `paused: ${error.message}`,
    ...(renewal === undefined ? [] : [`  ${renewal}`]),
    '  Then press Enter: it goes on where it is. Ctrl-C stops it.',
  ]
}
