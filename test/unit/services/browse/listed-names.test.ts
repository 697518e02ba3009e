import { expect, test } from 'vitest'
import { createRetry } from '../../../../main/engine/index.ts'
import { listNames, type Listed } from '../../../../main/services/browse/listed-names.ts'
import type { Address } from '../../../../main/services/places/typed-address.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { plantTree } from '../../../fakes/memory-tree.ts'
import { SluiceError } from '../../../../shared/errors.ts'

function setUp(pageSize = 1000) {
  const world = createMemoryWorld()
  const s3 = new MemoryS3({ clock: world.clock, pageSize })
  s3.makeBucket('www')
  s3.makeBucket('logs')
  let opened = 0
  const from = {
    fs: world.fs,
    retry: createRetry(world),
    store: async () => {
      opened++
      return s3.connect()
    },
  }
  const put = (key: string): void => {
    s3.buckets.get('www')?.write(key, {
      bytes: Buffer.from(key),
      etag: 'x',
      etagIsDigest: false,
      metadata: {},
    })
  }
  const pages = async (address: Address, signal = new AbortController().signal): Promise<Listed[][]> => {
    const all: Listed[][] = []
    for await (const page of listNames(address, from, signal)) all.push(page)
    return all
  }
  const play = (address: Address, signal?: AbortSignal) => world.clock.run(pages(address, signal))
  return { world, s3, put, play, opened: () => opened }
}

test('a folder is read from the disk, and no server is opened for it', async () => {
  const { world, play, opened } = setUp()
  plantTree(world.fs, '/site', { 'a.txt': { file: 'abc', modified: 5000 }, 'css/': { folder: true } })
  const [page] = await play({ kind: 'local', path: '/site' })
  expect(page).toContainEqual({
    name: 'a.txt',
    kind: 'file',
    size: 3,
    modified: 5000,
    storageClass: '',
    problem: null,
  })
  expect(page?.find(({ name }) => name === 'css')).toMatchObject({ kind: 'folder', size: null })
  expect(opened()).toBe(0)
})

test('the buckets have names and nothing else', async () => {
  const [page] = await setUp().play({ kind: 'buckets' })
  expect(page).toEqual(
    ['logs', 'www'].map((name) => ({
      name,
      kind: 'bucket',
      size: null,
      modified: null,
      storageClass: '',
      problem: null,
    })),
  )
})

test('a prefix shows what is directly below it, by its last name', async () => {
  const { put, play } = setUp()
  for (const key of ['site/', 'site/a.txt', 'site/css/x', 'site/css/y', 'site//deep', 'other']) put(key)
  const [page] = await play({ kind: 's3', bucket: 'www', prefix: 'site/' })
  expect(page?.map(({ name, kind }) => `${kind} ${name}`).toSorted()).toEqual([
    'file a.txt',
    'folder ',
    'folder css',
  ])
  expect(page?.find(({ name }) => name === 'a.txt')).toMatchObject({ size: 10, storageClass: 'STANDARD' })
})

test('a long listing comes page by page, each name once', async () => {
  const { put, play } = setUp(2)
  for (const key of ['a', 'b', 'c/x', 'c/y', 'd', 'e']) put(key)
  const pages = await play({ kind: 's3', bucket: 'www', prefix: '' })
  expect(pages.length).toBeGreaterThan(1)
  expect(
    pages
      .flat()
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('a busy server is asked again', async () => {
  const { put, play, s3 } = setUp()
  put('a')
  let refusals = 2
  s3.before = () => {
    if (refusals-- > 0) throw new SluiceError({ code: 'slow-down', message: 'Slow down.' })
  }
  expect((await play({ kind: 's3', bucket: 'www', prefix: '' })).flat()).toHaveLength(1)
})

test.each<[string, Address, string]>([
  ['a bucket that is not there', { kind: 's3', bucket: 'none', prefix: '' }, 'no-such-bucket'],
  ['a folder that is not there', { kind: 'local', path: '/none' }, 'gone'],
])('%s says so', async (_case, address, code) => {
  await expect(setUp().play(address)).rejects.toMatchObject({ code })
})

test.each<[string, Address]>([
  ['a folder', { kind: 'local', path: '/' }],
  ['a prefix', { kind: 's3', bucket: 'www', prefix: '' }],
  ['the buckets', { kind: 'buckets' }],
])('nobody who has gone is told what is in %s', async (_case, address) => {
  await expect(setUp().play(address, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone')
})
