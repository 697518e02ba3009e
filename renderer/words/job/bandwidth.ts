import { formatRate } from '../../../shared/formats.ts'

/** @param perSecond bytes; null for no limit */
export const bandwidthWords = (perSecond: number | null): string =>
  perSecond === null ? 'No limit' : formatRate(perSecond)
