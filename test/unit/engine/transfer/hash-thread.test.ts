import { execFile } from 'node:child_process'
import { createHash, hash } from 'node:crypto'
import path from 'node:path'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, test } from 'vitest'
import { ThreadedHashing } from '../../../../main/engine/transfer/hash-thread.ts'
import { RecordingLog } from '../../../fakes/memory-world.ts'

const mebibyte = 1024 * 1024

function shared(size: number, fill: number): Buffer {
  return Buffer.from(new SharedArrayBuffer(size)).fill(fill)
}

const text = (digest: Uint8Array): string => Buffer.from(digest).toString('hex')

describe('ThreadedHashing', () => {
  const log = new RecordingLog()
  const open: ThreadedHashing[] = []
  const hashing = (start?: () => Worker): ThreadedHashing => {
    const one = new ThreadedHashing(log, start)
    open.push(one)
    return one
  }

  afterEach(() => {
    for (const one of open.splice(0)) one.close()
    log.events.length = 0
  })

  /** Has its thread up. */
  async function warm(start?: () => Worker): Promise<ThreadedHashing> {
    const one = hashing(start)
    await one.begin('md5').digest()
    return one
  }

  test.each(['md5', 'sha256'] as const)('a large body has the %s that it has here', async (algorithm) => {
    const one = await warm()
    const bodies = [3, 4, 5].map((fill) => shared(2 * mebibyte, fill))
    const digests = await Promise.all(bodies.map((body) => one.digest(algorithm, body)))
    expect(digests.map(text)).toEqual(bodies.map((body) => hash(algorithm, body)))
  })

  test('bytes in order have one digest, whether they are shared or not, beside those of others', async () => {
    const one = hashing()
    const [a, b] = [one.begin('md5'), one.begin('sha256')]
    const chunks = [shared(mebibyte, 1), Buffer.alloc(10, 2), shared(5, 3)]
    await Promise.all(chunks.flatMap((chunk) => [a.update(chunk), b.update(chunk)]))
    expect(text(await a.digest())).toBe(createHash('md5').update(Buffer.concat(chunks)).digest('hex'))
    expect(text(await b.digest())).toBe(createHash('sha256').update(Buffer.concat(chunks)).digest('hex'))
  })

  test('small bodies, and those that are not shared, begin no thread', async () => {
    const one = hashing(() => {
      throw new Error('begun')
    })
    const small = shared(mebibyte - 1, 1)
    const own = Buffer.alloc(mebibyte)
    expect(text(await one.digest('md5', small))).toBe(hash('md5', small))
    expect(text(await one.digest('md5', own))).toBe(hash('md5', own))
    expect(log.events).toEqual([])
  })

  test('where no thread can be had, all is hashed here, and the log says why', async () => {
    const one = hashing(() => {
      throw new Error('no more threads')
    })
    const body = shared(mebibyte, 1)
    expect(text(await one.digest('md5', body))).toBe(hash('md5', body))
    const running = one.begin('md5')
    await running.update(body)
    expect(text(await running.digest())).toBe(hash('md5', body))
    expect(log.events).toEqual([{ what: 'hashing-thread-lost', error: 'Error: no more threads' }])
  })

  test.each([
    ['ends by itself', 'process.exit(3)'],
    ['throws', 'throw new Error("out of memory")'],
  ])('a thread that %s takes no digest with it unseen', async (_how, act) => {
    const one = await warm(
      () =>
        new Worker(
          `const { parentPort } = require('node:worker_threads')
          parentPort.on('message', ({ id, bytes }) => {
            if (bytes === null) parentPort.postMessage({ id, digest: new Uint8Array(16) })
            else { ${act} }
          })`,
          { eval: true },
        ),
    )
    const body = shared(mebibyte, 1)
    const running = one.begin('md5')
    const [digest] = await Promise.all([one.digest('md5', body), running.update(body)])
    expect(text(digest)).toBe(hash('md5', body))
    await expect(running.digest()).rejects.toMatchObject({ code: 'integrity' })
    const next = one.begin('md5')
    await next.update(body)
    expect(text(await next.digest())).toBe(hash('md5', body))
    expect(log.events).toMatchObject([{ what: 'hashing-thread-lost' }])
  })

  test('closed, it answers what is asked, and begins anew when there is more', async () => {
    const one = await warm()
    const body = shared(mebibyte, 1)
    const running = one.begin('md5')
    const digest = one.digest('md5', body)
    one.close()
    expect(text(await digest)).toBe(hash('md5', body))
    await expect(running.digest()).rejects.toMatchObject({ code: 'integrity' })
    const next = one.begin('md5')
    await next.update(body)
    expect(text(await next.digest())).toBe(hash('md5', body))
    expect(log.events).toEqual([])
  })

  test.each([
    [
      'waits for a digest from its thread',
      "const running = hashing.begin('md5'); await running.update(body); const digest = await running.digest()",
    ],
    ['has begun a thread and asked nothing of it', "const digest = await hashing.digest('md5', body)"],
  ])('a process that %s has it, and then ends', async (_case, work) => {
    const source = path.resolve(import.meta.dirname, '../../../../main/engine/transfer/hash-thread.ts')
    const script = `
      import { ThreadedHashing } from ${JSON.stringify(source)}
      const hashing = new ThreadedHashing({ write: console.log })
      const body = Buffer.from(new SharedArrayBuffer(${mebibyte}))
      ${work}
      console.log(Buffer.from(digest).toString('hex'))`
    const node = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      timeout: 20_000,
    })
    expect((await node).stdout.trim()).toBe(hash('md5', Buffer.alloc(mebibyte)))
  })
})
