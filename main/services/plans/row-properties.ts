import type { SideProperties } from '../../../shared/bridge/contents.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import type { WriteProperties } from '../../../shared/write-properties.ts'
import {
  propertiesOfUpload,
  sourceName,
  type ObjectHead,
  type ObjectProperties,
  type Retry,
  type S3Side,
  type Side,
} from '../../engine/index.ts'
import { dataOf, notThere, versionOf } from './row-contents.ts'

type Values = SideProperties['values']

/**
 * The properties of one side of a row: those of an object, by a HEAD and a request for its tags; of a file, those that its
 * object will get.
 */
export async function propertiesOf(
  retry: Retry,
  side: Side,
  row: PlanRow,
  which: 'source' | 'destination',
  given: WriteProperties,
  signal: AbortSignal,
): Promise<SideProperties> {
  if (row[which] === null) throw notThere(row.key)
  if (side.kind === 'local') {
    const values = which === 'source' ? namedValues(propertiesOfUpload(given, row.key)) : []
    return { cost: { requests: 0, bytes: 0 }, values, toBe: which === 'source', errors: [] }
  }
  return objectProperties(retry, side, sourceName(side, row.key), versionOf(row, which), signal)
}

async function objectProperties(
  retry: Retry,
  { store, bucket, prefix }: S3Side,
  name: string,
  versionId: string | undefined,
  signal: AbortSignal,
): Promise<SideProperties> {
  const object = { bucket, key: prefix + name, ...(versionId === undefined ? {} : { versionId }) }
  const errors: SideProperties['errors'] = []
  let requests = 0
  const ask = async <T>(what: string, call: (signal: AbortSignal) => Promise<T>): Promise<T | null> => {
    try {
      return await retry(
        `${what} of ${object.key}`,
        (attempt) => {
          requests++
          return call(attempt)
        },
        signal,
      )
    } catch (error) {
      signal.throwIfAborted()
      errors.push(dataOf(error))
      return null
    }
  }
  const [head, tags] = await Promise.all([
    ask('properties', (attempt) => store.head(object, attempt)),
    ask('tags', (attempt) => store.tags(object, attempt)),
  ])
  const values = [
    ...(head === null ? [] : namedValues(head)),
    ...Object.entries(tags ?? {}).map(([tag, value]) => ({ name: `tag ${tag}`, value })),
  ]
  return { cost: { requests, bytes: 0 }, values, toBe: false, errors }
}

const names = {
  contentType: 'Content-Type',
  cacheControl: 'Cache-Control',
  contentDisposition: 'Content-Disposition',
  contentEncoding: 'Content-Encoding',
  contentLanguage: 'Content-Language',
  expires: 'Expires',
  encryption: 'Encryption',
  kmsKeyId: 'KMS key',
} as const satisfies Partial<Record<keyof (ObjectHead & ObjectProperties), string>>

function namedValues(of: ObjectHead | ObjectProperties): Values {
  const has: Readonly<Record<string, unknown>> = { ...of }
  const named = Object.entries(names).flatMap(([property, name]): Values => {
    const value = has[property]
    return typeof value === 'string' ? [{ name, value }] : []
  })
  const metadata = Object.entries(of.metadata ?? {}).map(([name, value]) => ({
    name: `metadata ${name}`,
    value,
  }))
  return [...named, { name: 'Storage class', value: of.storageClass ?? 'STANDARD' }, ...metadata]
}
