import { SluiceError } from '../../../shared/errors.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import { compileFilters, onlySelected } from '../listing/filters.ts'
import type { Side, Source } from '../side.ts'

/**
 * Refuses a prefix that lies inside the other one, before anything is listed (D-5): a copy into itself nests one level
 * deeper with every run, and with `--delete` the source would be deleted from under it.
 *
 * | bucket, endpoint | prefixes         | a filter leaves the inner one out | verdict            |
 * |------------------|------------------|-----------------------------------|--------------------|
 * | differ           | any              | –                                 | fine               |
 * | same             | identical        | –                                 | fine: nothing to do|
 * | same             | one in the other | yes                               | fine               |
 * | same             | one in the other | no                                | overlapping-roots  |
 * | same             | any, one object  | –                                 | fine               |
 * | same             | apart            | –                                 | fine               |
 *
 * An access point and the bucket behind it are two names, and not known to be one place.
 */
export function checkOverlap(source: Source, destination: Side, rules: SyncRules): void {
  if (source.kind !== 's3' || destination.kind !== 's3') return
  if (
    nameOf(source.bucket) !== nameOf(destination.bucket) ||
    source.store.endpoint.label !== destination.store.endpoint.label
  )
    return
  if (source.prefix === destination.prefix || source.one !== undefined) return
  const [outer, inner] =
    source.prefix.length < destination.prefix.length ? [source, destination] : [destination, source]
  if (!inner.prefix.startsWith(outer.prefix)) return
  const nested = inner.prefix.slice(outer.prefix.length)
  const filter = compileFilters(rules.filters, outer, 'posix', rules.ignore)
  if (onlySelected(filter, rules.selection).canSkipFolder(nested)) return
  throw new SluiceError({
    code: 'overlapping-roots',
    message: `One side lies inside the other: s3://${inner.bucket}/${inner.prefix} is below s3://${outer.bucket}/${outer.prefix}.`,
    subject: `s3://${inner.bucket}/${inner.prefix}`,
    advice: `Choose prefixes that lie apart, or leave the inner one out with --exclude '${nested}*'.`,
  })
}

/** Parts of an ARN's resource may be parted by either sign. */
const nameOf = (bucket: string): string => (bucket.startsWith('arn:') ? bucket.replaceAll('/', ':') : bucket)
