import { spawn } from 'node:child_process'
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import type { PracticeServer } from '../../../main/practice/index.ts'
import { startPracticeServer } from '../../../main/practice/index.ts'
import { makeDirectory, send, startServer } from './practice-client.ts'

/** More than a row of the index holds. */
const large = Buffer.alloc(100_000, 'large')

/** Names of all files below a directory. */
async function files(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

test('it listens on the loopback interface, at a port of its own', async () => {
  const [one, two] = await Promise.all([startServer(), startServer()])
  expect(one.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(one.endpoint).not.toBe(two.endpoint)
  const port = Number(new URL(one.endpoint).port)
  await expect(startPracticeServer({ directory: await makeDirectory(), port })).rejects.toThrow(/EADDRINUSE/)
})

test('it makes keys at random, keeps them where only their owner may read, and has them again', async () => {
  const directory = await makeDirectory()
  const first = await startPracticeServer({ directory })
  await first.close()
  const second = await startServer({ directory })
  const other = await startServer()
  expect(second).toMatchObject({ accessKeyId: first.accessKeyId, secretAccessKey: first.secretAccessKey })
  expect(first.accessKeyId).toMatch(/^[A-Z2-7]{20}$/)
  expect(first.secretAccessKey).toMatch(/^[\w-]{40}$/)
  expect(other.secretAccessKey).not.toBe(first.secretAccessKey)
  expect((await stat(path.join(directory, 'keys.json'))).mode & 0o777).toBe(0o600)
})

test('it takes other keys, and keeps them nowhere', async () => {
  const directory = await makeDirectory()
  const server = await startServer({ directory, accessKeyId: 'AK', secretAccessKey: 'canary-secret' })
  expect((await send(server, 'GET', '/')).status).toBe(200)
  const contents = await Promise.all(
    (await files(directory)).map((name) => readFile(path.join(directory, name), 'latin1')),
  )
  expect(contents.filter((content) => content.includes('canary-secret'))).toEqual([])
  await expect(startPracticeServer({ directory: await makeDirectory(), accessKeyId: 'AK' })).rejects.toThrow(
    'or neither',
  )
})

test('a keys file that is none is refused by name', async () => {
  const directory = await makeDirectory()
  await writeFile(path.join(directory, 'keys.json'), '{"accessKeyId":1}')
  await expect(startPracticeServer({ directory })).rejects.toThrow(/keys\.json does not hold the keys/)
})

test('a second server on the same directory is refused', async () => {
  const directory = await makeDirectory()
  await startServer({ directory })
  await expect(startPracticeServer({ directory })).rejects.toThrow(/Another practice server is running/)
})

test('what was written is there after a restart', async () => {
  const directory = await makeDirectory()
  const first = await startPracticeServer({ directory, buckets: ['bucket'] })
  await send(first, 'PUT', '/bucket/small', { body: 'small', headers: { 'x-amz-meta-a': 'b' } })
  await send(first, 'PUT', '/bucket/large', { body: large })
  await first.close()
  const second = await startServer({ directory })
  expect((await send(second, 'GET', '/bucket/small')).text).toBe('small')
  expect((await send(second, 'GET', '/bucket/small')).headers['x-amz-meta-a']).toBe('b')
  expect((await send(second, 'GET', '/bucket/large')).bytes.equals(large)).toBe(true)
})

test('content without a row in the index is removed at the start, and other content is not', async () => {
  const directory = await makeDirectory()
  const first = await startPracticeServer({ directory, buckets: ['bucket'] })
  await send(first, 'PUT', '/bucket/large', { body: large })
  await first.close()
  const content = path.join(directory, 'content')
  const kept = await files(content)
  await mkdir(path.join(content, 'ab'), { recursive: true })
  await writeFile(path.join(content, 'ab', `ab${'0'.repeat(30)}`), 'renamed, but never committed')
  await writeFile(path.join(content, 'incoming', 'half'), 'half written')
  const second = await startServer({ directory })
  expect(kept).toHaveLength(1)
  expect(await files(content)).toEqual(kept)
  expect((await send(second, 'GET', '/bucket/large')).bytes.equals(large)).toBe(true)
})

test('a killed server loses nothing that it answered, and leaves nothing of what it did not', async () => {
  const directory = await makeDirectory()
  const program = `
    const { startPracticeServer } = await import(${JSON.stringify(new URL('../../../main/practice/index.ts', import.meta.url).href)})
    const server = await startPracticeServer({ directory: process.argv[1], buckets: ['bucket'] })
    console.log(JSON.stringify(server))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const killed = JSON.parse(line.toString()) as PracticeServer

  const answered: string[] = []
  const exited = once(child, 'exit')
  const worker = async (name: string): Promise<void> => {
    for (let i = 0; ; i++) {
      const key = `${name}-${String(i)}`
      await send(killed, 'PUT', `/bucket/${key}`, { body: i % 2 === 0 ? large : key })
      answered.push(key)
      if (answered.length === 60) child.kill('SIGKILL')
    }
  }
  await Promise.allSettled(['a', 'b', 'c', 'd'].map(worker))
  await exited

  const server = await startServer({ directory })
  const listed = /<KeyCount>(\d+)</.exec((await send(server, 'GET', '/bucket?list-type=2')).text)?.[1]
  expect(Number(listed)).toBeGreaterThanOrEqual(answered.length)
  let largeOnes = 0
  for (const key of answered) {
    const { bytes } = await send(server, 'GET', `/bucket/${key}`)
    const isLarge = Number(key.split('-')[1]) % 2 === 0
    if (isLarge) largeOnes += 1
    expect(bytes.equals(isLarge ? large : Buffer.from(key))).toBe(true)
  }
  expect((await files(path.join(directory, 'content'))).length).toBeGreaterThanOrEqual(largeOnes)
  expect((await readdir(path.join(directory, 'content', 'incoming'))).length).toBe(0)
})

test('buckets asked for at the start are made once, and have names that S3 takes', async () => {
  const directory = await makeDirectory()
  for (let i = 0; i < 2; i++)
    await (await startPracticeServer({ directory, buckets: ['one', 'two'] })).close()
  const server = await startServer({ directory, buckets: ['two', 'three'] })
  expect((await send(server, 'GET', '/')).text.match(/<Name>\w+/g)).toEqual([
    '<Name>one',
    '<Name>three',
    '<Name>two',
  ])
  await expect(startPracticeServer({ directory: await makeDirectory(), buckets: ['No'] })).rejects.toThrow(
    'not valid',
  )
})

test('they keep versions where that is wished, those from before too, and not against somebody', async () => {
  const directory = await makeDirectory()
  await (await startPracticeServer({ directory, buckets: ['old'] })).close()
  const start = () => startPracticeServer({ directory, buckets: ['old', 'new'], keepVersions: true })
  const first = await start()
  const suspended = '<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>'
  expect((await send(first, 'GET', '/old?versioning')).text).toContain('<Status>Enabled</Status>')
  expect((await send(first, 'PUT', '/new?versioning', { body: suspended })).status).toBe(200)
  await first.close()
  const second = await start()
  expect((await send(second, 'GET', '/new?versioning')).text).toContain('<Status>Suspended</Status>')
  await second.close()
})
