const minute = 60_000
const hour = 60 * minute
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * A time as people say it, in this computer's time zone. Both times are milliseconds since 1970.
 *
 * | the time is                          | words         |
 * |--------------------------------------|---------------|
 * | less than a minute ago               | `just now`    |
 * | less than an hour ago                | `2 min ago`   |
 * | today, or less than six hours ago    | `3 h ago`     |
 * | yesterday                            | `yesterday`   |
 * | in the same year                     | `3 May`       |
 * | in another year                      | `3 May 2024`  |
 * | more than a minute ahead, today      | `14:05`       |
 */
export function timeWords(time: number, now: number): string {
  const at = new Date(time)
  if (Number.isNaN(at.getTime())) return 'no valid time'
  const ago = now - time
  if (ago >= -minute && ago < minute) return 'just now'
  if (ago > 0 && ago < hour) return `${Math.floor(ago / minute)} min ago`
  const days = dayNumber(new Date(now)) - dayNumber(at)
  if (ago > 0 && (days === 0 || ago < 6 * hour)) return `${Math.floor(ago / hour)} h ago`
  if (days === 0) return `${two(at.getHours())}:${two(at.getMinutes())}`
  if (days === 1) return 'yesterday'
  const day = `${at.getDate()} ${months[at.getMonth()] ?? ''}`
  return at.getFullYear() === new Date(now).getFullYear() ? day : `${day} ${at.getFullYear()}`
}

/** A time in full, in this computer's time zone: `2026-05-03 14:05:09`. */
export function fullTime(time: number): string {
  const at = new Date(time)
  if (Number.isNaN(at.getTime())) return 'no valid time'
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${date} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}

const zoneName = new Intl.DateTimeFormat('en', { timeZoneName: 'short' })

/** A time in full with the name of its zone, which is this computer's: `2026-05-03 14:05:09 GMT+2`. */
export function zonedTime(time: number): string {
  const at = new Date(time)
  if (Number.isNaN(at.getTime())) return fullTime(time)
  const zone = zoneName.formatToParts(at).find(({ type }) => type === 'timeZoneName')
  return `${fullTime(time)} ${zone?.value ?? ''}`.trimEnd()
}

const two = (value: number): string => String(value).padStart(2, '0')

/** Days since 1970 of the calendar day that a local time falls on. */
const dayNumber = (date: Date): number =>
  Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / (24 * hour))

const shortTime = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })

/** A time of today or nearly: `14:05`. */
export const clockTime = (time: number): string => shortTime.format(time)
