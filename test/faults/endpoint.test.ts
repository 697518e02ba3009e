import { writeFile } from 'node:fs/promises'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { needs } from '../servers/needs.ts'
import { sceneOfFile } from './scene-of-file.ts'
import { makeCertificate, startTlsFront } from './tls-front.ts'
import type { Certificate } from './tls-front.ts'
import { digestsOf, readTree, writeTree } from './tree.ts'

/* An endpoint that can't prove who it is, and one that is not where it was said to be. */
const scene = sceneOfFile()
let trusted: Certificate
let bucket: string

beforeAll(async () => {
  trusted = makeCertificate('localhost')
  bucket = await scene().bucket('tls')
  await scene().put(bucket, { a: 'a' })
})

/** A sync with `--delete` from behind TLS, into a folder that has something to lose. */
async function behind(options: Parameters<typeof startTlsFront>[1], ...more: string[]) {
  const front = await startTlsFront(scene().proxy.endpoint, options)
  onTestFinished(front.close)
  const folder = scene().path('behind-tls')
  await writeTree(folder, { mine: 'mine' })
  const run = await scene().run(['sync', `s3://${bucket}`, folder, '--delete', ...more], {
    endpoint: front.endpoint,
  })
  return { run, front, tree: await readTree(folder) }
}

const caBundle = async (cert: string): Promise<string> => {
  await writeFile(scene().path('ca.pem'), cert)
  return scene().path('ca.pem')
}

describe('an endpoint behind TLS', needs('unix'), () => {
  test.each([
    ['F33 whose certificate nobody vouches for', () => ({ ...trusted }), false],
    ['F90 whose certificate is for another host', () => ({ ...makeCertificate('elsewhere.example') }), true],
    [
      'F90 that knows TLS 1.0 only',
      () =>
        ({ ...trusted, maxVersion: 'TLSv1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }) as const,
      true,
    ],
  ])('%s: refused, named, nothing asked or deleted, exit 3', async (_, options, known) => {
    const tls = options()
    const { run, front, tree } = await behind(
      tls,
      ...(known ? ['--ca-bundle', await caBundle(tls.cert)] : []),
    )
    expect(run, run.stderr).toMatchObject({ exit: 3, timedOut: false })
    expect(run.stderr).toContain('localhost')
    expect(front.asked()).toBe(0)
    expect(tree).toEqual(digestsOf({ mine: 'mine' }))
  })

  test('F90 whose certificate is vouched for by one’s own CA: it is asked, exit 0', async () => {
    const { run, tree } = await behind({ ...trusted }, '--ca-bundle', await caBundle(trusted.cert))
    expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false })
    expect(tree).toEqual(digestsOf({ a: 'a' }))
  })
})

test('F79 a bucket that the server says is elsewhere: no secret goes there, the place is named, exit 4 or 3', async () => {
  scene().proxy.setPlan([{ mode: 'moved' }])
  const folder = scene().path('moved')
  await writeTree(folder, { mine: 'mine' })
  const run = await scene().run(['sync', `s3://${bucket}`, folder, '--delete'])
  expect([3, 4], run.stderr).toContain(run.exit)
  expect(run.stderr).toContain(bucket)
  expect(run.stderr + run.stdout).not.toContain(scene().env['AWS_SECRET_ACCESS_KEY'])
  expect(await readTree(folder)).toEqual(digestsOf({ mine: 'mine' }))
})

test('F32 a prefix that is closed to us, in a bucket that is open: nothing is deleted, exit 4', async () => {
  const half = await scene().bucket('half-open')
  await scene().put(half, { 'open/a': 'a', 'shut/b': 'b' })
  const folder = scene().path('half-open')
  await writeTree(folder, { mine: 'mine' })
  scene().proxy.setPlan([{ mode: 'list403', prefix: 'shut/' }])
  const shut = await scene().run(['sync', `s3://${half}/shut`, folder, '--delete'])
  expect(shut, shut.stderr).toMatchObject({ exit: 4, timedOut: false })
  expect(await readTree(folder)).toEqual(digestsOf({ mine: 'mine' }))
  expect((await scene().run(['sync', `s3://${half}/open`, folder, '--delete'])).exit).toBe(0)
})

test('F38 times that are old, or ahead, and sizes that are large are no lie: the listing counts, exit 0', async () => {
  scene().proxy.setPlan([{ mode: 'listoldtime' }])
  const run = await scene().run(['sync', `s3://${bucket}`, scene().path('old-times'), '--dryrun'])
  expect(scene().proxy.struck.listoldtime).toBe(1)
  expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false })
})
