import type { Place } from '../../shared/bridge/places.ts'
import type { Compare } from '../../shared/sync-rules.ts'

export type Direction = 'upload' | 'download' | 'copy'

/** Which way a sync between two places goes. Two folders are none: the engine says so. */
export const directionOf = (source: Place, destination: Place): Direction =>
  destination.kind === 'local' ? 'download' : source.kind === 'local' ? 'upload' : 'copy'

/** The ways of comparing that the sentence offers, the usual one first. */
export const compareChoices = [
  'any-time',
  'size-only',
  'exact-timestamps',
  'content',
  'no-overwrite',
] as const satisfies readonly Compare[]

/** What is copied will be there under its own name: `s3://acme-www/site/…`. */
export const resultOf = ({ text }: Place): string =>
  `${text.replace(/[/\\]$/, '')}${text.includes('\\') ? '\\' : '/'}…`
