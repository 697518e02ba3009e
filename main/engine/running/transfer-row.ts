import { join } from 'node:path'
import { SluiceError } from '../../../shared/errors.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import { editObject } from '../change/edit-object.ts'
import { keyToPath } from '../local/key-to-path.ts'
import { tempName } from '../local/temp-file.ts'
import { sourceName, type LocalSide, type S3Side, type Source } from '../side.ts'
import { updateProperties } from '../properties/update-properties.ts'
import { copy } from '../transfer/copy.ts'
import { copyToNewName } from '../transfer/copy-to-new-name.ts'
import { downloadToFile } from '../transfer/download-to-file.ts'
import { givenProperties, propertiesOfUpload } from '../transfer/given-properties.ts'
import { relay } from '../transfer/relay.ts'
import type { Done, Expected, LargeJournal, TransferTools } from '../transfer/transfer.ts'
import { upload } from '../transfer/upload.ts'
import { expectMarker } from '../transfer/write-guard.ts'
import { restoreFile, restoreObject } from '../undo/restore-aside.ts'
import { restore } from '../undo/restore.ts'
import { keepObject, replacing } from './keep-replaced.ts'
import { findCopyWay } from './copy-way.ts'
import type { RunContext } from './run-context.ts'

/** Does one row of a transfer. @throws SluiceError when it could not be done; the destination is then as it was. */
export async function transferRow(context: RunContext, row: PlanRow, signal: AbortSignal): Promise<Done> {
  const { source, destination } = context
  const seen = row.source
  if (row.action === 'restore') {
    const back = toolsFor(context, row)
    const isAside = row.outcome?.undo?.how === 'aside'
    if (isLocal(destination))
      return restoreFile(
        context,
        row,
        landingPath(context, destination, row.key.replace(/\/$/, '')),
        back,
        signal,
      )
    return isAside
      ? restoreObject(context, destination, row, back, signal)
      : restore(destination, row, back, signal)
  }
  if (seen === null) throw impossible(row)
  const from = sourceName(source, row.key)
  const tools = toolsFor(context, row)
  if (source.kind === 'change' && source.change.kind === 'properties' && isS3(destination))
    return editObject(destination, row, source.change.edit, tools, signal)
  if (row.action === 'update-properties' && isS3(destination))
    return updateProperties({ source, destination }, row, context.rules.properties, tools, signal, (was) =>
      keepObject(context, destination, row.key, { kind: 'as-seen', seen: was }, tools, signal),
    )
  if (row.action === 'move' && isS3(destination) && row.from !== undefined)
    return copyToNewName(destination, row.key, row.from, tools, signal)
  const expected = whatIsExpected(context, row)
  if (row.action === 'upload' && isLocal(source) && isS3(destination)) {
    const properties = propertiesOfUpload(context.rules.properties, from)
    const target = objectOf(destination, row.key)
    const kept = await keepObject(context, destination, row.key, expected, tools, signal)
    const done = await upload(
      {
        path: join(source.root, from),
        store: destination.store,
        target,
        properties,
        expected,
        seen: context.asReviewed ? seen : null,
      },
      tools,
      signal,
    )
    return { ...done, ...kept }
  }
  if (row.action === 'download' && isS3(source) && isLocal(destination)) {
    const path = landingPath(context, destination, row.key)
    return downloadToFile(
      {
        store: source.store,
        source: objectOf(source, from),
        seen,
        path,
        folders: await context.folders(),
        tempName: tempName(context.runId, row.seq),
        // A name that could not be read counts as absent, and is no news when it is found there (SYM-8, SKP-4).
        expected: context.unreadNames.covers(row.key) ? { kind: 'any' } : expected,
        replacing: replacing(context, row, path),
      },
      tools,
      signal,
    )
  }
  if (row.action === 'copy' && isS3(source) && isS3(destination)) {
    const object = { ...objectOf(source, from), etag: seen.etag ?? '' }
    context.copyWay.decided ??= findCopyWay(context, source, destination, object, signal).catch(
      (error: unknown) => {
        // A cancel decides nothing: the next run of this plan asks again.
        context.copyWay.decided = null
        throw error
      },
    )
    const move = (await context.copyWay.decided) === 'relay' ? relay : copy
    const target = objectOf(destination, row.key)
    const found = await tools.retry(
      'look-for-marker',
      (s) => expectMarker(destination.store, target, expected, s),
      signal,
    )
    const kept = await keepObject(context, destination, row.key, found, tools, signal)
    const done = await move(
      {
        store: destination.store,
        sourceStore: source.store,
        source: objectOf(source, from),
        sourceEtag: seen.etag ?? '',
        size: seen.size,
        target,
        expected: found,
        properties: givenProperties(context.rules.properties),
        keeping: context.rules.properties,
      },
      tools,
      signal,
    )
    return { ...done, ...kept }
  }
  throw impossible(row)
}

/** The final path of a key; planning has refused the keys that have none. */
export function landingPath({ world }: RunContext, side: LocalSide, key: string): string {
  const landing = keyToPath(side.root, key, world.platform)
  if (landing.ok) return landing.path
  throw new SluiceError({
    code: 'conflict',
    message: `${JSON.stringify(key)} can't be a file here. ${landing.why}`,
    subject: key,
    advice: 'Rename the key, or exclude it.',
  })
}

const isLocal = (side: Source): side is LocalSide => side.kind === 'local'
const isS3 = (side: Source): side is S3Side => side.kind === 's3'

const objectOf = (side: S3Side, key: string): { bucket: string; key: string } => ({
  bucket: side.bucket,
  key: side.prefix + key,
})

/** What the plan saw at the destination; nothing is held to it where nothing was compared. */
function whatIsExpected({ rules }: RunContext, row: PlanRow): Expected {
  if (rules.copyAll) return { kind: 'any' }
  return row.destination === null ? { kind: 'absent' } : { kind: 'as-seen', seen: row.destination }
}

export function toolsFor(context: RunContext, row: PlanRow): TransferTools {
  const { meter, moving, tally } = context
  return {
    world: context.world,
    retry: moving.watch(row.seq, context.retry, () => context.world.clock.now()),
    slots: context.slots,
    buffers: context.buffers,
    hashing: context.hashing,
    bandwidth: context.bandwidth,
    multipart: context.multipart,
    onBytes: (count) => {
      meter.addMoved(count)
      moving.move(row.seq, count)
    },
    onKept: (count) => {
      meter.addKept(count)
      moving.keep(row.seq, count)
    },
    onTakeBack: (count) => {
      meter.takeBack(count)
      moving.keep(row.seq, -count)
    },
    onNotice: (subject, message) => {
      tally.warnings++
      void context.onEvent({ kind: 'notice', subject, message })
    },
    journal: journalOf(context, row.seq),
  }
}

function journalOf({ store: { large }, endedRuns }: RunContext, seq: number): LargeJournal {
  return {
    uploadBegun: (upload) => {
      large.rememberUpload(seq, upload)
    },
    uploadEnded: (uploadId) => {
      large.forgetUpload(seq, uploadId)
    },
    takeUploads: (target) => endedRuns.takeUploads(target, large, seq),
    downloadBegun: (download) => {
      large.rememberDownload(seq, download)
    },
    downloadEnded: () => {
      large.forgetDownload(seq)
    },
    tempNames: (download) => endedRuns.tempNames(download),
  }
}

function impossible(row: PlanRow): SluiceError {
  return new SluiceError({
    code: 'internal',
    message: `A row cannot be done: ${row.action} of ${JSON.stringify(row.key)} between these two sides.`,
    subject: row.key,
    advice: 'Please report this, with the plan.',
  })
}
