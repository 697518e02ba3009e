import { SluiceError } from '../../../shared/errors.ts'
import type { ObjectHead, ObjectName, ObjectStore, WriteCondition } from '../s3/object-store.ts'
import type { Expected } from './transfer.ts'

/** The condition a PUT or Complete carries so that it does only what the plan has seen. */
export function writeCondition(expected: Expected): WriteCondition {
  if (expected.kind === 'absent') return { ifAbsent: true }
  if (expected.kind === 'as-seen' && expected.seen.etag !== undefined) return { ifMatch: expected.seen.etag }
  return {}
}

/**
 * The same check by a HEAD, for calls on which a server may ignore conditions (Complete and Copy on radosgw).
 * @returns the version that is there, where versions are kept.
 * @throws SluiceError `changed` when the destination is not as the plan has seen it.
 */
export async function checkUnchanged(
  store: ObjectStore,
  target: ObjectName,
  expected: Expected,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (expected.kind === 'any') return undefined
  const head = await store.head(target, signal)
  if (!isAsSeen(head, expected)) throw destinationChanged(target)
  return head?.versionId
}

/**
 * An empty object whose key ends in a slash is a folder's marker, which no listing tells of (LST-10): where nothing was
 * seen, it may be there. What is written over it is held to the marker that is there now.
 */
export async function expectMarker(
  store: ObjectStore,
  target: ObjectName,
  expected: Expected,
  signal: AbortSignal,
): Promise<Expected> {
  if (expected.kind !== 'absent' || !target.key.endsWith('/')) return expected
  const head = await store.head(target, signal)
  if (head === null || head.size > 0) return expected
  return { kind: 'as-seen', seen: { size: 0, modified: head.modified, etag: head.etag } }
}

/** Whether a HEAD finds at the destination what the plan has seen there. */
export function isAsSeen(head: ObjectHead | null, expected: Expected): boolean {
  if (expected.kind === 'any') return true
  return expected.kind === 'absent' ? head === null : head !== null && head.etag === expected.seen.etag
}

export function destinationChanged(target: ObjectName): SluiceError {
  return new SluiceError({
    code: 'changed',
    message: `s3://${target.bucket}/${target.key} was created, replaced or removed since it was listed.`,
    subject: `s3://${target.bucket}/${target.key}`,
    advice: 'It was left as it is. Run the sync again to see it as it is now.',
  })
}

export function sourceChanged(source: ObjectName): SluiceError {
  const address = `s3://${source.bucket}/${source.key}`
  return new SluiceError({
    code: 'changed',
    message: `${address} was replaced or removed since it was listed.`,
    subject: address,
    advice: 'Run the sync again to copy it as it is now.',
  })
}
