import { randomBytes } from 'node:crypto'

/** The id of versions written while a bucket keeps none. */
export const nullVersion = 'null'

/** Digits of the sequence number at the front of an id. */
const digits = 11

/**
 * A version id of 32 characters, as S3's are. It begins with the version's place in the order of writing, so that a
 * listing can go on after a version that is gone by then.
 */
export function newVersionId(seq: number): string {
  const random = randomBytes(16)
    .toString('base64url')
    .replace(/[-_]/g, '.')
    .slice(0, 32 - digits)
  return seq.toString(36).padStart(digits, '0') + random
}

/** Whether an id could be one of ours. */
export function isVersionId(id: string): boolean {
  return id === nullVersion || /^[\da-z]{11}[\w.]{21}$/.test(id)
}

/** The place of that version in the order of writing; null where the id does not say. */
export function seqOfVersionId(id: string): number | null {
  return id === nullVersion || !isVersionId(id) ? null : parseInt(id.slice(0, digits), 36)
}
