import { describe, expect, it } from 'vitest'
import type { Entry } from '../../../../main/engine/listing/entry.ts'
import { mergeJoin } from '../../../../main/engine/planning/merge-join.ts'
import { afterFirstPage, checkKeys } from '../../../../main/engine/running/check-keys.ts'
import { createRetry } from '../../../../main/engine/running/retry.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'
import { s3Error, type S3Code } from '../../../fakes/s3-error.ts'

const unstopped = new AbortController().signal

function twoBuckets(answers: Readonly<Record<string, S3Code>> = {}) {
  const s3 = new MemoryS3()
  const asked: string[] = []
  for (const name of ['a', 'b']) s3.makeBucket(name)
  s3.before = (op, bucket) => {
    asked.push(`${op} ${bucket}`)
    const code = answers[bucket]
    if (code !== undefined) throw s3Error(code, { op, bucket })
  }
  const side = (store: ReturnType<typeof s3.connect>, bucket: string) =>
    ({ kind: 's3', store, bucket, prefix: '' }) as const
  return { s3, asked, side, retry: createRetry(createMemoryWorld()) }
}

describe('the keys of two identities', () => {
  it.each<[string, Record<string, S3Code>]>([
    ['the source’s', { a: 'InvalidAccessKeyId' }],
    ['the destination’s', { b: 'SignatureDoesNotMatch' }],
  ])('F79 %s are refused by a call that lists nothing', async (_, answers) => {
    const { s3, asked, side, retry } = twoBuckets(answers)
    const checked = checkKeys(retry, side(s3.connect('one'), 'a'), side(s3.connect('two'), 'b'), unstopped)
    await expect(checked).rejects.toMatchObject({ code: 'credentials-refused' })
    expect(asked.toSorted()).toEqual(['versioning a', 'versioning b'])
  })

  it.each<S3Code>(['AccessDenied', 'NoSuchBucket', 'InvalidArgument'])(
    '%s says nothing against them',
    async (code) => {
      const { s3, side, retry } = twoBuckets({ b: code })
      const checked = checkKeys(retry, side(s3.connect('one'), 'a'), side(s3.connect('two'), 'b'), unstopped)
      await expect(checked).resolves.toBeUndefined()
    },
  )

  it('are not asked about where one identity has both sides, or one side is a folder', async () => {
    const { s3, asked, side, retry } = twoBuckets()
    const store = s3.connect('one')
    await checkKeys(retry, side(store, 'a'), side(store, 'b'), unstopped)
    await checkKeys(retry, { kind: 'local', root: '/src' }, side(store, 'b'), unstopped)
    expect(asked).toEqual([])
  })
})

describe('a folder beside a bucket', () => {
  const entry = (key: string): Entry => ({ key, size: 1, modified: 5 })
  const began: string[] = []

  async function* pages(name: string, given: Promise<Entry[]>): AsyncGenerator<Entry[]> {
    began.push(name)
    yield await given
  }

  async function keys(a: AsyncIterable<Entry[]>, b: AsyncIterable<Entry[]>): Promise<string[]> {
    const seen: string[] = []
    for await (const batch of mergeJoin(a, b)) seen.push(...batch.map(({ key }) => key))
    return seen
  }

  it('is read once the first page of the bucket has come', async () => {
    began.length = 0
    const { promise, resolve } = Promise.withResolvers<Entry[]>()
    const [bucket, folder] = afterFirstPage(
      pages('bucket', promise),
      pages('folder', Promise.resolve([entry('b')])),
    )
    const joined = keys(folder, bucket)
    await new Promise(setImmediate)
    expect(began).toEqual(['bucket'])
    resolve([entry('a')])
    expect(await joined).toEqual(['a', 'b'])
  })

  it('is read where the bucket has nothing', async () => {
    const [bucket, folder] = afterFirstPage(
      pages('bucket', Promise.resolve([])),
      pages('folder', Promise.resolve([entry('b')])),
    )
    expect(await keys(folder, bucket)).toEqual(['b'])
  })

  it('is not read where the bucket can’t be, and its failure is the one that is told', async () => {
    began.length = 0
    const [bucket, folder] = afterFirstPage(
      pages('bucket', Promise.reject(s3Error('InvalidAccessKeyId', { op: 'listPage', bucket: 'b' }))),
      pages('folder', Promise.resolve([entry('b')])),
    )
    await expect(keys(folder, bucket)).rejects.toMatchObject({ code: 'credentials-refused' })
    expect(began).toEqual(['bucket'])
  })
})
