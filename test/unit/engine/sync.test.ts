import { describe, expect, it } from 'vitest'
import { local, setUpSync } from '../../fakes/memory-sync.ts'
import type { Side } from '../../../main/engine/side.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { filesBelow, plant as plantOne, plantTree, snapshotTree, uproot } from '../../fakes/memory-tree.ts'

const mebibyte = 1024 * 1024

describe('sync', () => {
  it('uploads what is not there, then nothing', async () => {
    const { run, lines, plant, www, keys } = setUpSync()
    plant({ 'a.txt': 'a', 'sub/b.txt': 'bb', empty: '' })
    const first = await run(local, www)
    expect(lines.sort()).toEqual(['done upload a.txt', 'done upload empty', 'done upload sub/b.txt'])
    expect(first).toMatchObject({
      exit: 0,
      transferred: { count: 3, bytes: 3 },
      proof: { hash: 3, size: 0, none: 0 },
    })
    expect(keys('www')).toEqual(['site/a.txt', 'site/empty', 'site/sub/b.txt'])
    const second = await run(local, www)
    expect(lines).toEqual([])
    expect(second).toMatchObject({ exit: 0, summary: { same: 3 } })
  })

  it('brings down what went up, byte for byte, with the time of the object', async () => {
    const { run, plant, www, world } = setUpSync()
    const large = Uint8Array.from({ length: 17 * mebibyte }, (_, i) => (i * 31) & 255)
    plant({ 'a.txt': 'a', 'sub/large.bin': large })
    await run(local, www)
    const report = await run(www, { kind: 'local', root: '/home/ada/copy' })
    expect(report).toMatchObject({ exit: 0, transferred: { count: 2 }, proof: { hash: 2 } })
    const files = filesBelow(world.fs, '/home/ada/copy')
    expect([...files.keys()]).toEqual(['a.txt', 'sub/large.bin'])
    expect(Buffer.compare(files.get('sub/large.bin') ?? new Uint8Array(), large)).toBe(0)
    const again = await run(www, { kind: 'local', root: '/home/ada/copy' }, { compare: 'exact-timestamps' })
    expect(again).toMatchObject({ exit: 0, transferred: { count: 0 }, summary: { same: 2 } })
  })

  it('proves a large download by its hash also where the server names no part size', async () => {
    const { world, run, plant, www } = setUpSync({ quirks: 'radosgw' })
    plant({ large: Uint8Array.from({ length: 20 * mebibyte }, (_, i) => i & 255) })
    await run(local, www)
    const report = await run(www, { kind: 'local', root: '/home/ada/copy' })
    expect(report).toMatchObject({ exit: 0, transferred: { count: 1 }, proof: { hash: 1, size: 0 } })
    expect(filesBelow(world.fs, '/home/ada/copy').get('large')?.length).toBe(20 * mebibyte)
  })

  it('copies from bucket to bucket on the server, in parts where it must', async () => {
    const { run, plant, www, copy, s3 } = setUpSync()
    plant({ small: 'x', large: new Uint8Array(9 * mebibyte) })
    await run(local, www)
    s3.effects.length = 0
    const report = await run(www, copy)
    expect(report).toMatchObject({ exit: 0, transferred: { count: 2 } })
    expect(s3.effects.some((effect) => effect.op === 'get' || effect.op === 'putPart')).toBe(false)
    expect(await run(www, copy)).toMatchObject({ exit: 0, transferred: { count: 0 }, summary: { same: 2 } })
  })

  it('deletes last, and only what the source does not have', async () => {
    const { run, lines, plant, www, keys, put } = setUpSync()
    plant({ a: 'a', b: 'b' })
    put('site/old', 'old')
    put('other', 'not below the prefix')
    const report = await run(local, www, { delete: true })
    expect(lines.at(-1)).toBe('done delete-remote old')
    expect(report).toMatchObject({ exit: 0, deleted: { count: 1, bytes: 3 } })
    expect(keys('www')).toEqual(['other', 'site/a', 'site/b'])
  })

  it('withholds every delete when a transfer failed, and lists them', async () => {
    const { run, lines, plant, www, s3, keys, put } = setUpSync()
    plant({ a: 'a', b: 'b' })
    put('site/old', 'old')
    s3.before = (op, _, key) => {
      if (op === 'put' && key === 'site/b')
        throw new SluiceError({ code: 'access-denied', message: 'no', subject: 'b' })
    }
    const report = await run(local, www, { delete: true })
    expect(report).toMatchObject({ exit: 1, failed: 1, withheld: 1, deleted: { count: 0 } })
    expect(lines).toContain('withheld delete-remote old')
    expect(keys('www')).toContain('site/old')
  })

  it('withholds every delete when the source has no entry at all', async () => {
    const { run, lines, plant, www, put } = setUpSync()
    plant({ 'only-folders/': { folder: true } })
    put('site/old', 'old')
    expect(await run(local, www, { delete: true })).toMatchObject({ exit: 5, deleted: { count: 0 } })
    expect(lines).toEqual(['withheld delete-remote old'])
    expect(await run(local, www, { delete: true, dryRun: true })).toMatchObject({ exit: 5 })
    expect(await run(local, www, { delete: true, allowEmptySource: true })).toMatchObject({
      exit: 0,
      deleted: { count: 1 },
    })
  })

  it('does not take a source for empty because filters left it unread', async () => {
    const { run, plant, www, put } = setUpSync()
    plant({ 'cache/x': 'x' })
    put('site/old', 'old')
    const filters = [{ kind: 'exclude', pattern: 'cache/*' }] as const
    expect(await run(local, www, { delete: true, filters: [...filters] })).toMatchObject({
      exit: 0,
      deleted: { count: 1 },
    })
  })

  it('deletes nothing at all when a remote listing is not proved', async () => {
    const { run, plant, www, s3, world } = setUpSync({ pageSize: 2 })
    plant({ a: 'a', b: 'b', c: 'c', d: 'd', e: 'e' })
    await run(local, www)
    s3.before = (op) => {
      if (op === 'listPage' && s3.effects.filter((effect) => effect.op === 'listPage').length > 0) {
        throw new SluiceError({ code: 'listing-not-proved', message: 'an empty body', subject: 's3://www' })
      }
    }
    s3.effects.length = 0
    const report = await run(www, local, { delete: true })
    expect(report).toMatchObject({ exit: 3, deleted: { count: 0 }, endedBy: { code: 'listing-not-proved' } })
    expect(filesBelow(world.fs, '/home/ada/site').size).toBe(5)
  })

  it('keeps what lies at or below a name that it could not read, and deletes the rest', async () => {
    const { run, lines, plant, www, keys, world, put } = setUpSync()
    plant({ a: 'a', 'secret/x': 'x' })
    put('site/old', 'old')
    put('site/secret/x', 'x')
    world.fs.before = (op, path) => {
      if (op === 'readFolder' && path.endsWith('/secret'))
        throw Object.assign(new Error('no'), { code: 'EACCES' })
    }
    const report = await run(local, www, { delete: true })
    expect(lines).toContain('problem unreadable secret')
    expect(report).toMatchObject({ exit: 2, deleted: { count: 1 }, summary: { protected: 1 } })
    expect(keys('www')).toEqual(['site/a', 'site/secret/x'])
  })

  it('fetches anew what it can not read at the destination (SKP-4)', async () => {
    const { run, lines, www, world, put } = setUpSync()
    put('site/secret', 'new')
    plantTree(world.fs, '/home/ada/site', { secret: { file: 'old', mode: 0o600 } })
    world.fs.before = (op, path) => {
      if (op === 'checkReadable' && path.endsWith('secret'))
        throw Object.assign(new Error('no'), { code: 'EACCES' })
    }
    expect(await run(www, local, { compare: 'size-only' })).toMatchObject({
      exit: 2,
      transferred: { count: 1 },
    })
    expect(lines).toContain('problem unreadable secret')
    expect([...snapshotTree(world.fs, '/home/ada/site').keys()]).toEqual(['secret'])
  })

  it('does not replace what it finds below a folder that was replaced while it was listed', async () => {
    const { run, lines, www, world, put, plant } = setUpSync()
    put('site/d/x', 'new')
    plant({ d: { folder: true } })
    world.fs.before = (op, path) => {
      if (op !== 'readFolder' || !path.endsWith('/d')) return
      uproot(world.fs, path)
      plantTree(world.fs, path, { x: 'theirs' })
    }
    expect(await run(www, local)).toMatchObject({ exit: 1, refused: 1, warnings: 1 })
    expect(lines).toContain('problem replaced d')
    expect(filesBelow(world.fs, '/home/ada/site').get('d/x')).toEqual(Uint8Array.from(Buffer.from('theirs')))
  })

  it('refuses a key that leaves the destination, and keeps the file it would have landed on', async () => {
    const { run, lines, www, world, put } = setUpSync()
    for (const key of ['site/../../etc', 'site/./kept', 'site/ok']) put(key, key)
    plantTree(world.fs, '/home/ada/site', { kept: 'kept', stale: 'stale' })
    const report = await run(www, local, { delete: true })
    expect(report).toMatchObject({ exit: 2, deleted: { count: 1 } })
    expect([...snapshotTree(world.fs, '/home/ada').keys()]).toEqual(['site', 'site/kept', 'site/ok'])
    expect(lines.filter((line) => line.startsWith('problem'))).toHaveLength(2)
  })

  it('shows in a dry run what a run then does, and changes nothing', async () => {
    const { run, lines, plant, www, s3, keys, put } = setUpSync()
    plant({ a: 'a', b: 'b' })
    put('site/old', 'old')
    s3.effects.length = 0
    const dry = await run(local, www, { delete: true, dryRun: true })
    expect(lines).toEqual(['planned upload a', 'planned upload b', 'planned delete-remote old'])
    expect(dry).toMatchObject({
      exit: 0,
      transferred: { count: 0 },
      summary: { transfers: { count: 2 }, deletes: { count: 1 } },
    })
    expect(s3.effects.every((effect) => effect.op === 'listPage')).toBe(true)
    expect(keys('www')).toEqual(['site/old'])
  })

  it('does not replace an object that appeared since the listing', async () => {
    const { run, plant, www, s3, put, text } = setUpSync()
    plant({ a: 'mine' })
    let appeared = false
    s3.before = (op) => {
      if (op !== 'put' || appeared) return
      appeared = true
      put('site/a', 'theirs')
    }
    expect(await run(local, www)).toMatchObject({ exit: 1, refused: 1, transferred: { count: 0 } })
    expect(text('site/a')).toBe('theirs')
  })

  it('does not delete an object that was replaced since the listing', async () => {
    const { run, plant, www, s3, put } = setUpSync()
    plant({ a: 'a' })
    put('site/old', 'old')
    s3.after = (op) => {
      if (op === 'put') {
        s3.after = undefined
        put('site/old', 'someone needs this now')
      }
    }
    expect(await run(local, www, { delete: true })).toMatchObject({
      exit: 1,
      refused: 1,
      deleted: { count: 0 },
    })
  })

  it('never stores a file that changes while it is read', async () => {
    const { run, www, world, keys } = setUpSync()
    const log = plantOne(world.fs, '/home/ada/site/log', 'line 1')
    world.fs.before = (op, path) => {
      if (op === 'read' && path.endsWith('/log')) log.modified += 1000
    }
    const report = await run(local, www)
    expect(report).toMatchObject({ exit: 1, refused: 1, failures: [{ code: 'changed' }] })
    expect(keys('www')).toEqual([])
  })

  it('notices bytes that changed on the way down, and leaves what was there', async () => {
    const { run, www, s3, world, put } = setUpSync()
    put('site/a', 'right')
    plantTree(world.fs, '/home/ada/site', { a: 'older' + 'x' })
    s3.body = (_, bytes) => Uint8Array.from(bytes, (byte, i) => (i === 0 ? byte ^ 1 : byte))
    const report = await run(www, local)
    expect(report).toMatchObject({ exit: 6, failed: 1 })
    expect(
      [...filesBelow(world.fs, '/home/ada/site')].map(([key, bytes]) => [key, Buffer.from(bytes).toString()]),
    ).toEqual([['a', 'olderx']])
  })

  it('ends with 130 and what was in flight finished when it is asked to finish', async () => {
    const { run, plant, www, keys } = setUpSync({ latency: 50 })
    plant(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${String(i).padStart(2, '0')}`, 'x'])))
    const finish = new AbortController()
    const report = await run(
      local,
      www,
      {},
      {
        finish: finish.signal,
        onEvent: (event) => {
          if (event.kind === 'row') finish.abort()
        },
      },
    )
    expect(report).toMatchObject({ exit: 130, endedBy: { code: 'interrupted' }, failed: 0 })
    expect(keys('www').length).toBe(report.transferred.count)
    expect(keys('www').length).toBeLessThan(10)
    const left = 50 - keys('www').length
    expect(await run(local, www)).toMatchObject({ exit: 0, transferred: { count: left } })
  })

  it('refuses one prefix inside the other before anything is asked', async () => {
    const { run, www, s3 } = setUpSync()
    const inner: Side = { ...www, prefix: 'site/backup/' }
    expect(await run(www, inner)).toMatchObject({ exit: 252, endedBy: { code: 'overlapping-roots' } })
    expect(s3.effects).toEqual([])
    expect(await run(www, inner, { filters: [{ kind: 'exclude', pattern: 'backup/*' }] })).toMatchObject({
      exit: 0,
    })
    expect(await run(www, www, { delete: true })).toMatchObject({ exit: 0, transferred: { count: 0 } })
  })

  it('knows an access point by either way to write its ARN', async () => {
    const { run, www } = setUpSync()
    const arn = 'arn:aws:s3:eu-west-1:123456789012:accesspoint'
    const from: Side = { ...www, bucket: `${arn}/ap`, prefix: 'site/' }
    const to: Side = { ...www, bucket: `${arn}:ap`, prefix: 'site/backup/' }
    expect(await run(from, to)).toMatchObject({ exit: 252, endedBy: { code: 'overlapping-roots' } })
  })

  it('takes the temp files of its own runs for no entries, and those of others for files', async () => {
    const { run, plant, www, keys } = setUpSync()
    plant({
      a: 'a',
      '.sluice-killed-7.part': 'half',
      '.sluice-killed-7.ranges': 'noted',
      '.sluice-other-7.part': 'not ours',
    })
    expect(await run(local, www)).toMatchObject({ exit: 0, transferred: { count: 2 } })
    expect(keys('www')).toEqual(['site/.sluice-other-7.part', 'site/a'])
  })

  it('removes what a killed run of its own left at the destination, and nothing of others', async () => {
    const { world, run, put, www } = setUpSync()
    put('site/a', 'a')
    plantTree(world.fs, '/home/ada/copy', {
      'sub/.sluice-killed-3.part': 'half',
      'sub/.sluice-killed-3.ranges': 'noted',
      '.sluice-other-3.part': 'not ours',
    })
    const copyFolder: Side = { kind: 'local', root: '/home/ada/copy' }
    await run(www, copyFolder, { dryRun: true })
    expect(filesBelow(world.fs, '/home/ada/copy').size).toBe(3)
    expect(await run(www, copyFolder)).toMatchObject({ exit: 0, deleted: { count: 0 } })
    expect([...filesBelow(world.fs, '/home/ada/copy').keys()]).toEqual(['.sluice-other-3.part', 'a'])
  })

  it('takes an object that appeared with the bytes it was to write for written', async () => {
    const { run, plant, www, s3, put } = setUpSync()
    plant({ a: 'mine' })
    let appeared = false
    s3.before = (op) => {
      if (op !== 'put' || appeared) return
      appeared = true
      put('site/a', 'mine')
    }
    expect(await run(local, www)).toMatchObject({ exit: 0, transferred: { count: 1 }, proof: { hash: 1 } })
  })

  it('leaves no timer and no open body behind', async () => {
    const { run, plant, www, s3, world } = setUpSync()
    plant({ a: 'a', b: new Uint8Array(9 * mebibyte) })
    await run(local, www)
    await run(www, { kind: 'local', root: '/home/ada/down' })
    expect(s3.openBodies).toBe(0)
    expect(world.clock.pending).toBe(0)
  })
})
