import { createHash } from 'node:crypto'
import type { ConditionName } from '../../../shared/endpoint-habits.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { mayRefuseHeader } from './header-refusal.ts'
import type { ObjectName, ObjectStore, UploadName, VersionName, Written } from './object-store.ts'

/** A bucket that may be written to for a moment. */
export interface Probe {
  readonly store: ObjectStore
  /** The same server, asked to keep a checksum of each body. */
  readonly storeWithChecksums: ObjectStore
  readonly bucket: string
  /** Makes the names of this probe its own. */
  readonly mark: string
}

const body = Buffer.from('Sluice asks how this server takes conditions. This object may be deleted.\n')
const md5 = createHash('md5').update(body).digest()
/** What no object has. */
const nobodys = '0'.repeat(32)

/** Given to what is cleared away, also where a person has stopped the rest. */
const unstopped = new AbortController().signal

/**
 * Finds out how a server takes conditions and checksums, by objects of a few bytes that are gone again at the end, with
 * all their versions: `.sluice-probe-` and a mark. It asks for each what must be refused.
 *
 * | answer                                        | the condition is                     |
 * |-----------------------------------------------|--------------------------------------|
 * | 412, or 404 where there is nothing to match   | held                                 |
 * | success                                       | ignored                              |
 * | 501, 400 of a header, and success without it  | refused                              |
 * | 412 also where it is met                      | nothing that could be relied on      |
 *
 * What is learnt goes to the habits of the store's endpoint; Amazon's are known, and it is not written to.
 *
 * @throws SluiceError what the server says to a write without a condition, and where something could not be cleared away
 */
export async function probeHabits(probe: Probe, signal: AbortSignal): Promise<void> {
  if (probe.store.endpoint.aws) return
  const one = { bucket: probe.bucket, key: `.sluice-probe-${probe.mark}` }
  const other = { bucket: probe.bucket, key: `${one.key}-copy` }
  const uploads = new Set<UploadName>()
  try {
    const written = await probePuts(probe, one, signal)
    await probeCopies(probe, one, other, written, signal)
    await probeFinish(probe, one, uploads, signal)
    await orRefused(
      probe,
      () => probe.storeWithChecksums.put({ ...one, body, md5 }, signal),
      () => {
        probe.store.endpoint.habits.learn('checksums', 'refused')
      },
    )
  } finally {
    await clearAway(probe, [one, other], uploads)
  }
}

async function probePuts(probe: Probe, target: ObjectName, signal: AbortSignal): Promise<Written> {
  const { store } = probe
  const plain = { ...target, body, md5 }
  const written = await store.put(plain, signal)
  await tryCondition(probe, 'create', () => store.put({ ...plain, ifAbsent: true }, signal))
  const isMet = await succeeds(probe, () => store.put({ ...plain, ifMatch: written.etag }, signal))
  if (isMet !== 'failed')
    await tryCondition(probe, 'replace', () => store.put({ ...plain, ifMatch: nobodys }, signal))
  return written
}

async function probeCopies(
  probe: Probe,
  source: ObjectName,
  target: ObjectName,
  { etag }: Written,
  signal: AbortSignal,
): Promise<void> {
  const { store } = probe
  const copy = { ...target, source }
  await store.copy({ ...copy, sourceEtag: null }, signal)
  await tryCondition(probe, 'copyNew', () =>
    store.copy({ ...copy, sourceEtag: null, ifAbsent: true }, signal),
  )
  const isMet = await succeeds(probe, () => store.copy({ ...copy, sourceEtag: etag }, signal))
  if (isMet !== 'failed')
    await tryCondition(probe, 'copyFrom', () => store.copy({ ...copy, sourceEtag: nobodys }, signal))
}

async function probeFinish(
  probe: Probe,
  target: ObjectName,
  uploads: Set<UploadName>,
  signal: AbortSignal,
): Promise<void> {
  const { store } = probe
  const upload = { ...target, ...(await store.startMultipart(target, signal)) }
  uploads.add(upload)
  const part = await store.putPart({ ...upload, partNumber: 1, body, md5 }, signal)
  const finish = { ...upload, parts: [{ partNumber: 1, etag: part.etag }] }
  await tryCondition(
    probe,
    'finishNew',
    () => store.finishMultipart({ ...finish, ifAbsent: true }, signal),
    () => store.finishMultipart(finish, signal),
  )
}

/** @param plain the same without the condition; absent where it has succeeded already */
async function tryCondition(
  probe: Probe,
  name: ConditionName,
  send: () => Promise<unknown>,
  plain?: () => Promise<unknown>,
): Promise<void> {
  const { habits } = probe.store.endpoint
  const how = await succeeds(probe, send)
  if (how === 'refused') await plain?.()
  habits.learn(name, how === 'done' ? 'ignored' : how === 'failed' ? 'held' : 'refused')
}

async function succeeds(
  { store }: Probe,
  send: () => Promise<unknown>,
): Promise<'done' | 'failed' | 'refused'> {
  try {
    await send()
    return 'done'
  } catch (error) {
    if (mayRefuseHeader(store.endpoint, error)) return 'refused'
    const failed =
      error instanceof SluiceError && (error.code === 'precondition-failed' || error.code === 'no-such-key')
    if (!failed) throw error
    return 'failed'
  }
}

async function orRefused(
  { store }: Probe,
  send: () => Promise<unknown>,
  onRefused: () => void,
): Promise<void> {
  try {
    await send()
  } catch (error) {
    if (!mayRefuseHeader(store.endpoint, error)) throw error
    onRefused()
  }
}

/** Takes away what the probe has made: each version, where they are kept. */
async function clearAway(
  { store, bucket }: Probe,
  names: readonly ObjectName[],
  uploads: ReadonlySet<UploadName>,
): Promise<void> {
  try {
    for (const upload of uploads) await store.abortMultipart(upload, unstopped)
    for (const name of names)
      for (const version of await versionsOf(store, name)) await store.remove(version, unstopped)
  } catch (error) {
    throw new SluiceError(
      {
        code: error instanceof SluiceError ? error.code : 'internal',
        message: `What the test has written into ${bucket} could not be removed: ${error instanceof Error ? error.message : String(error)}`,
        subject: names.map(({ key }) => `s3://${bucket}/${key}`).join(', '),
        advice: 'Delete it by hand; it is a few bytes.',
      },
      { cause: error },
    )
  }
}

async function versionsOf(store: ObjectStore, name: ObjectName): Promise<VersionName[]> {
  const versioning = await store.versioning(name.bucket, unstopped)
  if (versioning === 'gone' || versioning === 'unknown') return [name]
  const { versions } = await store.listVersions({ bucket: name.bucket, prefix: name.key }, unstopped)
  return versions.filter(({ key }) => key === name.key).map(({ versionId }) => ({ ...name, versionId }))
}
