import { ListingFlaw } from './parse-listing.ts'

/**
 * Keys are encoded once, and only if the reply says so: keys may hold `%` themselves. A `+` is a space, as AWS writes
 * it and its own tools read it (botocore, `unquote_plus`); servers that write `%20` write a plus as `%2B`.
 * @throws ListingFlaw for another encoding than was asked for, and in decoding for what is not encoded as it says
 */
export function decoderFor(encoding: string | undefined): (text: string) => string {
  if (encoding === undefined) return (text) => text
  if (encoding !== 'url')
    throw new ListingFlaw(`its keys are encoded in a way nobody asked for (${encoding})`)
  return (text) => {
    const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
    if (!spaced.includes('%')) return spaced
    try {
      return decodeURIComponent(spaced)
    } catch {
      throw new ListingFlaw(`its key ${JSON.stringify(text)} is not url-encoded UTF-8, as it says`)
    }
  }
}
