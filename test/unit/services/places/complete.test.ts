import { describe, expect, test } from 'vitest'
import { complete } from '../../../../main/services/places/complete.ts'
import { readAddress } from '../../../../main/services/places/typed-address.ts'
import { MemoryS3 } from '../../../fakes/memory-s3.ts'
import { plantTree } from '../../../fakes/memory-tree.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'

const here = { platform: 'linux', home: '/home/ada', folder: '/home/ada' } as const

async function goOn(text: string, connection: 'computer' | 'server' = 'server'): Promise<string[]> {
  const { fs } = createMemoryWorld()
  plantTree(fs, '/home/ada', {
    'docs/deep/x': 'x',
    'docs.txt': 'x',
    'downloads/x': 'x',
    '.config/x': 'x',
    'many/x': 'x',
    ...Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`many/${String(i).padStart(2, '0')}/x`, 'x']),
    ),
  })
  const s3 = new MemoryS3()
  for (const name of ['www', 'www-eu', 'logs']) s3.makeBucket(name)
  for (const key of ['a/1', 'abc/1', 'abc.txt', 'b/1']) {
    s3.buckets
      .get('www')
      ?.write(key, { bytes: Buffer.from('x'), etag: 'e', etagIsDigest: true, metadata: {} })
  }
  const store = connection === 'server' ? async () => s3.connect() : null
  const { signal } = new AbortController()
  return complete(readAddress(text, here), text, { fs, platform: 'linux', store }, signal)
}

describe('an address goes on as', () => {
  test.each([
    ['a folder that begins so', 'do', ['/home/ada/docs/', '/home/ada/downloads/']],
    ['a folder below one', '~/docs/', ['/home/ada/docs/deep/']],
    ['a folder below home', '~', ['/home/ada/docs/', '/home/ada/downloads/', '/home/ada/many/']],
    ['a hidden folder, once the dot is typed', '.', ['/home/ada/.config/']],
    ['a hidden folder of a whole path', '~/.', ['/home/ada/.config/']],
    ['a hidden folder that begins so', '/home/ada/.c', ['/home/ada/.config/']],
    ['nothing below what is not there', '/none/x', []],
    ['a bucket', 's3://', ['s3://logs/', 's3://www/', 's3://www-eu/']],
    ['a bucket that begins so', 's3://www', ['s3://www/', 's3://www-eu/']],
    ['a prefix', 's3://www/', ['s3://www/a/', 's3://www/abc/', 's3://www/b/']],
    ['a prefix that begins so', ' s3://www/ab ', ['s3://www/abc/']],
  ])('%s', async (_, text, texts) => {
    expect(await goOn(text)).toEqual(texts)
  })

  test('twenty at most', async () => {
    expect(await goOn('~/many/')).toHaveLength(20)
  })

  test('nothing, where this computer is asked for buckets', async () => {
    expect(await goOn('s3://www', 'computer')).toEqual([])
  })
})
