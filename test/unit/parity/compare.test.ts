import { expect, test } from 'vitest'
import { loadCases, type Case } from '../../parity/case.ts'
import { compare } from '../../parity/compare.ts'
import type { Observation } from '../../parity/observe.ts'

const recorded: Case = {
  id: 'X-1',
  rules: [],
  title: 'a download',
  direction: 'download',
  sourcePath: 's3://{A}/',
  destinationPath: 'dst',
  sourceTree: [],
  destinationTree: [],
  args: [],
  dropDac: false,
  checkHead: [],
  repeat: 1,
  realAwsOnly: false,
  nondeterministic: false,
  ignoreFields: [],
  expected: {
    copied: ['a'],
    deleted: ['old'],
    dryrunCopied: [],
    dryrunDeleted: [],
    stdout: ['delete: dst/old', 'download: s3://{A}/a to dst/a'],
    failed: [],
    warnings: ['^warning: Skipping file .*/dst/l\\.'],
    warningCount: 1,
    exitCode: [2, 7],
    untouched: ['d/', 'l'],
    stateChanged: ['a'],
    stateRemoved: ['old'],
    sourceUnchanged: true,
    mtimeIsWholeSecondLastModified: true,
    finalDestination: {
      a: { type: 'file', size: 10, md5: 'aa', mode: '644' },
      'd/': { type: 'dir' },
      l: { type: 'symlink', target: 't' },
    },
  },
}

const asRecorded: Observation = {
  copied: ['a'],
  deleted: ['old'],
  dryrunCopied: [],
  dryrunDeleted: [],
  stdout: ['download: s3://{A}/a to dst/a', 'delete: dst/old'],
  failed: [],
  warnings: ['warning: Skipping file /x/dst/l. File does not exist.'],
  exitCode: 2,
  untouched: ['l', 'd/'],
  stateChanged: ['a'],
  stateRemoved: ['old'],
  foldersMade: ['anywhere/'],
  sourceUnchanged: true,
  mtimeIsWholeSecondLastModified: true,
  finalDestination: {
    a: { type: 'file', size: 10, md5: 'aa', mode: '644' },
    'd/': { type: 'dir' },
    l: { type: 'symlink', target: 't' },
  },
}

const fieldsThatDiffer = (testCase: Case, seen: Observation): string[] =>
  compare(testCase, seen, 'sluice').map(({ field }) => field)

test('what is as recorded makes no difference, whatever its order', () => {
  expect(fieldsThatDiffer(recorded, asRecorded)).toEqual([])
  expect(fieldsThatDiffer(recorded, { ...asRecorded, exitCode: 7 })).toEqual([])
})

const warning = asRecorded.warnings[0] ?? ''
const file = { type: 'file', size: 10, md5: 'aa', mode: '644' } as const

test.each<[field: string, wrong: Partial<Observation>]>([
  ['copied', { copied: [] }],
  ['copied', { copied: ['a', 'b'] }],
  ['deleted', { deleted: ['other'] }],
  ['dryrunCopied', { dryrunCopied: ['a'] }],
  ['dryrunDeleted', { dryrunDeleted: ['a'] }],
  ['stdout', { stdout: ['download: s3://{A}/a to dst/a'] }],
  ['stdout', { stdout: [...asRecorded.stdout, 'delete: dst/old'] }],
  ['failed', { failed: ['a'] }],
  ['warnings', { warnings: ['warning: Skipping file /x/dst/m. File does not exist.'] }],
  ['warningCount', { warnings: [warning, warning] }],
  ['exitCode', { exitCode: 0 }],
  ['exitCode', { exitCode: null }],
  ['untouched', { untouched: ['l'] }],
  ['untouched', { untouched: ['l', 'd/', 'a'] }],
  ['stateChanged', { stateChanged: [] }],
  ['stateRemoved', { stateRemoved: [] }],
  ['sourceUnchanged', { sourceUnchanged: false }],
  ['mtimeIsWholeSecondLastModified', { mtimeIsWholeSecondLastModified: false }],
  ['finalDestination a', { finalDestination: { ...asRecorded.finalDestination, a: { ...file, size: 11 } } }],
  ['finalDestination a', { finalDestination: { ...asRecorded.finalDestination, a: { ...file, md5: 'bb' } } }],
  [
    'finalDestination a',
    { finalDestination: { ...asRecorded.finalDestination, a: { ...file, mode: '600' } } },
  ],
  [
    'finalDestination l',
    { finalDestination: { ...asRecorded.finalDestination, l: { type: 'symlink', target: 'u' } } },
  ],
  ['finalDestination b', { finalDestination: { ...asRecorded.finalDestination, b: { type: 'dir' } } }],
])('a wrong %s is caught', (field, wrong) => {
  expect(fieldsThatDiffer(recorded, { ...asRecorded, ...wrong })).toEqual([field])
})

test('a missing warning is caught twice, by its text and by the count', () => {
  expect(fieldsThatDiffer(recorded, { ...asRecorded, warnings: [] })).toEqual(['warnings', 'warningCount'])
})

test('a wrong header of an object is caught', () => {
  const object = (type: string) => ({ k: { size: 1, md5: 'aa', head: { ContentType: type, Metadata: {} } } })
  const upload: Case = {
    ...recorded,
    expected: { ...recorded.expected, finalDestination: object('text/html') },
  }
  expect(fieldsThatDiffer(upload, { ...asRecorded, finalDestination: object('text/html') })).toEqual([])
  expect(fieldsThatDiffer(upload, { ...asRecorded, finalDestination: object('x/y') })).toEqual([
    'finalDestination k',
  ])
})

test('ignored fields are not compared', () => {
  const ignoring = { ...recorded, ignoreFields: ['copied', 'finalDestination', 'exitCode', 'untouched'] }
  const seen = { ...asRecorded, copied: [], finalDestination: {}, exitCode: 9, untouched: [] }
  expect(fieldsThatDiffer(ignoring, seen)).toEqual([])
})

test('a control character may be shown escaped', () => {
  const tab: Case = { ...recorded, expected: { ...recorded.expected, copied: ['a\tb'], stdout: ['x\ty'] } }
  expect(fieldsThatDiffer(tab, { ...asRecorded, copied: ['a\\tb'], stdout: ['x\ty'] })).toEqual([])
})

test.each<[rules: string[], recordedCode: number, right: number[]]>([
  [['ERR-2'], 1, [3, 4]],
  [['ERR-4'], 1, [3]],
  [['ERR-1'], 1, [1]],
  [['PTH-7'], 255, [3, 252]],
  [['ARG-2'], 252, [252]],
  [['SKP-1'], 2, [2]],
])('with rules %j the exit code %i of aws means %j in Sluice', (rules, exitCode, right) => {
  const fatal: Case = { ...recorded, rules, expected: { ...recorded.expected, exitCode } }
  const isRight = (code: number, tool: 'aws' | 'sluice') =>
    compare(fatal, { ...asRecorded, exitCode: code }, tool).length === 0
  const all = [0, 1, 2, 3, 4, 5, 6, 7, 130, 252, 255]
  expect(all.filter((code) => isRight(code, 'sluice'))).toEqual(right)
  expect(all.filter((code) => isRight(code, 'aws'))).toEqual([exitCode])
})

/** A departure as the cases write them: few fields, the rest unsaid. */
const departure: Case = {
  ...recorded,
  departure: 'D-10',
  args: ['--dryrun'],
  expected: { copied: ['a'], deleted: ['old'], untouched: ['l'], exitCode: 2 },
}

test('a departure spares what it names, and leaves open what else is spared', () => {
  const seen = { ...asRecorded, foldersMade: [] }
  expect(fieldsThatDiffer(departure, seen)).toEqual([])
  expect(fieldsThatDiffer(departure, { ...seen, untouched: ['d/'] })).toEqual(['untouched'])
})

test.each<[field: string, wrong: Partial<Observation>]>([
  ['stateChanged', { stateChanged: ['a', 'unsaid'] }],
  ['stateRemoved', { stateRemoved: ['old', 'unsaid'] }],
  ['sourceUnchanged', { sourceUnchanged: false }],
  ['foldersMade', { foldersMade: ['made/'] }],
])('a departure that says nothing of %s still forbids what it did not report', (field, wrong) => {
  expect(fieldsThatDiffer(departure, { ...asRecorded, foldersMade: [], ...wrong })).toEqual([field])
})

test('where aws depends on chance, a departure is certain', () => {
  const notUtf8 = loadCases().find(({ id }) => id === 'UP-046')
  if (notUtf8 === undefined) throw new Error('UP-046 is not among the cases')
  const seen = { ...asRecorded, copied: ['ok'], deleted: [], stateChanged: ['ok'], stateRemoved: [] }
  expect(fieldsThatDiffer(notUtf8, { ...seen, exitCode: 2 })).toEqual([])
  expect(fieldsThatDiffer(notUtf8, { ...seen, exitCode: 1 })).toEqual(['exitCode'])
})
