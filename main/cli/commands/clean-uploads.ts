import { SluiceError, type ExitCode } from '../../../shared/errors.ts'
import { formatBytes, formatCounted } from '../../../shared/formats.ts'
import type { FoundUpload, ObjectStore, UploadSearch } from '../../engine/index.ts'
import { errorLine } from '../output/error-text.ts'
import { openStore } from '../open-sides.ts'
import type { Cleaning } from './cleaning.ts'
import { localTime } from './ls.ts'

const day = 24 * 60 * 60 * 1000

type Below = Pick<FoundUpload, 'bucket'> & { readonly prefix: string }

/**
 * Aborts unfinished uploads:
 *
 * | begun by              | without --others | with --others                                     |
 * |-----------------------|------------------|---------------------------------------------------|
 * | a run of ours, ended  | aborted          | aborted                                           |
 * | a run that goes on    | left             | left                                              |
 * | somebody else         | left, counted    | aborted if begun before --older-than days, or left|
 */
export async function cleanUploads(cleaning: Cleaning, place: Below | null): Promise<ExitCode> {
  const { call, engine, world, stateOfRun } = cleaning
  const { host, options } = call
  const store = await openStore({ connection: options.connection, host, world, engine })
  try {
    const runs = new engine.EndedRuns(() => host.pastRuns(), stateOfRun, world.log)
    const search = { store, runs, retry: engine.createRetry(world) }
    return await clean(cleaning, search, place === null ? await namedByRecords(search, store) : [place])
  } finally {
    store.close()
  }
}

/** Where the records of our runs have uploads at this server. */
async function namedByRecords({ runs }: UploadSearch, store: ObjectStore): Promise<Below[]> {
  const here = (await runs.uploads()).filter(({ endpoint }) => endpoint === store.endpoint.label)
  const places = new Map(
    here.map(({ bucket, key }) => [JSON.stringify([bucket, key]), { bucket, prefix: key }]),
  )
  return [...places.values()]
}

async function clean(
  { call, engine, world, signal }: Cleaning,
  search: UploadSearch,
  places: readonly Below[],
): Promise<ExitCode> {
  const { options, screen, reporter, operands } = call
  const isNamed = operands.length > 0
  const before = world.clock.now() - options.olderThan * day
  const done = { count: 0, bytes: 0 }
  const left = { count: 0, bytes: 0 }
  let failed = 0
  for (const place of places) {
    for await (const upload of engine.findUploads(search, place, signal)) {
      const isOld = options.others && upload.whose === 'somebody else' && upload.started < before
      if (upload.whose !== 'an ended run' && !isOld) {
        if (upload.whose === 'somebody else') add(left, upload)
        if (isNamed) await screen.out(`left: ${lineOf(upload)}`)
        continue
      }
      try {
        if (!options.rules.dryRun) await engine.abortUpload(search, upload, signal)
        add(done, upload)
        await screen.out(`${options.rules.dryRun ? '(dryrun) ' : ''}abort: ${lineOf(upload)}`)
      } catch (error) {
        if (!(error instanceof SluiceError)) throw error
        failed++
        void screen.err(`abort failed: ${lineOf(upload)} ${errorLine(error.toData())}`)
      }
    }
  }
  const verb = options.rules.dryRun ? 'would be aborted' : 'aborted'
  reporter.say(
    `${formatCounted(done.count, 'unfinished upload')} ${verb}, ${formatBytes(done.bytes)} of parts.`,
  )
  if (isNamed && left.count > 0) reporter.say(...adviceFor(left, options))
  return failed > 0 ? 1 : 0
}

function add(tally: { count: number; bytes: number }, { bytes }: FoundUpload): void {
  tally.count++
  tally.bytes += bytes
}

/** `s3://b/k  begun 2026-11-26 10:00:01, 8.0 MiB, by an ended run` */
const lineOf = ({ bucket, key, started, bytes, whose }: FoundUpload): string =>
  `s3://${bucket}/${key}  begun ${localTime(started)}, ${formatBytes(bytes)}, by ${whose}`

const adviceFor = (
  { count, bytes }: { count: number; bytes: number },
  { others, olderThan }: { others: boolean; olderThan: number },
): string[] => [
  `${formatCounted(count, 'unfinished upload')} of others left, ${formatBytes(bytes)} of parts. ${
    others
      ? `They are not older than ${formatCounted(olderThan, 'day')} (--older-than).`
      : `With --others, those that were begun more than ${formatCounted(olderThan, 'day')} ago (--older-than) are aborted too.`
  }`,
  'A lifecycle rule with AbortIncompleteMultipartUpload lets the bucket do this by itself.',
]
