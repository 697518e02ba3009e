import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { localTime } from '../../../../main/cli/commands/ls.ts'
import { RunStore } from '../../../../main/engine/planning/run-store.ts'
import { md5 } from '../../../fakes/memory-s3-upload.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'
import { s3Error } from '../../../fakes/s3-error.ts'
import { snapshotTree } from '../../../fakes/memory-tree.ts'
import { InMemory } from '../in-memory.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-cleanup-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** Begins an upload in the bucket B and sends a part of it. @returns its id */
async function begin(memory: InMemory, key: string, bytes = 10): Promise<string> {
  const never = new AbortController().signal
  const store = memory.s3.connect()
  const { uploadId } = await store.startMultipart({ bucket: 'B', key }, never)
  const body = Buffer.alloc(bytes)
  await store.putPart({ bucket: 'B', key, uploadId, partNumber: 1, body, md5: md5(body) }, never)
  return uploadId
}

/** A record that names an upload. */
function onRecord(
  memory: InMemory,
  runId: string,
  state: 'running' | 'over',
  key: string,
  uploadId: string,
): void {
  const storePath = join(folder, `${runId}.sqlite`)
  const store = new RunStore(storePath, new FakeClock())
  const upload = { endpoint: 'memory', bucket: 'B', key, uploadId, partSize: 8, start: '' }
  store.large.rememberUpload(1, upload)
  store.close()
  memory.host.otherRuns.set(runId, state)
  memory.host.records.unshift({ runId, storePath })
}

/** One upload each of a run that is over, of one that goes on, and of somebody else. */
async function three(): Promise<InMemory> {
  const memory = new InMemory()
  memory.s3.makeBucket('B')
  onRecord(memory, 'r1', 'over', 'd/ours', await begin(memory, 'd/ours', 2048))
  onRecord(memory, 'r2', 'running', 'd/busy', await begin(memory, 'd/busy'))
  await begin(memory, 'd/theirs')
  await begin(memory, 'x')
  return memory
}

const uploads = (memory: InMemory): string[] => memory.s3.uploads().map(({ key }) => key)
const begun = `begun ${localTime(Date.UTC(2026, 5, 1))}`

describe('sluice cleanup of uploads', () => {
  it('aborts what the records of ended runs name, wherever that is, and nothing else', async () => {
    const memory = await three()
    expect(await memory.run('cleanup')).toBe(0)
    expect(memory.host.stdout.lines).toEqual([`abort: s3://B/d/ours  ${begun}, 2.0 KiB, by an ended run`])
    expect(memory.host.stderr.lines).toEqual(['1 unfinished upload aborted, 2.0 KiB of parts.'])
    expect(uploads(memory)).toEqual(['d/busy', 'd/theirs', 'x'])
    expect(await memory.run('cleanup')).toBe(0)
    expect(memory.host.stdout.lines).toEqual([])
  })

  it('shows all below a prefix, and leaves what others have begun', async () => {
    const memory = await three()
    expect(await memory.run('cleanup', 's3://B/d/')).toBe(0)
    expect(memory.host.stdout.lines).toEqual([
      `left: s3://B/d/busy  ${begun}, 10 Bytes, by a run that goes on`,
      `abort: s3://B/d/ours  ${begun}, 2.0 KiB, by an ended run`,
      `left: s3://B/d/theirs  ${begun}, 10 Bytes, by somebody else`,
    ])
    expect(memory.host.stderr.text).toMatch(/1 unfinished upload of others left.* --others.* 7 days/s)
    expect(memory.host.stderr.text).toMatch(/AbortIncompleteMultipartUpload/)
    expect(uploads(memory)).toEqual(['d/busy', 'd/theirs', 'x'])
  })

  it('changes nothing in a dry run', async () => {
    const memory = await three()
    expect(await memory.run('cleanup', 's3://B', '--others', '--older-than', '0', '--dryrun')).toBe(0)
    expect(memory.host.stdout.lines.filter((line) => line.startsWith('(dryrun) abort: '))).toHaveLength(3)
    expect(memory.host.stderr.text).toMatch('3 unfinished uploads would be aborted')
    expect(uploads(memory)).toHaveLength(4)
    expect(await memory.run('cleanup', '--dryrun')).toBe(0)
    expect(memory.host.stdout.lines, 'the record has it still').toHaveLength(1)
  })

  it('aborts those of others when asked to, if they are old, and never those of a run that goes on', async () => {
    const memory = await three()
    await memory.world.clock.advance(8 * 24 * 60 * 60 * 1000)
    await begin(memory, 'new')
    expect(await memory.run('cleanup', 's3://B', '--others')).toBe(0)
    expect(uploads(memory)).toEqual(['d/busy', 'new'])
    expect(await memory.run('cleanup', 's3://B', '--others', '--older-than', '0')).toBe(0)
    expect(uploads(memory)).toEqual(['d/busy'])
  })

  it('goes on after one that can not be aborted, and says so with exit 1', async () => {
    const memory = await three()
    memory.s3.before = (op, bucket, key) => {
      if (op === 'abortMultipart' && key === 'd/ours') throw s3Error('AccessDenied', { op, bucket, key })
    }
    expect(await memory.run('cleanup', 's3://B', '--others', '--older-than', '0')).toBe(1)
    expect(memory.host.stderr.text).toMatch(/abort failed: s3:\/\/B\/d\/ours/)
    expect(uploads(memory)).toEqual(['d/ours', 'd/busy'])
  })

  it('goes through all pages', async () => {
    const memory = new InMemory()
    memory.s3.makeBucket('B')
    for (let n = 0; n < 1500; n++) await begin(memory, `k${n}`, 1)
    expect(await memory.run('cleanup', 's3://B', '--others', '--older-than', '0')).toBe(0)
    expect(uploads(memory)).toEqual([])
  })

  it.each([
    [['cleanup', '--others'], '--others needs a bucket'],
    [['cleanup', '.', '--others'], '--others needs a bucket'],
    [['cleanup', 's3://B', '--older-than', 'a week'], "--older-than can't be"],
    [['cleanup', 'gone'], 'gone is not a folder'],
  ])('%j is refused', async (args, message) => {
    const memory = await three()
    expect(await memory.run(...args)).toBe(252)
    expect(memory.host.stderr.text).toContain(message)
    expect(uploads(memory)).toHaveLength(4)
  })
})

describe('sluice cleanup of a folder', () => {
  it('removes the temp files of ended runs, and leaves those of others', async () => {
    const memory = new InMemory()
    memory.host.otherRuns.set('r1', 'over').set('r2', 'running')
    memory.plant({
      'a.txt': 'a',
      'd/.sluice-r1-1.part': 'left',
      'd/.sluice-r1-1.ranges': 'noted',
      'd/.sluice-r2-1.part': 'busy',
      'd/.sluice-r2-1.ranges': 'noted',
      '.sluice-who-1.part': 'whose',
      '.sluice-r1-2.part': { link: 'a.txt' },
      elsewhere: { link: '/outside' },
    })
    expect(await memory.run('cleanup', '.', '--dryrun')).toBe(0)
    expect(memory.host.stdout.lines).toContain(
      '(dryrun) remove: /here/d/.sluice-r1-1.part  4 Bytes, of an ended run',
    )
    expect(await memory.run('cleanup', '.')).toBe(0)
    expect([...memory.host.stdout.lines].sort()).toEqual([
      'left: /here/.sluice-who-1.part  5 Bytes, of nobody we know',
      'left: /here/d/.sluice-r2-1.part  4 Bytes, of a run that goes on',
      'left: /here/d/.sluice-r2-1.ranges  5 Bytes, of a run that goes on',
      'remove: /here/d/.sluice-r1-1.part  4 Bytes, of an ended run',
      'remove: /here/d/.sluice-r1-1.ranges  5 Bytes, of an ended run',
    ])
    expect(memory.host.stderr.text).toMatch(
      /2 temp files removed, 9 Bytes\.\n1 file of a temp file's name left/,
    )
    expect([...snapshotTree(memory.world.fs, '/here').keys()].sort()).toEqual(
      [
        'a.txt',
        'd',
        'd/.sluice-r2-1.part',
        'd/.sluice-r2-1.ranges',
        '.sluice-who-1.part',
        '.sluice-r1-2.part',
        'elsewhere',
      ].sort(),
    )
  })

  it('goes on past a folder that can not be read, and says so with exit 1', async () => {
    const memory = new InMemory()
    memory.host.otherRuns.set('r1', 'over')
    memory.plant({ 'shut/x': '', 'z/.sluice-r1-1.part': 'left' })
    memory.world.fs.before = (op, path) => {
      if (op === 'readFolder' && path.endsWith('/shut'))
        throw Object.assign(new Error('EACCES'), { code: 'EACCES' })
    }
    expect(await memory.run('cleanup', '.')).toBe(1)
    expect(memory.host.stderr.text).toMatch(/search failed: .*shut/)
    expect(memory.host.stdout.lines).toEqual(['remove: /here/z/.sluice-r1-1.part  4 Bytes, of an ended run'])
  })
})
