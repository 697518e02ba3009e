import { escapeName } from '../../../shared/formats.ts'

/** One property of an object at the destination: what it is, and what it is to be; null for none. */
export interface PropertyChange {
  /** As people know it: `Content-Type`, `metadata owner`, `storage class`. */
  readonly name: string
  readonly from: string | null
  readonly to: string | null
}

/** What came of comparing the properties of an object with those that a sync would give it. */
export type PropertyVerdict =
  | { readonly kind: 'same' }
  | { readonly kind: 'differ'; readonly changes: readonly PropertyChange[] }
  /** `why` is a sentence. */
  | { readonly kind: 'unverified'; readonly why: string }

/** Characters of a value that are told, and of all of them together. */
const [longestValue, longestText] = [200, 4000]

/** `properties: Content-Type text/plain → text/html; Cache-Control none → no-cache` */
export const changesText = (changes: readonly PropertyChange[]): string =>
  cut(
    `properties: ${changes.map(({ name, from, to }) => `${name} ${valueText(from)} → ${valueText(to)}`).join('; ')}`,
    longestText,
  )

const valueText = (value: string | null): string =>
  value === null ? 'none' : cut(escapeName(value), longestValue)

const cut = (text: string, longest: number): string =>
  text.length <= longest ? text : `${Array.from(text.slice(0, longest)).slice(0, -1).join('')}…`
