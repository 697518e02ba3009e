import type { Entry } from '../../main/engine/listing/entry.ts'

/** An object as listed: small, old, with an ETag made of its key. */
export function entry(key: string, fields: Partial<Omit<Entry, 'key'>> = {}): Entry {
  return { key, size: 10, modified: 1_000_000, etag: `etag-of-${key}`, ...fields }
}

/** A listing of some pages. */
export async function* listingOf(
  ...pages: readonly (readonly (string | Entry)[])[]
): AsyncGenerator<Entry[]> {
  for (const page of pages) {
    await Promise.resolve()
    yield page.map((item) => (typeof item === 'string' ? entry(item) : item))
  }
}
