import { describe, expect, test } from 'vitest'
import type { Entry, Scene } from '../../../parity/case.ts'
import { departureOf } from '../../../parity/differential/departures.ts'
import type { Outcome } from '../../../parity/differential/outcome.ts'

const file = (path: string, more: Partial<Entry> = {}): Entry => ({ path, kind: 'file', size: 1, ...more })
const link = (path: string, target: string): Entry => ({ path, kind: 'symlink', size: 0, target })

const upload = (source: Entry[], destination: Entry[], ...args: string[]): Scene => ({
  direction: 'upload',
  sourcePath: 'src',
  destinationPath: 's3://{B}/q',
  sourceTree: source,
  destinationTree: destination.map((entry) => ({ ...entry, path: `q/${entry.path}` })),
  args,
  dropDac: false,
})
const download = (source: Entry[], destination: Entry[], ...args: string[]): Scene => ({
  direction: 'download',
  sourcePath: 's3://{A}/p/',
  destinationPath: 'dst',
  sourceTree: source.map((entry) => ({ ...entry, path: `p/${entry.path}` })),
  destinationTree: destination,
  args,
  dropDac: false,
})

const shownBy = (scene: Scene) => departureOf(scene)?.id.split(' ')[0]

describe('a departure shows', () => {
  test.each<[id: string, scene: Scene]>([
    ['D-2', upload([], [file('a')], '--delete')],
    ['D-2', upload([link('l', 'nowhere')], [file('a')], '--delete')],
    ['D-2', upload([link('l', 'real')], [file('a')], '--delete', '--no-follow-symlinks')],
    ['D-1', upload([file('b'), link('a', 'nowhere')], [file('a/x')], '--delete')],
    ['D-3', download([file('a'), file('a/x')], [])],
    ['D-4', download([file('a')], [file('real/file'), link('l', '../real')])],
    ['D-12', download([file('a/x')], [file('a')], '--delete')],
    ['D-12', download([file('a')], [file('a/x')], '--delete')],
    ['D-12', download([file('a')], [file('real/file'), link('l', 'real/file')], '--delete')],
    ['D-11', download([file('a')], [file('a', { mtimeOffsetSeconds: 0.25 })], '--exact-timestamps')],
    ['D-7', upload([file('a'), link('l', 'nowhere')], [], '--exclude', 'l')],
  ])('%s', (id, scene) => {
    expect(shownBy(scene)).toBe(id)
  })
})

describe('no departure shows', () => {
  test.each<[why: string, scene: Scene]>([
    ['without --delete', upload([], [file('a')])],
    ['when both sides are empty', upload([], [], '--delete')],
    [
      'when a broken link has nothing at its place',
      upload([file('b'), link('a', 'nowhere')], [], '--delete'),
    ],
    ['when a is beside a-x', download([file('a'), file('a-x')], [])],
    ['when a is an object and a/x another, and neither is a file', upload([], [file('a'), file('a/x')])],
    ['when links are not followed', download([file('a')], [link('l', 'real')], '--no-follow-symlinks')],
    ['when a file stands in the way, but nothing is deleted', download([file('a/x')], [file('a')])],
    [
      'when whole seconds differ',
      download([file('a')], [file('a', { mtimeOffsetSeconds: 2 })], '--exact-timestamps'),
    ],
    ['when a broken link is not excluded', upload([file('a'), link('l', 'nowhere')], [])],
  ])('%s', (_, scene) => {
    expect(shownBy(scene)).toBeUndefined()
  })
})

const outcome = (exitCode: number, before: string[], after: string[], stdout: string[] = []): Outcome => {
  const tree = (names: string[]) => Object.fromEntries(names.map((name) => [name, { size: 1 }]))
  return {
    exitCode,
    stdout,
    warnings: [],
    source: {},
    before: tree(before),
    destination: tree(after),
    stderr: '',
  }
}

describe('what Sluice must do instead', () => {
  const aws = outcome(0, ['a'], [], ['download: x'])
  test.each<[id: string, scene: Scene, right: Outcome, wrong: Outcome[]]>([
    [
      'D-2',
      upload([], [file('a')], '--delete'),
      outcome(5, ['q/a'], ['q/a']),
      [outcome(0, ['q/a'], ['q/a']), outcome(5, ['q/a'], [])],
    ],
    [
      'D-1',
      upload([file('b'), link('a', 'nowhere')], [file('a/x'), file('c')], '--delete'),
      outcome(2, ['q/a/x', 'q/c'], ['q/a/x', 'q/b']),
      [outcome(0, ['q/a/x', 'q/c'], ['q/a/x', 'q/b']), outcome(2, ['q/a/x', 'q/c'], ['q/b'])],
    ],
    ['D-3', download([file('a'), file('a/x')], []), outcome(1, [], ['a/x']), [outcome(0, [], ['a'])]],
    [
      'D-4',
      download([file('l/x')], [file('real/file'), link('l', 'real')]),
      outcome(1, ['l', 'real/file'], ['l', 'real/file']),
      [outcome(0, ['l', 'real/file'], ['l', 'real/file', 'real/x']), outcome(3, [], [])],
    ],
    [
      'D-12',
      download([file('a')], [file('a/x'), file('z')], '--delete'),
      outcome(1, ['a/x', 'z'], ['a/x', 'z']),
      [outcome(1, ['a/x', 'z'], ['a/x']), outcome(7, [], [])],
    ],
    [
      'D-12',
      download([file('a')], [file('real/file'), link('l', 'real/file')], '--delete'),
      outcome(0, ['l', 'real/file'], ['a']),
      [outcome(1, ['l', 'real/file'], ['a', 'l'])],
    ],
    [
      'D-11',
      download([file('a')], [file('a', { mtimeOffsetSeconds: 0.25 })], '--exact-timestamps'),
      outcome(0, ['a'], ['a']),
      [outcome(0, ['a'], ['a'], ['download: more']), outcome(5, ['a'], ['a'])],
    ],
    [
      'D-7',
      upload([file('a'), link('l', 'nowhere')], [], '--exclude', 'l'),
      outcome(0, ['a'], [], ['download: x']),
      [outcome(0, ['a'], ['a'], ['download: x']), outcome(0, ['a'], [])],
    ],
  ])('%s', (id, scene, right, wrong) => {
    const departure = departureOf(scene)
    expect(departure?.id).toMatch(id)
    expect(departure?.fault(scene, right, aws)).toBeNull()
    for (const each of wrong) expect(departure?.fault(scene, each, aws)).not.toBeNull()
  })

  test('an empty source is no matter where filters leave nothing to delete', () => {
    const scene = upload([], [file('a')], '--delete', '--exclude', '*')
    const idle = outcome(0, ['q/a'], ['q/a'])
    const wouldDelete = outcome(0, ['q/a'], ['q/a'], ['(dryrun) delete: s3://{B}/q/a'])
    expect(departureOf(scene)?.fault(scene, idle, idle)).toBeNull()
    expect(departureOf(scene)?.fault(scene, idle, wouldDelete)).not.toBeNull()
  })
})
