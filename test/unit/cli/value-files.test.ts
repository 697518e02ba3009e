import { expect, test } from 'vitest'
import { readValueFiles } from '../../../main/cli/value-files.ts'
import { plantTree } from '../../fakes/memory-tree.ts'
import { createMemoryWorld } from '../../fakes/memory-world.ts'

const here = { cwd: '/home/ada', platform: 'linux' } as const

function read(...args: string[]): Promise<string[]> {
  const { fs } = createMemoryWorld({ start: 0 })
  plantTree(fs, here.cwd, {
    meta: '{"k":"é"}',
    long: 'x'.repeat(70_000),
    binary: Buffer.from([0xff, 0xfe]),
  })
  return readValueFiles(args, here, () => Promise.resolve(fs))
}

test.each([
  [
    ['--metadata', 'file://meta'],
    ['--metadata', '{"k":"é"}'],
  ],
  [['--metadata=file:///home/ada/meta'], ['--metadata={"k":"é"}']],
  [
    ['--cache-control', 'file://./meta', 'a'],
    ['--cache-control', '{"k":"é"}', 'a'],
  ],
])('the value of a flag for new objects may stand in a file: %j', async (args, expected) => {
  expect(await read(...args)).toEqual(expected)
})

test.each([
  [['file://meta', 's3://b']],
  [['--website-redirect', 'file://meta']],
  [['--exclude', 'file://meta']],
  [['--sse-c-key', 'file://meta']],
  [['--metadata', 'k=file://meta']],
  [['--', '--metadata', 'file://meta']],
])('%j stays as it is', async (args) => {
  expect(await read(...args)).toEqual(args)
})

test.each([
  ['file://nowhere', /can't be read/],
  ['file://long', /has more than/],
  ['file://binary', /is not text/],
])('%s is refused by name', async (value, why) => {
  await expect(read('--metadata', value)).rejects.toMatchObject({
    code: 'usage',
    subject: '--metadata',
    message: expect.stringMatching(why) as unknown,
  })
})

test('no disk is asked for where no file is named', async () => {
  const none = () => Promise.reject(new Error('asked'))
  expect(await readValueFiles(['--metadata', 'k=v'], here, none)).toEqual(['--metadata', 'k=v'])
})
