import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GatheredNames, type SortedNames } from '../../../../main/engine/listing/gathered-names.ts'
import { list, planted } from './walk-in-memory.ts'

const statOf = (kind: 'file' | 'folder', at: number) => ({
  kind,
  size: at,
  modified: 0,
  changed: at + 0.25,
  dev: 3,
  ino: 2 ** 53 + at * 2,
  links: 1,
  mode: 0o644,
  owner: 0,
})

function gather(names: readonly (readonly [string, 'file' | 'folder'])[], most: number): SortedNames {
  const gathered = new GatheredNames('/folder', most)
  names.forEach(([name, kind], i) => {
    gathered.add(name, statOf(kind, i), 1 - i / 8)
  })
  return gathered.sorted()
}

function read(names: SortedNames): unknown[] {
  try {
    return Array.from({ length: names.length }, (_, i) => [names.nameAt(i), names.entryAt(i, 'p/')])
  } finally {
    names.close()
  }
}

const name = fc.string({
  unit: fc.constantFrom('a', 'B', '-', '.', '0', 'é', '\uff5e', '😀', '\n'),
  minLength: 1,
})
const named = fc.tuple(name, fc.constantFrom('file', 'folder'))

describe('GatheredNames', () => {
  it('gives the same on disk as in memory, in the order of keys', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(named, { selector: ([text]) => text, maxLength: 40 }),
        fc.nat(20),
        (all, most) => {
          const inMemory = gather(all, Infinity)
          const spilled = gather(all, most)
          expect(spilled.inMemory).toBe(all.length <= most)
          expect(read(spilled)).toEqual(read(inMemory))
        },
      ),
      { numRuns: 100 },
    )
  })

  it('lets a folder sort where the keys below it do', () => {
    const names = gather(
      [
        ['a', 'folder'],
        ['a-', 'file'],
        ['a0', 'file'],
      ],
      0,
    )
    expect([0, 1, 2].map((place) => names.nameAt(place))).toEqual(['a-', 'a/', 'a0'])
    names.close()
  })

  it('keeps a time that is no number', () => {
    const gathered = new GatheredNames('/folder', 0)
    gathered.add('a', statOf('folder', 1), NaN)
    const names = gathered.sorted()
    expect(names.entryAt(0, '').modified).toBeNaN()
    names.close()
  })

  it('makes no difference to a walk', async () => {
    const tree = {
      'a/b': '',
      'a/c/d': '',
      'a-b': '',
      'a.txt': '',
      'e/～': '',
      'e/😀': '',
      l: { link: 'nowhere' },
    }
    const inMemory = await list(planted(tree))
    expect(await list(planted(tree), { namesInMemory: 1 })).toEqual(inMemory)
    expect(inMemory.keys).toHaveLength(6)
  })
})
