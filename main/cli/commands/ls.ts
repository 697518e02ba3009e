import { SluiceError, type ExitCode } from '../../../shared/errors.ts'
import { formatBytes } from '../../../shared/formats.ts'
import { parseLocation } from '../../../shared/location.ts'
import type { BrowsePage, ObjectStore } from '../../engine/index.ts'
import { commandLog, type Command, type CommandCall } from '../command.ts'
import { openStore } from '../open-sides.ts'
import { watchStopSignals } from '../stop-signals.ts'
import type { Engine } from '../wiring.ts'

type Retry = ReturnType<Engine['createRetry']>

/**
 * `sluice ls [s3://BUCKET[/PREFIX]]`, in the lines of `aws s3 ls`: buckets; or the folders and objects directly below
 * a prefix, which need not end in `/`; or with `--recursive` every object. Exit 1 when a prefix has nothing.
 */
export const ls: Command = async (call) => {
  const { host, parts, options, reporter } = call
  const place = readAddress(call.operands[0] ?? 's3://')
  const engine = await parts.engine()
  const world = engine.createWorld({ log: commandLog(call, null) })
  const retry = engine.createRetry(world)
  const store = await openStore({ connection: options.connection, host, world, engine })
  const signals = watchStopSignals(host, (line) => {
    reporter.say(line)
  })
  try {
    if (place === null) return await listBuckets(call, store, retry, signals.finish)
    return await listObjects(call, pages(store, place, options.recursive, retry, signals.finish), place)
  } catch (error) {
    if (signals.finish.aborted) return 130
    throw error
  } finally {
    signals.end()
    store.close()
  }
}

interface Below {
  readonly bucket: string
  /** Literal: what the keys begin with. */
  readonly prefix: string
}

/** Null for all buckets. The scheme may be left out, as with aws. */
function readAddress(text: string): Below | null {
  if (text === 's3://' || text === '') return null
  const location = parseLocation(text.startsWith('s3://') ? text : `s3://${text}`)
  if (location.kind !== 's3')
    throw new SluiceError({ code: 'usage', message: `${text} is no bucket.`, subject: text })
  // parseLocation closes a prefix with a slash; here it is what the keys begin with, as typed.
  const { bucket, prefix } = location
  return { bucket, prefix: text.endsWith('/') || prefix === '' ? prefix : prefix.slice(0, -1) }
}

async function listBuckets(
  { screen }: CommandCall,
  store: ObjectStore,
  retry: Retry,
  signal: AbortSignal,
): Promise<ExitCode> {
  for (const name of await retry('ListBuckets', (inner) => store.listBuckets(inner), signal))
    await screen.out(name)
  return 0
}

/** The pages below a prefix, each asked for when the one before is printed. */
async function* pages(
  store: ObjectStore,
  below: Below,
  recursive: boolean,
  retry: Retry,
  signal: AbortSignal,
): AsyncGenerator<BrowsePage> {
  let token: string | null = null
  do {
    const query = { ...below, ...(token === null ? {} : { token }) }
    const page: BrowsePage = await retry(
      'ListObjectsV2',
      async (inner) =>
        recursive
          ? { ...(await store.listPage(query, inner)), folders: [] }
          : store.browse({ ...query, delimiter: '/' }, inner),
      signal,
    )
    yield page
    if (page.next !== null && page.next === token) {
      throw new SluiceError({
        code: 'listing-not-proved',
        message: 'The server gave the same continuation token twice.',
        subject: `s3://${below.bucket}/${below.prefix}`,
      })
    }
    token = page.next
  } while (token !== null)
}

async function listObjects(
  { screen, host, options }: CommandCall,
  found: AsyncIterable<BrowsePage>,
  { prefix }: Below,
): Promise<ExitCode> {
  const size = (bytes: number): string => (options.humanReadable ? formatBytes(bytes) : String(bytes))
  let objects = 0
  let bytes = 0
  let isEmpty = true
  for await (const { folders, entries } of found) {
    for (const folder of folders) await screen.out(`${'PRE'.padStart(30)} ${lastName(folder.slice(0, -1))}/`)
    for (const { key, size: length, modified } of entries) {
      objects++
      bytes += length
      await screen.out(
        `${localTime(modified)} ${size(length).padStart(10)} ${options.recursive ? key : lastName(key)}`,
      )
    }
    isEmpty &&= folders.length + entries.length === 0
    if (host.stdout.isClosed) return 0
  }
  if (options.summarize) {
    for (const line of ['', `Total Objects: ${objects}`, `   Total Size: ${size(bytes)}`])
      await screen.out(line)
  }
  return isEmpty && prefix !== '' ? 1 : 0
}

const lastName = (key: string): string => key.slice(key.lastIndexOf('/') + 1)

/** `2026-11-23 15:01:02`, in the time zone of this machine. */
export function localTime(milliseconds: number): string {
  const time = new Date(milliseconds)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
}
