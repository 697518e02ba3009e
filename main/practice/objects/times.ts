/** `Wed, 21 Oct 2015 07:28:00 GMT` of milliseconds since 1970. */
export function httpTime(time: number): string {
  return new Date(time).toUTCString()
}

/** `2015-10-21T07:28:00.000Z` of milliseconds since 1970. */
export function isoTime(time: number): string {
  return new Date(time).toISOString()
}
