import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { ErrorCode } from '../../shared/errors.ts'
import { SluiceError } from '../../shared/errors.ts'
import type { GetQuery, ObjectStore, UploadName, Written } from '../../main/engine/s3/object-store.ts'
import type { Quirks } from '../fakes/s3-quirks.ts'

/** A server with a store that talks to it. */
export interface ObjectStoreUnderTest {
  readonly store: ObjectStore
  /** Where it may differ from AWS. */
  readonly quirks: Quirks
  /** Makes an empty bucket that nobody else uses. */
  makeBucket(options?: { readonly versioned: boolean }): Promise<string>
  close(): void | Promise<void>
}

/** Given to calls that nobody stops. */
export const unstopped: AbortSignal = new AbortController().signal

export function md5(bytes: Uint8Array): Buffer {
  return createHash('md5').update(bytes).digest()
}

export function put(
  store: ObjectStore,
  bucket: string,
  key: string,
  content: string | Uint8Array = key,
): Promise<Written> {
  const body = typeof content === 'string' ? Buffer.from(content) : content
  return store.put({ bucket, key, body, md5: md5(body) }, unstopped)
}

/** Puts several small objects, eight at a time. */
export async function putAll(store: ObjectStore, bucket: string, keys: Iterable<string>): Promise<void> {
  const queue = [...keys].values()
  const worker = async (): Promise<void> => {
    for (const key of queue) await put(store, bucket, key)
  }
  await Promise.all(Array.from({ length: 8 }, worker))
}

export async function getBytes(
  store: ObjectStore,
  query: GetQuery,
  signal: AbortSignal = unstopped,
): Promise<Uint8Array> {
  const body = await store.get(query, signal)
  const chunks: Uint8Array[] = []
  for await (const chunk of body.bytes) chunks.push(chunk)
  return Uint8Array.from(Buffer.concat(chunks))
}

export async function getText(store: ObjectStore, bucket: string, key: string): Promise<string> {
  return Buffer.from(await getBytes(store, { bucket, key })).toString()
}

/** All keys of a bucket below a prefix, page by page. */
export async function listKeys(
  store: ObjectStore,
  bucket: string,
  prefix = '',
  pageSize?: number,
): Promise<string[][]> {
  const pages: string[][] = []
  const tokens = new Set<string>()
  const query = { bucket, prefix, ...(pageSize === undefined ? {} : { pageSize }) }
  let page = await store.listPage(query, unstopped)
  for (;;) {
    pages.push(page.entries.map(({ key }) => key))
    if (page.next === null) return pages
    expect(tokens, 'A token comes a second time.').not.toContain(page.next)
    tokens.add(page.next)
    page = await store.listPage({ ...query, token: page.next }, unstopped)
  }
}

export async function putPart(
  store: ObjectStore,
  upload: UploadName,
  partNumber: number,
  body: Uint8Array,
  signal: AbortSignal = unstopped,
): Promise<{ partNumber: number; etag: string }> {
  const { etag } = await store.putPart({ ...upload, partNumber, body, md5: md5(body) }, signal)
  return { partNumber, etag }
}

/** Puts an object in parts, the first of which has number 1. */
export async function putInParts(
  store: ObjectStore,
  bucket: string,
  key: string,
  bodies: readonly Uint8Array[],
): Promise<Written> {
  const upload = await startUpload(store, bucket, key)
  const parts = []
  for (const [index, body] of bodies.entries()) parts.push(await putPart(store, upload, index + 1, body))
  return store.finishMultipart({ ...upload, parts }, unstopped)
}

export async function startUpload(store: ObjectStore, bucket: string, key: string): Promise<UploadName> {
  return { bucket, key, ...(await store.startMultipart({ bucket, key }, unstopped)) }
}

/** The ETag AWS documents for an object of parts: the MD5 of their MD5s, and how many they are. */
export function compositeEtag(parts: readonly Uint8Array[]): string {
  return `${md5(Buffer.concat(parts.map(md5))).toString('hex')}-${parts.length}`
}

/** Expects a call to be refused as one of the codes, with the call named. */
export async function refusal(call: Promise<unknown>, ...codes: ErrorCode[]): Promise<SluiceError> {
  const error = await call.then(
    () => expect.fail(`It should have been refused (${codes.join(' or ')}).`),
    (reason: unknown) => reason,
  )
  if (!(error instanceof SluiceError)) throw error
  expect(codes, error.message).toContain(error.code)
  expect(error.s3?.operation).toBeTypeOf('string')
  return error
}
