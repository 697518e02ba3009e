import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import {
  CreateBucketCommand,
  GetObjectAclCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectTaggingCommand,
  type HeadObjectCommandInput,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededBytes } from '../fakes/seeded-random.ts'
import { Scene } from '../faults/scene.ts'
import { connect } from '../parity/server.ts'
import { readTree, writeTree } from '../faults/tree.ts'
import { needs } from '../servers/needs.ts'
import { radosgw } from '../servers/radosgw.ts'

/** In parts, and not. */
const sizes = [
  ['small', 100],
  ['in parts', 9 << 20],
] as const

const key = Buffer.from('thirty-two bytes of a secret key')
const otherKey = Buffer.from('another 32 bytes of a secret key')

describe('properties of new objects on radosgw', needs('radosgw'), () => {
  let scene: Scene

  beforeAll(async () => {
    scene = await Scene.set(radosgw())
    await writeFile(scene.path('key'), key)
    await writeFile(scene.path('other-key'), otherKey)
  })

  afterAll(() => scene.close())

  async function run(...args: string[]): Promise<void> {
    const ran = await scene.run(args, { patience: 120_000 })
    expect(ran, `${args.join(' ')}\n${ran.stderr}`).toMatchObject({ exit: 0 })
  }

  const head = (Bucket: string, more: Partial<HeadObjectCommandInput> = {}) =>
    scene.s3.send(new HeadObjectCommand({ Bucket, Key: 'f', ...more }))

  const customerKey = (bytes: Uint8Array): Partial<HeadObjectCommandInput> => ({
    SSECustomerAlgorithm: 'AES256',
    SSECustomerKey: Buffer.from(bytes).toString('base64'),
    SSECustomerKeyMD5: createHash('md5').update(bytes).digest('base64'),
  })

  /** A folder with one file `f`. */
  async function planted(name: string, size: number): Promise<string> {
    const folder = scene.path(name)
    await writeTree(folder, { f: seededBytes(size, size) })
    return folder
  }

  test.each(sizes)(
    'headers and metadata go with an upload (%s), and stay with a copy',
    async (what, size) => {
      const from = await planted(`headers ${what}`, size)
      const [first, second] = [await scene.bucket('first'), await scene.bucket('second')]
      const expected = {
        CacheControl: 'max-age=60',
        ContentDisposition: 'attachment',
        ContentEncoding: 'gzip',
        ContentLanguage: 'de',
        ContentType: 'x/y',
        ExpiresString: 'Wed, 02 Jan 2030 03:04:05 GMT',
        Metadata: { a: '1', b: 'two words' },
      }
      await run(
        ...[
          'sync',
          from,
          `s3://${first}`,
          '--cache-control',
          'max-age=60',
          '--content-disposition',
          'attachment',
        ],
        ...['--content-encoding', 'gzip', '--content-language', 'de', '--content-type', 'x/y'],
        ...['--expires', '2030-01-02T03:04:05Z', '--metadata', 'a=1,b=two words'],
      )
      expect(await head(first)).toMatchObject(expected)
      await run('sync', `s3://${first}`, `s3://${second}`)
      expect(await head(second)).toMatchObject(expected)
      const third = await scene.bucket('third')
      await run('sync', `s3://${first}`, `s3://${third}`, '--content-type', 'q/r')
      expect(await head(third)).toMatchObject({ ...expected, ContentType: 'q/r' })
    },
  )

  test.each(sizes)(
    'tags stay with a copy (%s), and are left behind when they are to be',
    async (what, size) => {
      const from = await planted(`tags ${what}`, size)
      const [first, second] = [await scene.bucket('first'), await scene.bucket('second')]
      await run('sync', from, `s3://${first}`)
      const TagSet = [
        { Key: 'colour', Value: 'blue & green' },
        { Key: 'é', Value: '' },
      ]
      await scene.s3.send(new PutObjectTaggingCommand({ Bucket: first, Key: 'f', Tagging: { TagSet } }))
      const tagsIn = async (Bucket: string): Promise<unknown> =>
        (await scene.s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'f' }))).TagSet
      await run('sync', `s3://${first}`, `s3://${second}`)
      expect(await tagsIn(second)).toEqual(expect.arrayContaining(TagSet))
      if (what === 'small') return
      // radosgw keeps the tags of a whole copy whatever it is told.
      const third = await scene.bucket('third')
      await run('sync', `s3://${first}`, `s3://${third}`, '--copy-props', 'metadata-directive')
      expect(await tagsIn(third)).toEqual([])
    },
  )

  test.each(sizes)(
    'a key of one’s own (%s): up, across to another key, and down again',
    async (what, size) => {
      const from = await planted(`own key ${what}`, size)
      const [first, second] = [await scene.bucket('first'), await scene.bucket('second')]
      await run('sync', from, `s3://${first}`, '--sse-c', '--sse-c-key', 'fileb://key')
      await expect(head(first)).rejects.toThrow()
      expect(await head(first, customerKey(key))).toMatchObject({
        SSECustomerKeyMD5: createHash('md5').update(key).digest('base64'),
        ContentLength: size,
      })
      await run(
        ...['sync', `s3://${first}`, `s3://${second}`, '--sse-c-copy-source', '--sse-c-copy-source-key'],
        ...['fileb://key', '--sse-c', 'AES256', '--sse-c-key', 'fileb://other-key'],
      )
      expect(await head(second, customerKey(otherKey))).toMatchObject({ ContentLength: size })
      const back = scene.path(`own key back ${what}`)
      await run('sync', `s3://${second}`, back, '--sse-c', '--sse-c-key', 'fileb://other-key')
      expect(await readTree(back)).toEqual(await readTree(from))
    },
  )

  test('a key of one’s own is in no file of a run, and which it was is', async () => {
    const folder = await planted('own key kept', 100)
    const bucket = await scene.bucket('kept')
    await run('sync', folder, `s3://${bucket}`, '--sse-c', '--sse-c-key', 'fileb://key')
    const state = scene.path('home', 'state')
    const kept = await Promise.all(
      Object.keys(await readTree(state)).map(
        async (name) => [name, await readFile(path.join(state, name))] as const,
      ),
    )
    const naming = (text: string): string[] =>
      kept.filter(([, bytes]) => bytes.includes(text)).map(([name]) => path.extname(name))
    for (const form of ['latin1', 'base64', 'hex'] as const) expect(naming(key.toString(form))).toEqual([])
    const which = naming(createHash('md5').update(key).digest('base64'))
    expect(new Set(which)).toEqual(new Set(['.jsonl', '.sqlite']))
  })

  test.each(sizes)('a key of KMS (%s)', async (what, size) => {
    const from = await planted(`kms ${what}`, size)
    const bucket = await scene.bucket('kms')
    await run('sync', from, `s3://${bucket}`, '--sse', 'aws:kms', '--sse-kms-key-id', 'testkey-1')
    expect(await head(bucket)).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'testkey-1' })
  })

  test('a canned ACL, and grants', async () => {
    const from = await planted('acl', 10)
    const [canned, granted] = [await scene.bucket('canned'), await scene.bucket('granted')]
    const everybody = 'http://acs.amazonaws.com/groups/global/AllUsers'
    const rightsIn = async (Bucket: string): Promise<unknown> =>
      (await scene.s3.send(new GetObjectAclCommand({ Bucket, Key: 'f' }))).Grants?.map(
        ({ Grantee, Permission }) => [Grantee?.URI ?? 'owner', Permission],
      )
    await run('sync', from, `s3://${canned}`, '--acl', 'public-read')
    expect(await rightsIn(canned)).toEqual(
      expect.arrayContaining([
        [everybody, 'READ'],
        ['owner', 'FULL_CONTROL'],
      ]),
    )
    await run(
      'sync',
      from,
      `s3://${granted}`,
      '--grants',
      `read=uri=${everybody}`,
      `readacl=uri=${everybody}`,
    )
    expect(await rightsIn(granted)).toEqual(
      expect.arrayContaining([
        [everybody, 'READ'],
        [everybody, 'READ_ACP'],
      ]),
    )
  })

  test('deletes in a versioned bucket are delete markers', async () => {
    const bucket = await scene.bucket('versioned')
    await scene.s3.send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    )
    await scene.put(bucket, { gone: 'x', f: 'x' })
    await run('sync', await planted('versioned', 10), `s3://${bucket}`, '--delete')
    const { DeleteMarkers, Versions } = await scene.s3.send(new ListObjectVersionsCommand({ Bucket: bucket }))
    expect(DeleteMarkers?.map(({ Key }) => Key)).toEqual(['gone'])
    expect(Versions?.map(({ Key }) => Key)).toContain('gone')
  })

  test.each(sizes)(
    'what the second identity may not read goes through this machine (%s)',
    async (what, size) => {
      const from = await planted(`relay ${what}`, size)
      const mine = await scene.bucket('mine')
      const theirs = `theirs-${mine}`
      await run('sync', from, `s3://${mine}`, '--metadata', 'a=1', '--content-type', 'x/y')
      const { other } = radosgw()
      const profile = [
        ...['[mine]', `aws_access_key_id = ${radosgw().accessKeyId}`],
        ...[`aws_secret_access_key = ${radosgw().secretAccessKey}`, '[theirs]'],
        ...[`aws_access_key_id = ${other.accessKeyId}`, `aws_secret_access_key = ${other.secretAccessKey}`],
      ].join('\n')
      await writeFile(scene.path('credentials'), profile)
      const env = Object.fromEntries(Object.entries(scene.env).filter(([name]) => !/ACCESS_KEY/.test(name)))
      const withoutKeys = { ...env, AWS_SHARED_CREDENTIALS_FILE: scene.path('credentials') }
      const asThem = connect({ ...radosgw(), ...other })
      await asThem.send(new CreateBucketCommand({ Bucket: theirs }))
      const args = ['sync', `s3://${mine}`, `s3://${theirs}`, '--profile', 'theirs']
      const refused = await scene.run(args, { env: withoutKeys })
      expect(refused.exit).not.toBe(0)
      const done = await scene.run([...args, '--source-profile', 'mine'], { env: withoutKeys })
      expect(done, done.stderr).toMatchObject({ exit: 0 })
      const copy = await asThem.send(new HeadObjectCommand({ Bucket: theirs, Key: 'f' }))
      expect(copy).toMatchObject({ ContentLength: size, ContentType: 'x/y', Metadata: { a: '1' } })
      asThem.destroy()
    },
  )
})
