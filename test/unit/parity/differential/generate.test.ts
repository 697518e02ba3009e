import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scene } from '../../../parity/differential/generate.ts'

const scenes = fc.sample(scene, { seed: 3, numRuns: 300 })
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
  const below = (path: string) => path.replace(/^[pq]\//, '')
  let shared = 0
  for (const { sourceTree, destinationTree } of copies) {
    for (const source of sourceTree) {
      const other = destinationTree.find(({ path }) => below(path) === below(source.path))
      if (other === undefined) continue
      shared++
      expect(source.mtimeOffsetSeconds).not.toBe(other.mtimeOffsetSeconds)
    }
  }
  expect(shared).toBeGreaterThan(50)
})

test('only the flags in scope are drawn', () => {
  const flags = new Set(scenes.flatMap(({ args }) => args.filter((arg) => arg.startsWith('--'))))
  expect([...flags].sort()).toEqual([
    '--delete',
    '--dryrun',
    '--exact-timestamps',
    '--exclude',
    '--include',
    '--no-follow-symlinks',
    '--no-progress',
    '--only-show-errors',
    '--quiet',
    '--size-only',
  ])
})
