import { SluiceError, type ErrorData } from '../../../shared/errors.ts'
import type { Tally } from '../../../shared/job.ts'
import type { NewRow, Seen } from '../../../shared/plan-row.ts'
import { categoryOf } from '../../../shared/review.ts'
import type { MadePlan } from '../planning/make-plan.ts'
import { changesText } from '../planning/property-verdict.ts'
import { sizeOf } from '../planning/run-schema.ts'
import { toErrorData } from '../running/internal-error.ts'
import type { RunContext } from '../running/run-context.ts'
import { emptySummary } from '../running/tally-run.ts'
import type { ObjectHead, ObjectName } from '../s3/object-store.ts'
import type { ChangeSide, ObjectChange, S3Side } from '../side.ts'
import { nullVersion } from '../s3/versions-page.ts'
import { versionsOf } from '../undo/key-versions.ts'
import { changesOf, tagsOfEdit } from './edit-object.ts'

/**
 * Plans to change one object: looks at it as it is now, and makes the one row that does it, or none where it is so
 * already. Where it can't be done the plan is broken off, and says why.
 */
export async function planChange(
  context: RunContext,
  { key, change }: ChangeSide,
  onRows: (transfers: Tally) => void,
  signal: AbortSignal,
): Promise<MadePlan> {
  const { destination, store, meter } = context
  meter.listed.destination = 1
  try {
    const row =
      destination.kind === 'local'
        ? null
        : change.kind === 'properties'
          ? await rowOfEdit(context, destination, key, change, signal)
          : await rowOfVersion(context, destination, key, change.versionId, signal)
    const size = row === null ? 0 : sizeOf(row)
    if (row !== null) {
      store.folders.pass(key, row.destination !== null)
      store.folders.addRow(key, { category: categoryOf(row), state: 'planned', size, sign: 1 })
      store.add([row])
      onRows({ count: 1, bytes: size })
    }
    store.closeFolders()
    return { summary: { ...summaryOf(row), complete: true }, brokenBy: null }
  } catch (error) {
    signal.throwIfAborted()
    store.closeFolders()
    const brokenBy: ErrorData = toErrorData(error, 'planning')
    return { summary: { ...summaryOf(null), same: 0, withheld: brokenBy }, brokenBy }
  }
}

const summaryOf = (row: NewRow | null) => ({
  ...emptySummary,
  listed: { source: 0, destination: 1 },
  same: row === null ? 1 : 0,
  ...(row?.action === 'update-properties' ? { adjusted: 1 } : {}),
  ...(row?.action === 'restore' ? { transfers: { count: 1, bytes: sizeOf(row) } } : {}),
})

async function rowOfEdit(
  { retry }: Pick<RunContext, 'retry'>,
  { store, bucket, prefix }: S3Side,
  key: string,
  { etag, edit }: ObjectChange & { readonly kind: 'properties' },
  signal: AbortSignal,
): Promise<NewRow | null> {
  const object = { bucket, key: prefix + key }
  const head = await retry('head', (s) => store.head(object, s), signal)
  if (head === null) throw gone(object)
  if (head.etag !== etag) throw changed(object)
  const tags = await tagsOfEdit({ store, retry }, edit, object, head, signal)
  const changes = changesOf(edit, head, tags)
  if (changes.length === 0) return null
  const onlyTags = changes.every(({ name }) => name.startsWith('tag '))
  if (!onlyTags && isArchived(head)) throw archived(object)
  const seen = seenOf(head)
  return {
    key,
    action: 'update-properties',
    reason: 'properties-differ',
    source: seen,
    destination: seen,
    decidedBy: changesText(changes),
    ...(tags === null ? {} : { outcome: { tags } }),
  }
}

/**
 * | current now     | the version            | lost by a copy         | row                                           |
 * |-----------------|------------------------|------------------------|-----------------------------------------------|
 * | the version     | –                      | –                      | none                                          |
 * | a delete marker | the one right below it | –                      | restore: the marker is taken away             |
 * | the marker null | any                    | nothing                | restore: a copy of it                         |
 * | a delete marker | an older one           | nothing                | restore: a copy of it                         |
 * | another object  | any                    | nothing                | restore: a copy of it over the current one    |
 * | any             | any, by a copy         | the version null       | refused                                       |
 *
 * Where versions are kept a copy is a version of its own, and nothing is lost by it. Where they are not, it takes the
 * place of the version `null`; and what is removed by that id may be an object that somebody has just written.
 */
async function rowOfVersion(
  { retry }: Pick<RunContext, 'retry'>,
  side: S3Side,
  key: string,
  versionId: string,
  signal: AbortSignal,
): Promise<NewRow | null> {
  const { store, bucket, prefix } = side
  const object = { bucket, key: prefix + key }
  const versions = (await versionsOf({ ...side, retry }, [key], signal)).get(key) ?? []
  const [now, below] = versions
  if (now === undefined) throw gone(object)
  if (now.versionId === versionId) return null
  const head = await retry('head', (s) => store.head({ ...object, versionId }, s), signal)
  if (head === null) throw noVersion(object, versionId)
  const uncovers = now.object === null && now.versionId !== nullVersion && below?.versionId === versionId
  if (!uncovers) {
    if (isArchived(head)) throw archived(object)
    const hasNull = versions.some((version) => version.versionId === nullVersion && version.object !== null)
    if (hasNull && versionId !== nullVersion) {
      const versioning = await retry('versioning', (s) => store.versioning(bucket, s), signal)
      if (versioning !== 'kept') throw losesNull(object, versioning)
    }
  }
  const archive = uncovers ? undefined : archiveOf(head)
  const { storageClass: _, ...unarchived } = seenOf(head)
  return {
    key,
    action: 'restore',
    reason: 'chosen',
    // The bytes of an archived version can be read for a while; those of a copy in its class could not.
    source: archive === undefined ? seenOf(head) : unarchived,
    destination: now.object === null ? null : { modified: now.modified, ...now.object },
    decidedBy:
      archive === undefined
        ? `version ${versionId}`
        : `version ${versionId}, out of ${archive}: the copy is STANDARD`,
    outcome: { undo: { current: now.versionId, version: versionId, how: uncovers ? 'uncover' : 'copy' } },
  }
}

const seenOf = ({ size, modified, etag, storageClass }: ObjectHead): Seen => ({
  size,
  modified,
  etag,
  ...(storageClass === undefined ? {} : { storageClass }),
})

/** The class whose objects can be read only once they are restored; undefined for any other. */
const archiveOf = ({ storageClass }: ObjectHead): string | undefined =>
  storageClass === 'GLACIER' || storageClass === 'DEEP_ARCHIVE' ? storageClass : undefined

const isArchived = (head: ObjectHead): boolean => archiveOf(head) !== undefined && head.restored !== true

const addressOf = ({ bucket, key }: ObjectName): string => `s3://${bucket}/${key}`

const gone = (object: ObjectName): SluiceError =>
  new SluiceError({
    code: 'gone',
    message: `There is no object ${addressOf(object)} any more.`,
    subject: addressOf(object),
    advice: 'Nothing was done. List the folder anew (Ctrl+R) to see what is there.',
  })

const noVersion = (object: ObjectName, versionId: string): SluiceError =>
  new SluiceError({
    code: 'gone',
    message: `There is no version ${versionId} of ${addressOf(object)} that could be brought back.`,
    subject: addressOf(object),
    advice: 'Nothing was done. Show its versions anew: it may have been removed, or be a delete marker.',
  })

const losesNull = (object: ObjectName, versioning: 'suspended' | 'gone' | 'unknown'): SluiceError =>
  new SluiceError({
    code: 'not-kept',
    message: `A copy would replace the version “null” of ${addressOf(object)} for good: ${
      versioning === 'unknown'
        ? 'whether its bucket keeps versions is not known'
        : `versioning is ${versioning === 'suspended' ? 'suspended' : 'off'} in its bucket`
    }.`,
    subject: addressOf(object),
    advice: 'Nothing was done. Turn versioning on for the bucket, and restore the version then.',
  })

const changed = (object: ObjectName): SluiceError =>
  new SluiceError({
    code: 'changed',
    message: `${addressOf(object)} was replaced since its properties were shown.`,
    subject: addressOf(object),
    advice: 'Nothing was done. Show its properties anew, and change them there.',
  })

const archived = (object: ObjectName): SluiceError =>
  new SluiceError({
    code: 'archived',
    message: `${addressOf(object)} is archived: no copy of it can be made, and its properties change by one.`,
    subject: addressOf(object),
    advice: 'Nothing was done. Restore it with the tools of the store first.',
  })
