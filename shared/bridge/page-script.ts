import type { Envelope } from './envelope.ts'

/**
 * What the Chromium host asks of its script in the page: to take messages in, or for one of the files of a drop, of
 * which the browser then tells the path.
 */
export type FromHost = (
  call: { readonly envelopes: readonly Envelope[] } | { readonly drop: number; readonly file: number },
) => unknown
