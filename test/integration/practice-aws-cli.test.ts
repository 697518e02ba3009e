import { execFile } from 'node:child_process'
import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import type { PracticeServer } from '../../main/practice/index.ts'
import { startPracticeServer } from '../../main/practice/index.ts'
import { seededBytes } from '../fakes/seeded-random.ts'
import { readTree, writeTree } from '../faults/tree.ts'
import { awsCli } from '../servers/aws-cli.ts'
import { needs } from '../servers/needs.ts'

/** Names that have to be encoded somewhere on the way, and sizes on both sides of where multipart begins. */
const files = {
  'a.txt': 'a',
  empty: '',
  'a b/c+d %2B.txt': 'plus',
  'a b/two\nlines': 'newline',
  'quotes/it\'s "&<>".txt': 'quotes',
  'ünï/😀/～.txt': 'beyond ASCII',
  '-dash': 'dash',
  'large/20 MiB.bin': seededBytes(1, 20 * 1024 * 1024),
  'large/8 MiB.bin': seededBytes(2, 8 * 1024 * 1024),
}

/** Runs `aws s3 sync … --delete` against the server, and gives the lines it printed. */
async function sync(server: PracticeServer, from: string, to: string): Promise<string[]> {
  const args = ['--endpoint-url', server.endpoint, 's3', 'sync', from, to, '--delete', '--no-progress']
  const { stdout, stderr } = await promisify(execFile)(awsCli(), args, {
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: server.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
      AWS_DEFAULT_REGION: server.region,
      LC_ALL: 'C.UTF-8',
    },
  })
  expect(stderr).toBe('')
  return stdout.split('\n').filter((line) => line !== '')
}

test(
  'aws s3 sync works in all three directions, with --delete, and a second run does nothing',
  { ...needs('aws'), timeout: 300_000 },
  async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'sluice-aws-cli-'))
    const server = await startPracticeServer({
      directory: path.join(directory, 'server'),
      buckets: ['one', 'two'],
    })
    onTestFinished(async () => {
      await server.close()
      await rm(directory, { recursive: true })
    })
    const [up, down] = [path.join(directory, 'up'), path.join(directory, 'down')]
    await writeTree(up, files)
    const steps = [
      [up, 's3://one/some prefix'],
      ['s3://one/some prefix', 's3://two'],
      ['s3://two', down],
    ] as const

    for (const [from, to] of steps) {
      const lines = await sync(server, from, to)
      expect(lines.filter((line) => /^(upload|copy|download): /.test(line))).toHaveLength(
        Object.keys(files).length,
      )
      expect(await sync(server, from, to)).toEqual([])
    }
    expect(await readTree(down)).toEqual(await readTree(up))

    await unlink(path.join(up, 'a b/c+d %2B.txt'))
    await unlink(path.join(up, 'large/20 MiB.bin'))
    await writeFile(path.join(up, 'a.txt'), 'changed')
    for (const [from, to] of steps) {
      const verbs = (await sync(server, from, to)).map((line) => line.split(':', 1)[0])
      expect(verbs.filter((verb) => verb === 'delete')).toHaveLength(2)
      expect(verbs.filter((verb) => verb !== 'delete')).toHaveLength(1)
    }
    expect(await readTree(down)).toEqual(await readTree(up))
  },
)
