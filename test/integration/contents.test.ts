import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPracticeServer, type PracticeServer } from '../../main/practice/index.ts'
import { seededBytes } from '../fakes/seeded-random.ts'
import type { CliRun } from '../faults/run-cli.ts'
import { Scene } from '../faults/scene.ts'
import { writeTree } from '../faults/tree.ts'
import { needs } from '../servers/needs.ts'
import { radosgw } from '../servers/radosgw.ts'

const small = seededBytes(1, 1000)
const inParts = seededBytes(2, 9 << 20)

const lines = ({ stdout }: CliRun): string[] => stdout.split('\n').filter((line) => line !== '')

describe('two buckets by content, on a server that keeps checksums as Amazon does', () => {
  let server: PracticeServer
  let directory: string
  let scene: Scene

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'sluice-contents-'))
    server = await startPracticeServer({ directory })
    scene = await Scene.set(server)
    await writeTree(scene.path('from'), { small, inParts })
  })

  afterAll(async () => {
    await scene.close()
    await server.close()
    await rm(directory, { recursive: true })
  })

  test('an object in one piece is known for the one in parts, and another one of its size is not', async () => {
    const [first, second] = [await scene.bucket('first'), await scene.bucket('second')]
    await scene.run(['sync', 'from', `s3://${first}`])
    await scene.put(second, { small, inParts })
    scene.proxy.resetCounts()
    const byContent = ['sync', `s3://${first}`, `s3://${second}`, '--compare', 'content']
    expect(await scene.run(byContent)).toMatchObject({ exit: 0, stdout: '', stderr: '' })
    // Equal MD5s settle the small one.
    expect(scene.proxy.counts).toMatchObject({ HeadObject: 2, GetObject: 0 })
    await scene.put(second, { small: seededBytes(3, 1000), inParts: seededBytes(4, 9 << 20) })
    const found = await scene.run(byContent)
    expect(found, found.stderr).toMatchObject({ exit: 0 })
    expect(lines(found)).toHaveLength(2)
    expect(await scene.run(byContent)).toMatchObject({ exit: 0, stdout: '', stderr: '' })
  })
})

describe('contents that nothing tells of, on radosgw', needs('radosgw'), () => {
  let scene: Scene

  beforeAll(async () => {
    scene = await Scene.set(radosgw())
    await writeTree(scene.path('from'), { small, inParts })
  })

  afterAll(() => scene.close())

  /** Its ETag of a small object is the MD5 of the bytes, under a key too; it says of neither that it is. */
  test('under SSE-KMS they are named, exit 2, and left as they are', async () => {
    const bucket = await scene.bucket('hidden')
    const args = ['sync', 'from', `s3://${bucket}`, '--sse', 'aws:kms', '--sse-kms-key-id', 'testkey-1']
    expect((await scene.run(args)).exit).toBe(0)
    const before = await scene.etags(bucket)
    const looked = await scene.run([...args, '--compare', 'content', '--delete'])
    expect(looked, looked.stderr).toMatchObject({ exit: 2, stdout: '' })
    expect(looked.stderr).not.toContain('small')
    expect(looked.stderr).toContain('inParts may differ: its contents could not be compared.')
    await writeTree(scene.path('from'), { small: seededBytes(5, 1000) })
    const again = await scene.run([...args, '--compare', 'content'])
    expect(again, again.stderr).toMatchObject({ exit: 2, stdout: '' })
    expect(again.stderr).toContain('small may differ: its contents could not be compared.')
    expect(await scene.etags(bucket)).toEqual(before)
  })
})
