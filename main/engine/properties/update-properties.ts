import type { Outcome, PlanRow, Seen } from '../../../shared/plan-row.ts'
import type { WriteProperties } from '../../../shared/write-properties.ts'
import type { ObjectHead, ObjectProperties } from '../s3/object-store.ts'
import type { S3Side, Source } from '../side.ts'
import { sourceName } from '../side.ts'
import { copyOntoItself, losesTags } from '../transfer/copy-onto-itself.ts'
import { keptOf } from '../transfer/copy-properties.ts'
import { givenProperties } from '../transfer/given-properties.ts'
import type { Done, TransferTools } from '../transfer/transfer.ts'
import { destinationChanged, sourceChanged } from '../transfer/write-guard.ts'
import { changedProperties, propertyChanges, wantedOfCopy, wantedOfUpload } from './property-changes.ts'

/**
 * Gives an object the properties that the sync would have given it, by a copy onto itself: no byte of it comes here. What
 * nobody wants otherwise stays: other headers and metadata, tags, storage class, encryption. An ACL of its own does not:
 * S3 gives each copy a new one.
 *
 * @param keep puts the object aside, right before it is replaced.
 * @throws SluiceError `changed` where the object, or a copy's source, is not what the plan has seen any more.
 */
export async function updateProperties(
  { source, destination }: { readonly source: Source; readonly destination: S3Side },
  row: PlanRow,
  given: WriteProperties,
  tools: TransferTools,
  signal: AbortSignal,
  keep: (seen: Seen) => Promise<Pick<Outcome, 'aside'>>,
): Promise<Done> {
  const { store, bucket, prefix } = destination
  const target = { bucket, key: prefix + row.key }
  const seen = row.destination
  const head = await tools.retry('head', (s) => store.head(target, s), signal)
  if (head === null || seen === null || head.etag !== seen.etag || second(head) !== second(seen))
    throw destinationChanged(target)
  const name = sourceName(source, row.key)
  const wanted =
    source.kind === 's3'
      ? wantedOfCopy(given, await headSource(source, name, row, tools, signal))
      : wantedOfUpload(given, name)
  if (propertyChanges(wanted, head).length === 0)
    return { proof: 'hash', bytes: 0, etag: head.etag, untouched: true }
  const tags = losesTags(store, head) ? await tools.retry('tags', (s) => store.tags(target, s), signal) : null
  const kept = await keep(seen)
  const properties = {
    ...keptOf(given.encryption === null ? head : { storageClass: head.storageClass }),
    ...changedProperties(wanted, head),
    ...rightsAndKeys(given),
    ...(wanted.storageClass == null ? {} : { storageClass: wanted.storageClass }),
  }
  const done = await copyOntoItself(store, { target, head, seen, properties, tags }, tools, signal)
  return { ...done, ...kept }
}

async function headSource(
  { store, bucket, prefix }: S3Side,
  name: string,
  { source }: PlanRow,
  { retry }: TransferTools,
  signal: AbortSignal,
): Promise<ObjectHead> {
  const object = { bucket, key: prefix + name }
  const head = await retry('head', (s) => store.head(object, s), signal)
  if (head === null || head.etag !== source?.etag) throw sourceChanged(object)
  return head
}

/** HTTP has whole seconds. Another time is another write, though its bytes are the same. */
const second = ({ modified }: { readonly modified: number }): number => Math.floor(modified / 1000)

/** Of what flags name, that which is not compared. */
function rightsAndKeys(given: WriteProperties): ObjectProperties {
  const { acl, grants, encryption, kmsKeyId, websiteRedirect, expires } = givenProperties(given)
  return Object.fromEntries(
    Object.entries({ acl, grants, encryption, kmsKeyId, websiteRedirect, expires }).filter(
      ([, value]) => value !== undefined,
    ),
  )
}
