import { z } from 'zod'

/**
 * A message under way between a page and its host. A reload makes a new page in the same window: what was meant for the
 * old one names it, and is dropped.
 */
export interface Envelope {
  /** Chosen by the page when it begins, and never again. */
  readonly page: string
  /** Absent in the first envelope of a page, by which it makes itself known. */
  readonly message?: unknown
}

export const envelopeSchema = z.strictObject({
  page: z.string().min(1).max(100),
  message: z.unknown().exactOptional(),
})
