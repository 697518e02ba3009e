import { describe, expect, test } from 'vitest'
import type { Listed } from '../../../../main/services/browse/listed-names.ts'
import { markNames } from '../../../../main/services/browse/marks.ts'
import type { Mark } from '../../../../shared/bridge/places.ts'
import type { Compare } from '../../../../shared/sync-rules.ts'

type Entry = Omit<Listed, 'storageClass' | 'problem'>

const file = (name: string, size: number | null = 1, modified: number | null = 5000): Entry => ({
  name,
  kind: 'file',
  size,
  modified,
})
const folder = (name: string): Entry => ({ name, kind: 'folder', size: null, modified: null })

const side = (entries: readonly Entry[], complete = true) => ({
  entries: entries.map((entry): Listed => ({ ...entry, storageClass: '', problem: null })),
  complete,
})

const upload = { compare: 'any-time', direction: 'upload' } as const
const unknown = (): null => null

function marksOf(source: readonly Entry[], destination: readonly Entry[], folderMark: Mark | null = null) {
  return markNames(side(source), side(destination), upload, () => folderMark)
}

describe('a name', () => {
  test.each<[string, Entry[], Entry[], (Mark | null)[], (Mark | null)[]]>([
    ['only at the source', [file('a')], [], ['only-here'], []],
    ['only at the destination', [], [file('a')], [], ['only-there']],
    ['on both, the same', [file('a')], [file('a')], ['same'], ['same']],
    ['on both, of another size', [file('a')], [file('a', 2)], ['differs'], ['differs']],
    ['newer at the source', [file('a', 1, 6000)], [file('a', 1, 5000)], ['differs'], ['differs']],
    ['newer at the destination of an upload', [file('a', 1, 5000)], [file('a', 1, 6000)], ['same'], ['same']],
    ['a file here, a folder there', [file('a')], [folder('a')], ['differs'], ['differs']],
    ['a folder here, a file there', [folder('a')], [file('a')], ['differs'], ['differs']],
    ['a folder only here', [folder('a')], [], ['only-here'], []],
    ['a special file here', [{ ...file('a'), kind: 'special' }], [file('a')], ['differs'], ['differs']],
    ['of a size nobody knows', [file('a', null)], [file('a')], [null], [null]],
    ['of a time nobody knows', [file('a')], [file('a', 1, null)], [null], [null]],
    [
      'that is a file and a folder in the bucket, and a folder here',
      [folder('a')],
      [folder('a'), file('a', 2)],
      ['differs'],
      [null, 'differs'],
    ],
    [
      'that is a file and a folder on both sides',
      [file('a'), folder('a')],
      [folder('a'), file('a')],
      ['same', null],
      [null, 'same'],
    ],
    [
      'in another order',
      [file('a'), file('b')],
      [file('b'), file('a', 2)],
      ['differs', 'same'],
      ['same', 'differs'],
    ],
    ['of an object’s properties', [file('__proto__')], [file('constructor')], ['only-here'], ['only-there']],
  ])('%s', (_case, source, destination, atSource, atDestination) => {
    expect(marksOf(source, destination)).toEqual({ source: atSource, destination: atDestination })
  })

  test.each<Mark | null>(['same', 'differs', null])(
    'that is a folder on both is as a plan says: %s',
    (mark) => {
      expect(marksOf([folder('a')], [folder('a')], mark)).toEqual({ source: [mark], destination: [mark] })
    },
  )
})

describe('while a listing goes on', () => {
  const [a, b] = [file('a'), file('b')]

  test.each<[string, boolean, boolean, (Mark | null)[], (Mark | null)[]]>([
    ['both have ended', true, true, ['same', 'only-here'], ['same', 'only-there']],
    ['the source goes on', false, true, ['same', 'only-here'], ['same', null]],
    ['the destination goes on', true, false, ['same', null], ['same', 'only-there']],
    ['both go on', false, false, ['same', null], ['same', null]],
  ])('%s: what is missing may still come', (_case, source, destination, atSource, atDestination) => {
    expect(markNames(side([a, b], source), side([a, file('c')], destination), upload, unknown)).toEqual({
      source: atSource,
      destination: atDestination,
    })
  })
})

describe('two files of one size, by the rules of the direction', () => {
  test.each<[Compare, 'upload' | 'download' | 'copy', number, number, Mark | null]>([
    ['content', 'upload', 9000, 1000, null],
    ['size-only', 'upload', 9000, 1000, 'same'],
    ['default', 'download', 9000, 1000, 'same'],
    ['default', 'download', 1000, 9000, 'differs'],
    ['any-time', 'download', 9000, 1000, 'differs'],
    ['any-time', 'download', 1000, 1999, 'same'],
    ['exact-timestamps', 'download', 9000, 1000, 'differs'],
    ['any-time', 'copy', 1000, 9000, 'same'],
    ['any-time', 'copy', 9000, 1000, 'differs'],
  ])('%s, %s, %i against %i: %s', (compare, direction, here, there, mark) => {
    const marks = markNames(
      side([file('a', 1, here)]),
      side([file('a', 1, there)]),
      { compare, direction },
      unknown,
    )
    expect(marks).toEqual({ source: [mark], destination: [mark] })
  })
})
