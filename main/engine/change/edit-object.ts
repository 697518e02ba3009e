import { SluiceError } from '../../../shared/errors.ts'
import type { ObjectEdit } from '../../../shared/object-edit.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import type { PropertyChange } from '../planning/property-verdict.ts'
import { changedProperties, propertyChanges, type WantedProperties } from '../properties/property-changes.ts'
import type { Retry } from '../running/retry.ts'
import type { ObjectHead, ObjectName, ObjectStore, Tags } from '../s3/object-store.ts'
import type { S3Side } from '../side.ts'
import { copyOntoItself, losesTags } from '../transfer/copy-onto-itself.ts'
import { keptOf } from '../transfer/copy-properties.ts'
import type { Done, TransferTools } from '../transfer/transfer.ts'
import { destinationChanged } from '../transfer/write-guard.ts'
import { versionsOf } from '../transfer/written-version.ts'

/**
 * In what an object differs from what a person wants it to be.
 * @param tags that it has; null where the edit leaves them alone
 */
export function changesOf(edit: ObjectEdit, head: ObjectHead, tags: Tags | null): PropertyChange[] {
  return [...propertyChanges(wantedOf(edit), head), ...tagChanges(edit, tags)]
}

/** The tags of an object, as far as an edit has to do with them: it changes them, or would lose them. Null otherwise. */
export async function tagsOfEdit(
  { store, retry }: { readonly store: ObjectStore; readonly retry: Retry },
  edit: ObjectEdit,
  target: ObjectName,
  head: ObjectHead,
  signal: AbortSignal,
): Promise<Tags | null> {
  if (edit.tags === null && !losesTags(store, head)) return null
  return retry('tags', (s) => store.tags(target, s), signal)
}

/**
 * Gives an object what a person has typed. What nobody wants otherwise stays, but for an ACL of its own: S3 gives each
 * copy a new one.
 *
 * | the object                                       | its tags                      | done                              |
 * |--------------------------------------------------|-------------------------------|-----------------------------------|
 * | is not what the plan has seen                    | any                           | `changed`                         |
 * | was written anew, but has all that is wanted     | as below; or lost by that     | as below: an earlier try wrote it |
 * | is as the plan has seen it                       | neither as seen nor as wanted | `changed`, where they are edited  |
 * | has all that is wanted                           | as wanted                     | nothing                           |
 * | has all that is wanted                           | others                        | tags are put: no version is written |
 * | is to have other headers, metadata, or a class   | any                           | a copy onto itself, held to its ETag, with its tags |
 *
 * @throws SluiceError `changed` where the object is not what the plan has seen any more
 */
export async function editObject(
  { store, bucket, prefix }: S3Side,
  row: PlanRow,
  edit: ObjectEdit,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const target = { bucket, key: prefix + row.key }
  const seen = row.destination
  const head = await tools.retry('head', (s) => store.head(target, s), signal)
  if (head === null || seen === null || head.etag !== seen.etag) throw destinationChanged(target)
  const isToWrite = propertyChanges(wantedOf(edit), head).length > 0
  const isRewritten = second(head) !== second(seen)
  if (isRewritten && (isToWrite || !writes(edit))) throw destinationChanged(target)
  const now = await tagsOfEdit({ store, retry: tools.retry }, edit, target, head, signal)
  const before = row.outcome?.tags ?? null
  const wereLost = isRewritten && losesTags(store, head) && isSame(now, {})
  if (edit.tags !== null && !wereLost && !isSame(now, before) && !isSame(now, edit.tags))
    throw tagsChanged(target)
  const tags = edit.tags ?? (wereLost ? before : now)
  if (isToWrite) {
    const { storageClass } = edit
    const properties = {
      ...keptOf(head),
      ...changedProperties(wantedOf(edit), head),
      ...(storageClass === null ? {} : { storageClass }),
    }
    return copyOntoItself(store, { target, head, seen, properties, tags }, tools, signal)
  }
  if (tags === null || isSame(now, tags)) return { proof: 'hash', bytes: 0, etag: head.etag, untouched: true }
  const version = { ...target, ...versionsOf(head) }
  await tools.retry('set-tags', (s) => store.setTags(version, tags, s), signal)
  // Without an ETag and a version: nothing was written that an undo could find.
  return { proof: 'hash', bytes: 0 }
}

const wantedOf = ({ headers, metadata, storageClass }: ObjectEdit): WantedProperties => ({
  headers,
  metadata,
  storageClass,
})

/** Whether an edit is of anything but tags. */
const writes = ({ headers, metadata, storageClass }: ObjectEdit): boolean =>
  Object.keys(headers).length > 0 || metadata !== null || storageClass !== null

function tagChanges({ tags: wanted }: ObjectEdit, tags: Tags | null): PropertyChange[] {
  if (wanted === null || tags === null) return []
  return tagDifferences(tags, wanted)
}

const tagDifferences = (from: Tags, to: Tags): PropertyChange[] =>
  [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => ({ name: `tag ${name}`, from: from[name] ?? null, to: to[name] ?? null }))
    .filter((change) => change.from !== change.to)

const isSame = (a: Tags | null, b: Tags | null): boolean =>
  a === null || b === null ? a === b : tagDifferences(a, b).length === 0

/** HTTP has whole seconds. Another time is another write, though its bytes are the same. */
const second = ({ modified }: { readonly modified: number }): number => Math.floor(modified / 1000)

const tagsChanged = ({ bucket, key }: ObjectName): SluiceError =>
  new SluiceError({
    code: 'changed',
    message: `The tags of s3://${bucket}/${key} are not those that were reviewed any more.`,
    subject: `s3://${bucket}/${key}`,
    advice: 'They were left as they are. Show its properties anew, and change them there.',
  })
