import type { Fact, ObjectFacts } from '../../../shared/bridge/properties.ts'
import { formatCounted } from '../../../shared/formats.ts'
import { editedHeaders, type EditedHeader } from '../../../shared/object-edit.ts'
import type { ObjectHead, ObjectStore, Retry } from '../../engine/index.ts'
import { dataOf } from '../plans/row-contents.ts'
import { knownFact } from './known-fact.ts'

/** What there is to know of one object: a HEAD, and a request for its tags. */
export async function objectFacts(
  { store, retry }: { readonly store: ObjectStore; readonly retry: Retry },
  object: { readonly bucket: string; readonly key: string },
  signal: AbortSignal,
): Promise<ObjectFacts> {
  const [head, tags] = await Promise.allSettled([
    retry('properties', (s) => store.head({ ...object, withChecksum: true }, s), signal),
    retry('tags', (s) => store.tags(object, s), signal),
  ])
  signal.throwIfAborted()
  const found = head.status === 'fulfilled' ? head.value : null
  const address = `s3://${object.bucket}/${object.key}`
  const isGone = head.status === 'fulfilled' && head.value === null
  return {
    address,
    etag: found?.etag ?? null,
    headers: found === null ? {} : headersOf(found),
    metadata: { ...found?.metadata },
    storageClass: found?.storageClass ?? 'STANDARD',
    facts: found === null ? [] : factsOf(found),
    error: head.status === 'rejected' ? dataOf(head.reason) : isGone ? noObject(address) : null,
    tags: tags.status === 'fulfilled' && !isGone ? { ...tags.value } : null,
    tagsError: tags.status === 'rejected' && !isGone ? dataOf(tags.reason) : null,
  }
}

const noObject = (address: string): ObjectFacts['error'] => ({
  code: 'gone',
  message: `There is no object ${address} now.`,
  subject: address,
  advice: 'Its versions tell whether it was deleted, and can be brought back.',
})

const headersOf = (head: ObjectHead): Record<string, string> =>
  Object.fromEntries(
    (Object.keys(editedHeaders) as EditedHeader[]).flatMap((name) =>
      head[name] === undefined ? [] : [[name, head[name]]],
    ),
  )

/** What can be read, and not changed here. */
function factsOf(head: ObjectHead): Fact[] {
  const { checksum } = head
  const values: readonly (readonly [string, string | number | undefined])[] = [
    ['Size', formatCounted(head.size, 'byte')],
    ['Modified', head.modified],
    ['ETag', `${head.etag}${head.etagIsDigest ? '' : ' (no MD5 of its bytes)'}`],
    ['Checksum', checksum === undefined ? undefined : `${checksum.algorithm} ${checksum.value}`],
    ['Version', head.versionId],
    ['Encryption', encryptionText(head)],
    ['Restore', restoreText(head)],
    ['Locked', lockText(head)],
    ['Legal hold', head.legalHold === 'ON' ? 'on: it can not be deleted until that is taken off' : undefined],
  ]
  return values.flatMap(([name, value]) => (value === undefined ? [] : [knownFact(name, value)]))
}

function encryptionText({ encryption, kmsKeyId }: ObjectHead): string | undefined {
  if (encryption === undefined) return undefined
  return kmsKeyId === undefined ? encryption : `${encryption}, key ${kmsKeyId}`
}

/**
 * | class    | restore                        | text                              |
 * |----------|--------------------------------|-----------------------------------|
 * | archived | none asked for                 | archived, and not restored        |
 * | archived | going on                       | being restored                    |
 * | archived | done                           | restored, until when              |
 * | other    | any                            | nothing                           |
 */
function restoreText({ storageClass, restore, restored }: ObjectHead): string | undefined {
  if (storageClass !== 'GLACIER' && storageClass !== 'DEEP_ARCHIVE') return undefined
  if (restore === undefined) return 'archived: it can not be read before it is restored'
  if (restored !== true) return 'being restored: it can not be read yet'
  const until = /expiry-date="([^"]+)"/.exec(restore)?.[1]
  return `restored: it can be read${until === undefined ? '' : ` until ${until}`}`
}

function lockText({ lockMode, lockUntil }: ObjectHead): string | undefined {
  if (lockMode === undefined) return undefined
  return `${lockMode.toLowerCase()}: this version can not be removed${lockUntil === undefined ? '' : ` before ${lockUntil}`}`
}
