import { expect, test } from 'vitest'
import type { Tree } from '../../parity/places.ts'
import { readPrinted } from '../../parity/printed.ts'

const scratch = { cwd: '/scratch/cwd', buckets: { A: 'aaa', B: 'bbb' } }
const local: Tree = { kind: 'local', folder: '/scratch/cwd/dst' }
const bucket: Tree = { kind: 's3', bucket: 'bbb' }

const read = (
  tree: Tree,
  said: { stdout?: string; stderr?: string; ranIn?: string },
  candidates: string[] = [],
) =>
  readPrinted(
    { exitCode: 0, stdout: '', stderr: '', ranIn: '/scratch/cwd', ...said },
    tree,
    candidates,
    scratch,
  )

test('progress and padding are left out, and lines are sorted', () => {
  const stdout =
    'Completed 1 Bytes/2 Bytes (1 Bytes/s) with 2 file(s) remaining\rupload: src/b to s3://bbb/b      \n' +
    'upload: src/a to s3://bbb/a\nCompleted 2 file(s)\r'
  const { stdout: lines, copied } = read(bucket, { stdout })
  expect(lines).toEqual(['upload: src/a to s3://{B}/a', 'upload: src/b to s3://{B}/b'])
  expect(copied).toEqual(['b', 'a'])
})

test('a printed local path is relative to the folder the command ran in', () => {
  const stdout = 'download: s3://aaa/x to ../dst/in/x\ndelete: ../dst/old\n'
  const { copied, deleted } = read(local, { stdout, ranIn: '/scratch/cwd/src' })
  expect([copied, deleted]).toEqual([['in/x'], ['old']])
})

test('a dry run is not a copy', () => {
  const stdout = '(dryrun) copy: s3://aaa/x to s3://bbb/p/x\n(dryrun) delete: s3://bbb/y\n'
  const printed = read(bucket, { stdout })
  expect(printed).toMatchObject({ copied: [], deleted: [], dryrunCopied: ['p/x'], dryrunDeleted: ['y'] })
})

test('a failure is about the longest candidate it names', () => {
  const stderr =
    'upload failed: src/a b to s3://bbb/a b An error occurred (X) when calling\ndelete failed: s3://bbb/d Y\n'
  expect(read(bucket, { stderr }, ['a', 'a b', 'd']).failed).toEqual(['a b', 'd'])
})

test('a failure about no candidate is told in full', () => {
  const stderr = 'upload failed: src/z to s3://bbb/z because\n'
  expect(read(bucket, { stderr }, ['a']).failed).toEqual(['upload failed: src/z to s3://bbb/z because'])
})

test('warnings are lines of stderr, whatever else stands there', () => {
  const stderr = '\nwarning: Skipping file /scratch/cwd/src/l. File does not exist.\nfatal error: x\n'
  expect(read(bucket, { stderr }).warnings).toEqual([
    'warning: Skipping file /scratch/cwd/src/l. File does not exist.',
  ])
})
