import { escapeName } from '../../../shared/formats.ts'
import type { Seen } from '../../../shared/plan-row.ts'
import { toErrorData } from '../running/internal-error.ts'
import type {
  ObjectHead,
  ObjectName,
  ObjectProperties,
  ObjectStore,
  Tags,
  VersionName,
} from '../s3/object-store.ts'
import { fitTagHeader } from '../s3/tag-header.ts'
import { copyKeeping } from './copy.ts'
import { mostCopied } from './copy-job.ts'
import { isAsGiven, lockOf } from './copy-properties.ts'
import type { Done, TransferTools } from './transfer.ts'
import { versionsOf } from './written-version.ts'

/** An object that is to have other properties. */
export interface Rewritten {
  readonly target: ObjectName
  /** As it is now. */
  readonly head: ObjectHead
  /** What it is held to. */
  readonly seen: Seen
  /** All that it shall have: storage class and encryption, too, which no copy takes from its source. */
  readonly properties: ObjectProperties
  /** All that it shall have. Null where they stay, which is only where the copy keeps them: see `losesTags`. */
  readonly tags: Tags | null
}

/**
 * Whether a copy onto itself loses the tags of an object: radosgw drops them where metadata are replaced, whatever it is
 * told of tags (measured, 16.2.15), and a copy in parts has none.
 */
export const losesTags = ({ endpoint }: Pick<ObjectStore, 'endpoint'>, { size }: ObjectHead): boolean =>
  !endpoint.aws || size > mostCopied

/**
 * Gives an object other properties, by a copy onto itself: no byte of it comes here. Object Lock and annotations stay. An
 * ACL of its own does not: S3 gives each copy a new one.
 *
 * | server  | tags                              | they                                                   |
 * |---------|-----------------------------------|--------------------------------------------------------|
 * | any     | null                              | are kept by the server                                 |
 * | Amazon's| fit into a header                 | go with the copy: there is one write                   |
 * | Amazon's| do not                            | are put after the copy                                 |
 * | another | any                               | are put after the copy                                 |
 *
 * Where tags could not be put, once more and whether the run is stopped or not, the copy stays, for it may have replaced the
 * only version; a notice names them.
 *
 * @throws SluiceError `changed` where the object is not what was seen any more
 */
export async function copyOntoItself(
  store: ObjectStore,
  { target, head, seen, properties, tags }: Rewritten,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Done> {
  const goAlong = tags !== null && store.endpoint.aws && fitTagHeader(tags)
  const given = { ...lockOf(head, tools.world.clock.now()), ...properties }
  const follow = tags === null || goAlong ? null : { store, tags, tools }
  let done: Done
  try {
    done = await copyKeeping(
      {
        store,
        sourceStore: store,
        source: target,
        sourceEtag: head.etag,
        size: head.size,
        target,
        expected: { kind: 'as-seen', seen },
        properties: given,
        keeping: { copyProps: 'default', metadataDirective: 'REPLACE' },
        ...(goAlong ? { tags } : {}),
      },
      tools,
      signal,
    )
  } catch (error) {
    if (follow !== null) await putLostTags(follow, target, given)
    throw error
  }
  if (follow !== null) await putTags(follow, { ...target, ...versionsOf(done) }, signal)
  return { ...done, bytes: 0 }
}

/** Tags that follow a copy. */
interface Following {
  readonly store: ObjectStore
  readonly tags: Tags
  readonly tools: TransferTools
}

/** Given to what belongs to a copy that is there, and is done also where the run is stopped meanwhile. */
const unstopped = new AbortController().signal

async function putTags(
  { store, tags, tools }: Following,
  target: VersionName,
  signal: AbortSignal,
): Promise<void> {
  try {
    await tools.retry('set-tags', (s) => store.setTags(target, tags, s), signal)
  } catch {
    await orTell(
      { tags, tools },
      target,
      () => store.setTags(target, tags, unstopped),
      'It was changed, but its tags could not be put again.',
    )
  }
}

/** A copy of which nobody knows whether it was made, or what came of it: what it made has no tags. */
async function putLostTags(
  { store, tags, tools }: Following,
  target: ObjectName,
  given: ObjectProperties,
): Promise<void> {
  if (Object.keys(tags).length === 0) return
  await orTell(
    { tags, tools },
    target,
    async () => {
      const head = await store.head(target, unstopped)
      if (head === null || !isAsGiven(head, given)) return
      if (Object.keys(await store.tags(target, unstopped)).length > 0) return
      await store.setTags({ ...target, ...versionsOf(head) }, tags, unstopped)
    },
    'It may have lost its tags.',
  )
}

async function orTell(
  { tags, tools }: Pick<Following, 'tags' | 'tools'>,
  { bucket, key }: ObjectName,
  work: () => Promise<void>,
  what: string,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    const address = `s3://${bucket}/${key}`
    tools.onNotice(address, `${what} ${toErrorData(error, address).message} ${wordsOf(tags)}`)
  }
}

/** Characters of a notice that names tags. */
const longestText = 1000

function wordsOf(tags: Tags): string {
  const named = Object.entries(tags).map(([name, value]) => `${escapeName(name)}=${escapeName(value)}`)
  if (named.length === 0) return 'It was to have none.'
  return `They are to be: ${Array.from(named.join(', ')).slice(0, longestText).join('')}`
}
