/** An ETag as it stands in headers and documents. */
export function quoted(etag: string): string {
  return `"${etag}"`
}

/** An ETag as a client sent it, with or without quotes, weak or not: without them. */
export function unquoted(etag: string): string {
  return /^(?:W\/)?"(.*)"$/.exec(etag.trim())?.[1] ?? etag.trim()
}

/** Whether an ETag is that of a multipart upload. */
export function isMultipart(etag: string): boolean {
  return etag.includes('-')
}
