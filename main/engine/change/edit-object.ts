import type { ObjectEdit } from '../../../shared/object-edit.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import type { PropertyChange } from '../planning/property-verdict.ts'
import { changedProperties, propertyChanges, type WantedProperties } from '../properties/property-changes.ts'
import type { ObjectHead, ObjectName, Tags } from '../s3/object-store.ts'
import type { S3Side } from '../side.ts'
import { copyKeeping } from '../transfer/copy.ts'
import { keptOf } from '../transfer/copy-properties.ts'
import type { Done, TransferTools } from '../transfer/transfer.ts'
import { destinationChanged } from '../transfer/write-guard.ts'

/**
 * In what an object differs from what a person wants it to be.
 * @param tags that it has; null where the edit leaves them alone
 */
export function changesOf(edit: ObjectEdit, head: ObjectHead, tags: Tags | null): PropertyChange[] {
  return [...propertyChanges(wantedOf(edit), head), ...tagChanges(edit, tags)]
}

/**
 * Gives an object what a person has typed. What nobody wants otherwise stays, but for an ACL of its own: S3 gives each
 * copy a new one.
 *
 * | other            | done                                                        |
 * |------------------|-------------------------------------------------------------|
 * | nothing          | nothing                                                     |
 * | tags             | tags are put: no byte and no version is written             |
 * | anything else    | a copy onto itself, held to its ETag; then tags, where they are other, or the server loses them |
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
  if (head === null || seen === null || head.etag !== seen.etag || second(head) !== second(seen))
    throw destinationChanged(target)
  // radosgw drops them where metadata are replaced, whatever it is told of tags (measured, 16.2.15).
  const asksTags = edit.tags !== null || !store.endpoint.aws
  const tags = asksTags ? await tools.retry('tags', (s) => store.tags(target, s), signal) : null
  const setTags = (wanted: Tags): Promise<void> =>
    tools.retry('set-tags', (s) => store.setTags(target, wanted, s), signal)
  const otherTags = tagChanges(edit, tags).length > 0
  if (propertyChanges(wantedOf(edit), head).length === 0) {
    if (!otherTags || edit.tags === null) return { proof: 'hash', bytes: 0, etag: head.etag, untouched: true }
    await setTags(edit.tags)
    // Without an ETag and a version: nothing was written that an undo could find.
    return { proof: 'hash', bytes: 0 }
  }
  const done = await copyOnto({ store }, target, { head, seen, edit }, tools, signal)
  const wanted = edit.tags ?? tags ?? {}
  if (otherTags || (!store.endpoint.aws && Object.keys(wanted).length > 0)) await setTags(wanted)
  return { ...done, bytes: 0 }
}

function copyOnto(
  { store }: Pick<S3Side, 'store'>,
  target: ObjectName,
  { head, seen, edit }: { head: ObjectHead; seen: NonNullable<PlanRow['destination']>; edit: ObjectEdit },
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const { storageClass } = edit
  return copyKeeping(
    {
      store,
      sourceStore: store,
      source: target,
      sourceEtag: head.etag,
      size: head.size,
      target,
      expected: { kind: 'as-seen', seen },
      properties: {
        ...keptOf(head),
        ...changedProperties(wantedOf(edit), head),
        ...(storageClass === null ? {} : { storageClass }),
      },
      keeping: { copyProps: 'default', metadataDirective: 'REPLACE', keepsTags: true },
    },
    tools,
    signal,
  )
}

const wantedOf = ({ headers, metadata, storageClass }: ObjectEdit): WantedProperties => ({
  headers,
  metadata,
  storageClass,
})

function tagChanges({ tags: wanted }: ObjectEdit, tags: Tags | null): PropertyChange[] {
  if (wanted === null || tags === null) return []
  return [...new Set([...Object.keys(tags), ...Object.keys(wanted)])]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => ({ name: `tag ${name}`, from: tags[name] ?? null, to: wanted[name] ?? null }))
    .filter(({ from, to }) => from !== to)
}

/** HTTP has whole seconds. Another time is another write, though its bytes are the same. */
const second = ({ modified }: { readonly modified: number }): number => Math.floor(modified / 1000)
