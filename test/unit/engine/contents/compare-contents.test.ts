import { expect, test } from 'vitest'
import { comparingContents } from '../../../../main/engine/contents/compare-contents.ts'
import type { EqualPair } from '../../../../main/engine/planning/contents-in-order.ts'
import type { LocalSide, S3Side, Side } from '../../../../main/engine/side.ts'
import { s3Error } from '../../../fakes/s3-error.ts'
import { compareScene } from './comparing.ts'
import { never, seenAt } from './listed-file.ts'
import { slotsOf } from '../../../fakes/slots.ts'

const text = 'the bytes of it'
const local: LocalSide = { kind: 'local', root: '/d' }

async function scene(stored = text) {
  const made = compareScene()
  const { world, s3, cache, tools, put, file } = made
  await file(text)
  const { etag, size } = put('p/f', { text: stored })
  const bucket: S3Side = { kind: 's3', store: s3.connect(), bucket: 'b', prefix: 'p/' }
  const pair = (here: Side, there: Side, seen: Awaited<ReturnType<typeof seenAt>>): EqualPair => {
    const entryOf = (side: Side): EqualPair['source'] =>
      side.kind === 'local' ? { key: 'f', ...seen } : { key: 'f', size, modified: 0, etag }
    return { key: 'f', source: entryOf(here), destination: entryOf(there) }
  }
  const seen = await seenAt(world.fs, '/d/f')
  return {
    ...made,
    bucket,
    compare: (source: Side, destination: Side, slots = slotsOf(2), signal = never) =>
      comparingContents({ ...tools, world, source, destination, slots, digests: cache })(
        pair(source, destination, seen),
        signal,
      ),
  }
}

test.each(['upload', 'download', 'copy'])('both sides are found, in an %s', async (direction) => {
  const { bucket, compare } = await scene()
  const source = direction === 'upload' ? local : bucket
  const destination = direction === 'download' ? local : bucket
  expect(await compare(source, destination)).toEqual({ kind: 'same' })
})

test('of nothing there is only one', async () => {
  const { world, tools, bucket, asked } = await scene()
  asked()
  const compare = comparingContents({
    ...tools,
    world,
    source: local,
    destination: bucket,
    slots: slotsOf(1),
    digests: null,
  })
  const nothing = { key: 'f', size: 0, modified: 0, etag: 'x' }
  expect(await compare({ key: 'f', source: nothing, destination: nothing }, never)).toEqual({ kind: 'same' })
  expect(asked()).toEqual({ reads: 0, heads: 0 })
})

test('a file that can not be read is not verified, and says why', async () => {
  const { world, bucket, compare } = await scene()
  world.fs.before = (op) => {
    if (op === 'openToRead') throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' })
  }
  expect(await compare(local, bucket)).toMatchObject({
    kind: 'unverified',
    why: expect.stringContaining('/d/f'),
  })
})

test('an object that may not be asked for is not verified', async () => {
  const { s3, bucket, compare } = await scene('the bytes of IT')
  s3.before = (op) => {
    if (op === 'head') throw s3Error('AccessDenied', { op, bucket: 'b', key: 'p/f' })
  }
  expect(await compare(local, bucket)).toMatchObject({ kind: 'unverified' })
})

test('credentials that do not hold end it all', async () => {
  const { s3, bucket, compare, world } = await scene()
  world.fs.before = (op) => {
    if (op === 'openToRead') throw s3Error('ExpiredToken', { op: 'head', bucket: 'b', key: 'p/f' })
  }
  await expect(compare(local, bucket)).rejects.toMatchObject({ code: 'credentials-expired' })
  expect(s3.openBodies).toBe(0)
})

test('no more are compared at once than there are slots', async () => {
  const { world, bucket, compare } = await scene()
  const slots = slotsOf(1)
  let [open, most] = [0, 0]
  world.fs.before = async (op) => {
    if (op === 'openToRead') most = Math.max(most, ++open)
    await Promise.resolve()
    if (op === 'close') open--
  }
  await Promise.all([compare(local, bucket, slots), compare(local, bucket, slots)])
  expect(most).toBe(1)
})

test('a cancel is no verdict', async () => {
  const { bucket, compare } = await scene()
  const abort = new AbortController()
  const reason = new Error('cancelled')
  abort.abort(reason)
  await expect(compare(local, bucket, slotsOf(1), abort.signal)).rejects.toBe(reason)
})
