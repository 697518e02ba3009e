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
import { versionsOf } from '../undo/key-versions.ts'
import { changesOf } from './edit-object.ts'

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
  const tags = edit.tags === null ? null : await retry('tags', (s) => store.tags(object, s), signal)
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
  }
}

/**
 * | current now             | the version             | row                                       |
 * |-------------------------|-------------------------|-------------------------------------------|
 * | the version             | –                       | none                                      |
 * | a delete marker         | the one right below it  | restore: the marker is taken away         |
 * | a delete marker         | an older one            | restore: a copy of it                     |
 * | another object          | any                     | restore: a copy of it over the current one |
 *
 * The copy is a version of its own: none is ever removed.
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
  const uncovers = now.object === null && below?.versionId === versionId
  if (!uncovers && isArchived(head)) throw archived(object)
  return {
    key,
    action: 'restore',
    reason: 'chosen',
    source: seenOf(head),
    destination: now.object === null ? null : { modified: now.modified, ...now.object },
    decidedBy: `version ${versionId}`,
    outcome: { undo: { current: now.versionId, version: versionId, how: uncovers ? 'uncover' : 'copy' } },
  }
}

const seenOf = ({ size, modified, etag, storageClass }: ObjectHead): Seen => ({
  size,
  modified,
  etag,
  ...(storageClass === undefined ? {} : { storageClass }),
})

const isArchived = ({ storageClass, restored }: ObjectHead): boolean =>
  (storageClass === 'GLACIER' || storageClass === 'DEEP_ARCHIVE') && restored !== true

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
