import { expect, test } from 'vitest'
import type { Scene } from '../../../parity/case.ts'
import { namesBelow } from '../../../parity/differential/names-below.ts'
import { sceneOfSeed } from '../../../parity/differential/seeds.ts'

const scenes = Array.from({ length: 1000 }, (_, i) => sceneOfSeed(i + 1))
const local = scenes.flatMap(({ direction, sourceTree, destinationTree }) =>
  direction === 'upload' ? [sourceTree] : direction === 'download' ? [destinationTree] : [],
)

test('a local tree can be made: no name twice, none below a file or a link', () => {
  for (const tree of local) {
    const names = tree.map(({ path }) => path)
    expect(new Set(names).size).toBe(names.length)
    expect(names.filter((name) => names.some((other) => name.startsWith(`${other}/`)))).toEqual([])
  }
  expect(local.length).toBeGreaterThan(100)
})

test('objects may stand beside a folder of their name', () => {
  const nested = scenes.some(({ direction, sourceTree }) => {
    const names = sourceTree.map(({ path }) => path)
    return direction !== 'upload' && names.some((a) => names.some((b) => b.startsWith(`${a}/`)))
  })
  expect(nested).toBe(true)
})

test('the two sides share names, and chance does not decide which of two objects is older', () => {
  const copies = scenes.filter(({ direction }) => direction === 'copy')
  let shared = 0
  for (const each of copies) {
    const source = namesBelow(each, 'source')
    for (const [name, { mtimeOffsetSeconds }] of namesBelow(each, 'destination')) {
      const offset = source.get(name)?.mtimeOffsetSeconds
      if (offset === undefined || mtimeOffsetSeconds === undefined) continue
      shared++
      expect(offset).not.toBe(mtimeOffsetSeconds)
    }
  }
  expect(shared).toBeGreaterThan(50)
})

test('no key that radosgw would decode twice is copied in parts', () => {
  const inParts = scenes.filter(
    ({ direction, config }) => direction === 'copy' && config?.includes('threshold'),
  )
  expect(inParts.length).toBeGreaterThan(20)
  expect(inParts.flatMap(({ sourceTree }) => sourceTree).filter(({ path }) => /[%+]/.test(path))).toEqual([])
})

const aims: readonly (readonly [what: string, shows: (scene: Scene) => boolean])[] = [
  [
    'deletes',
    (scene) =>
      scene.args.includes('--delete') &&
      [...namesBelow(scene, 'destination').keys()].some((name) => !namesBelow(scene, 'source').has(name)),
  ],
  ['filters', ({ args }) => args.includes('--exclude') || args.includes('--include')],
  [
    'equal sizes',
    (scene) => {
      const source = namesBelow(scene, 'source')
      return [...namesBelow(scene, 'destination')].some(([name, { size }]) => source.get(name)?.size === size)
    },
  ],
  [
    'links',
    ({ sourceTree, destinationTree }) =>
      [...sourceTree, ...destinationTree].some(({ kind }) => kind === 'symlink'),
  ],
]

test.each(aims)('at least a fifth of the seeds have %s', (_, shows) => {
  expect(scenes.filter(shows).length).toBeGreaterThanOrEqual(200)
})
