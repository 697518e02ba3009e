import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorld } from '../../../../main/engine/index.ts'
import { endpointAddress, habitsInMemory } from '../../../../main/engine/s3/endpoint-habits.ts'
import { startPracticeServer, type PracticeServer } from '../../../../main/practice/index.ts'
import { tryKeys } from '../../../../main/services/connections/try-keys.ts'
import type { TriedKeys } from '../../../../shared/bridge/places.ts'

let directory = ''
let server: PracticeServer
const { clock, random, log } = createWorld({ log: { write: () => undefined } })
const never = new AbortController().signal

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sluice-try-'))
  server = await startPracticeServer({ directory, buckets: ['mine'], keepVersions: true })
})
afterEach(async () => {
  await server.close()
  rmSync(directory, { recursive: true })
})

const keys = (writeTo: string, endpoint = server.endpoint): TriedKeys => ({
  label: '',
  endpoint,
  region: '',
  accessKeyId: server.accessKeyId,
  secretAccessKey: server.secretAccessKey,
  sessionToken: '',
  writeTo,
})

test('a server that is only read is asked nothing of how it takes writes', async () => {
  const tried = await tryKeys(keys(''), { env: {}, clock, log }, random, never)
  expect(tried).toMatchObject({ accepted: true, buckets: 1, habits: {}, writing: null })
})

test('one that is written to is known for how it takes conditions and checksums, and that is kept', async () => {
  const habits = habitsInMemory()
  const tried = await tryKeys(keys('mine'), { env: {}, clock, log, habits }, random, never)
  expect(tried.writing).toEqual({ bucket: 'mine', error: null })
  expect(tried.habits).toEqual(habits.of(endpointAddress(server.endpoint) ?? ''))
  const values = Object.entries(tried.habits ?? {}).map(([name, { value }]) => [name, value])
  const held = {
    ...{ create: 'held', replace: 'held', finishNew: 'held', finishOver: 'held' },
    ...{ copyNew: 'held', copyOver: 'held', copyFrom: 'held' },
  }
  expect(Object.fromEntries(values)).toEqual({ ...held, checksums: 'kept' })
})

test('a bucket that can’t be written to is told of beside what works', async () => {
  const tried = await tryKeys(keys('nobodys-bucket'), { env: {}, clock, log }, random, never)
  expect(tried).toMatchObject({
    accepted: true,
    error: null,
    writing: { bucket: 'nobodys-bucket', error: { code: 'no-such-bucket' } },
  })
})

test('what is written has a name that can’t be guessed, and is another each time', async () => {
  const names = new Set<string | undefined>()
  for (let n = 0; n < 3; n++) {
    const { writing } = await tryKeys(keys('nobodys-bucket'), { env: {}, clock, log }, random, never)
    names.add(writing?.error?.s3?.key)
    expect(writing?.error?.s3?.key).toMatch(/^\.sluice-probe-[0-9a-f]{32}$/)
  }
  expect(names.size).toBe(3)
})

test('what is no address is refused before anything is asked', async () => {
  await expect(tryKeys(keys('', 'nas:9000'), { env: {}, clock }, random, never)).rejects.toMatchObject({
    code: 'usage',
  })
})
