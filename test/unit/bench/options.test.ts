import { expect, test } from 'vitest'
import { parseOptions } from '../../bench/options.ts'

const known = ['B0', 'B1-2k', 'B1-10k', 'B10', 'B5']
const parse = (...args: string[]) => parseOptions(args, known)
const options = (...args: string[]) => {
  const parsed = parse(...args)
  if ('wrong' in parsed) throw new Error(parsed.wrong)
  return parsed.options
}

test('without arguments everyone runs five rounds of everything', () => {
  expect(options()).toEqual({
    rows: known,
    rounds: 5,
    peers: null,
    json: 'test-results/bench.json',
    quick: false,
    writeDocs: false,
    profile: null,
  })
})

test('a name means a row and its parts, in the order of the table', () => {
  expect(options('B5', 'B1').rows).toEqual(['B1-2k', 'B1-10k', 'B5'])
  expect(options('B1-10k').rows).toEqual(['B1-10k'])
})

test('options are read', () => {
  const args = ['--rounds', '9', '--peers', 'aws,rclone', '--json', 'x.json', '--write-docs']
  expect(options(...args)).toMatchObject({
    rounds: 9,
    peers: ['aws', 'rclone'],
    json: 'x.json',
    writeDocs: true,
  })
})

test('a quick run has two rounds, if it is not told otherwise', () => {
  expect(options('--quick').rounds).toBe(2)
  expect(options('--quick', '--rounds', '3').rounds).toBe(3)
})

test('a profile is of one row', () => {
  expect(options('--profile', 'B1')).toMatchObject({ profile: 'B1-2k' })
})

test.each([
  [['B9'], 'no row called B9'],
  [['--profile', 'B9'], 'no row called B9'],
  [['--rounds', '0'], '--rounds 0'],
  [['--rounds', 'many'], '--rounds many'],
  [['--peers', 'aws,curl'], 'no peer called curl'],
  [['--slow'], '--slow'],
])('%j is wrong: %s', (args, wrong) => {
  expect(parse(...args)).toEqual({ wrong: expect.stringContaining(wrong) })
})
