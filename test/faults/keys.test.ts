import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { keyToPath } from '../../main/engine/local/key-to-path.ts'
import { weirdNames } from '../conformance/weird-names.ts'
import { needs } from '../servers/needs.ts'
import { sceneOfFile } from './scene-of-file.ts'
import type { Scene } from './scene.ts'
import { below, digestOf, digestsOf, readTree, writeTree } from './tree.ts'
import type { Files } from './tree.ts'

/* Keys that are no names here, or mean something else here. */
const scene = sceneOfFile()

/** Brings objects with these keys down into a folder of their own, which stands in the middle of another. */
async function downWith(on: Scene, files: Files, ...more: string[]) {
  const bucket = await on.bucket('keys')
  await on.put(bucket, below('p/', files))
  const around = on.path(bucket)
  const run = await on.run(['sync', `s3://${bucket}/p`, path.join(around, 'in/dst'), ...more])
  return { run, around, tree: await readTree(around) }
}

const refused: readonly (readonly [string, readonly string[]])[] = [
  [
    'F01 keys that climb out of the destination',
    ['../../ESC1.txt', '../x', '..', 'a/..', 'a/../../ESC2.txt'],
  ],
  ['F02 keys with a slash too many', ['/abs', '//srv/share', 'a//b', 'dir//']],
  ['F03 keys with a dot for a part', ['./a', 'a/./b', '.']],
]

describe('a key that is not one plain relative path', needs('unix'), () => {
  test.each(refused)('%s: refused by name, nothing outside, the rest done, exit 2', async (_, names) => {
    const evil = Object.fromEntries(names.map((name) => [name, 'evil']))
    const { run, tree } = await downWith(scene(), { ...evil, 'good.txt': 'good', 'a/b': 'good too' })
    expect(tree).toEqual(digestsOf({ 'in/dst/good.txt': 'good', 'in/dst/a/b': 'good too' }))
    expect((await readdir(scene().folder)).filter((name) => name.startsWith('ESC'))).toEqual([])
    expect(run, run.stderr).toMatchObject({ exit: 2, timedOut: false })
    for (const name of names) expect(run.stderr).toContain(name)
  })
})

const windows = (key: string) => keyToPath('C:\\sync', key, 'win32')

const notOnWindows: readonly (readonly [string, readonly string[], string])[] = [
  ['F04', ['a\\..\\..\\x', 'C:\\x', 'C:/x', '\\\\srv\\x', 'x:ads'], 'keys that are paths on Windows'],
  ['F05', ['CON', 'nul.txt', 'COM1.x', 'aux', 'COM¹'], 'names that Windows keeps for devices'],
  ['F06', ['dot.', 'space ', ' ', 'a./b'], 'names that end in what Windows drops'],
]

describe.each(notOnWindows)('%s', (id, names, what) => {
  test(`${id} ${what}: refused there, with the reason`, () => {
    for (const name of names) expect(windows(name), name).toMatchObject({ ok: false, why: /Windows/ })
  })

  test(`${id} ${what}: kept as they are here, exit 0`, needs('unix'), async () => {
    const files = Object.fromEntries([...names, ' leading'].map((name) => [name, `of ${name}`]))
    const { run, tree } = await downWith(scene(), files)
    expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false })
    expect(tree).toEqual(digestsOf(below('in/dst/', files)))
  })
})

test('F07 a NUL in a listed key: refused by name, the rest done, exit 2', async () => {
  scene().proxy.setPlan([{ mode: 'listnul' }])
  const { run, tree } = await downWith(scene(), { a: 'its key gets the NUL', b: 'b' })
  expect(scene().proxy.struck.listnul).toBe(1)
  expect(tree).toEqual(digestsOf({ 'in/dst/b': 'b' }))
  expect(run, run.stderr).toMatchObject({ exit: 2, timedOut: false })
  expect(run.stderr).toContain('NUL')
})

/** Up, across and down again, and then deleted everywhere: what is there after each step. */
async function roundTrip(on: Scene, files: Files) {
  const [first, second] = [await on.bucket('there'), await on.bucket('back')]
  const [from, to] = [on.path(first, 'from'), on.path(first, 'to')]
  await writeTree(from, files)
  await writeTree(on.path(first, 'rest'), { 'the-rest': 'r' })
  const steps = [
    ['sync', from, `s3://${first}`],
    ['sync', `s3://${first}`, `s3://${second}`],
    ['sync', `s3://${second}`, to],
  ]
  for (const args of steps) {
    const run = await on.run(args)
    expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false })
  }
  const keys = Object.keys(await on.etags(second))
  const tree = await readTree(to)
  const emptied = await on.run(['sync', on.path(first, 'rest'), `s3://${second}`, '--delete'])
  expect(emptied, emptied.stderr).toMatchObject({ exit: 0, timedOut: false })
  return { keys, tree, left: Object.keys(await on.etags(second)), emptied }
}

const named = (names: readonly string[]): Files =>
  Object.fromEntries(names.map((name) => [name, `the bytes of ${name}`]))

const roundTrips: readonly (readonly [string, readonly string[]])[] = [
  ['F08 control characters in names', ['a\nb', 'a\rb', 'a\tb', 'a\u0001b', 'a\u007fb', 'a\ufffeb']],
  [
    'F16 every other character that some tool mangles',
    [
      ...weirdNames.filter(({ objectsOnly }) => objectsOnly !== true).map(({ key }) => key),
      '001',
      'q=1&r="2"\'3\'#4?5;6@7,8',
    ],
  ],
  [
    'F19 names that look like flags, homes and patterns',
    ['-rf', '--delete', '~', '~root', '*', '[a-z]', '?'],
  ],
]

describe('names that are odd and fine', needs('unix'), () => {
  test.each(roundTrips)('%s: up, across, down and deleted byte for byte, exit 0', async (_, names) => {
    const { keys, tree, left } = await roundTrip(scene(), named(names))
    expect(keys.toSorted()).toEqual(names.toSorted())
    expect(tree).toEqual(digestsOf(named(names)))
    expect(left).toEqual(['the-rest'])
  })

  test('F08 control characters are printed escaped', async () => {
    const { emptied } = await roundTrip(scene(), named(['a\nb', 'a\u0001b', 'a\u007fb']))
    // eslint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(emptied.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/)
    expect(emptied.stdout.trim().split('\n')).toHaveLength(4)
  })

  test('F18 a key with an escape sequence and a newline: escaped on the terminal and in the log, a line each', async () => {
    const key = 'red\u001b[31m\nupload: forged'
    const { run } = await downWith(scene(), { [key]: 'x' }, '--debug')
    expect(run, run.stderr).toMatchObject({ exit: 0, timedOut: false })
    expect(run.stdout.trim().split('\n')).toHaveLength(1)
    expect(run.stdout + run.stderr).not.toContain('\u001b')
    expect(run.stdout + run.stderr).not.toMatch(/^upload: forged/m)
    const logs = await readdir(scene().path('home/state'), { recursive: true })
    const texts = await Promise.all(
      logs
        .filter((name) => name.endsWith('.log') || name.endsWith('.jsonl'))
        .map((name) => readFile(scene().path('home/state', name), 'utf8')),
    )
    expect(texts.length).toBeGreaterThan(0)
    for (const text of texts) expect(text).not.toContain('\u001b')
  })

  test('F10 é in one character and in two: two files here, byte for byte, and a second run does nothing', async () => {
    const twins = { 'caf\u00e9': 'one', 'cafe\u0301': 'two' }
    const bucket = await scene().bucket('twins')
    await scene().put(bucket, twins)
    const args = ['sync', `s3://${bucket}`, scene().path(bucket)]
    expect((await scene().run(args)).exit).toBe(0)
    expect(await readTree(scene().path(bucket))).toEqual(digestsOf(twins))
    const again = await scene().run([
      'sync',
      scene().path(bucket),
      `s3://${bucket}`,
      '--size-only',
      '--delete',
    ])
    expect(again).toMatchObject({ exit: 0, stdout: '' })
  })

  test('F20 names that UTF-16 sorts otherwise: a second run transfers and deletes nothing', async () => {
    const files = named(['\uff5e', '😀', 'a\uff5e', 'a😀', 'z'])
    const bucket = await scene().bucket('order')
    await writeTree(scene().path('order'), files)
    const args = ['sync', scene().path('order'), `s3://${bucket}`, '--delete']
    expect((await scene().run(args)).exit).toBe(0)
    const second = await scene().run(args)
    expect(second, second.stderr).toMatchObject({ exit: 0, stdout: '' })
    const back = await scene().run(['sync', `s3://${bucket}`, scene().path('order'), '--delete'])
    expect(back, back.stderr).toMatchObject({ exit: 0, stdout: '' })
    expect(await readTree(scene().path('order'))).toEqual(digestsOf(files))
  })
})

describe('a name that is too long', () => {
  test(
    'F15 a part of more than 255 bytes: refused by name, the rest done, exit 2',
    needs('unix'),
    async () => {
      const { run, tree } = await downWith(scene(), { ['é'.repeat(128)]: 'x', ok: 'ok' })
      expect(tree).toEqual({ 'in/dst/ok': digestOf('ok') })
      expect(run, run.stderr).toMatchObject({ exit: 2, timedOut: false })
      expect(run.stderr).toMatch(/longer than 255 bytes/)
    },
  )

  test.each([
    ['posix', 4096],
    ['darwin', 1024],
    ['win32', 32_001],
  ] as const)('F15 a path longer than %s takes is refused', (platform, size) => {
    const key = 'd/'.repeat(40) + 'x'
    const start = platform === 'win32' ? 'C:\\' : '/'
    const root = start + 'r'.repeat(size - key.length - start.length - 1)
    expect(keyToPath(root, key, platform)).toMatchObject({ ok: false, why: /too long/ })
    expect(keyToPath(root.slice(1), key, platform)).toMatchObject({ ok: true })
  })
})

test('F22 a folder is not its sibling of a longer name: `logs` never touches `logs2`, exit 0', async () => {
  const bucket = await scene().bucket('siblings')
  const others = { 'logs2/kept': 'k', 'logs.txt': 'k', log: 'k', logs: 'an object' }
  await scene().put(bucket, { ...others, 'logs/old': 'o' })
  await writeTree(scene().path('logs'), { new: 'n' })
  const up = await scene().run(['sync', scene().path('logs'), `s3://${bucket}/logs`, '--delete'])
  expect(up, up.stderr).toMatchObject({ exit: 0, timedOut: false })
  expect(Object.keys(await scene().etags(bucket))).toEqual([...Object.keys(others), 'logs/new'].sort())
  const down = await scene().run(['sync', `s3://${bucket}/logs`, scene().path('logs-down'), '--delete'])
  expect(down.exit).toBe(0)
  expect(await readTree(scene().path('logs-down'))).toEqual(digestsOf({ new: 'n' }))
})
