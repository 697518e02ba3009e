/**
 * A file's time as it is listed: what aws can't take for a date, because it is outside the years 1 to 9999, is listed
 * as 1970 (SKP-6). Milliseconds since 1970.
 */
export const listedTime = (modified: number): number => (isDate(modified) ? modified : 0)

export const isDate = (time: number): boolean => time >= startOfYear1 && time < startOfYear10000

const startOfYear1 = -62_135_596_800_000
const startOfYear10000 = 253_402_300_800_000
