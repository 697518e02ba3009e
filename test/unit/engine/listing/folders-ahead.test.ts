import { describe, expect, it } from 'vitest'
import { listLocal } from '../../../../main/engine/listing/local-walk.ts'
import type { ListingProblem } from '../../../../shared/job.ts'
import { fsError } from '../../../fakes/fs-error.ts'
import type { MemoryFs } from '../../../fakes/memory-fs.ts'
import { list, listingOf, planted, root } from './walk-in-memory.ts'

const never = new AbortController().signal
const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Folders with one file each. */
const wide = (count: number, more: Record<string, string> = {}): MemoryFs =>
  planted({
    ...Object.fromEntries(Array.from({ length: count }, (_, i) => [`d${String(i).padStart(2, '0')}/x`, ''])),
    ...more,
  })

/** Makes reading a folder take a while. @returns how many were being read at once, at most. */
function slowly(fs: MemoryFs): { most: number; now: number; read: string[] } {
  const reading = { most: 0, now: 0, read: [] as string[] }
  fs.before = async (op, path) => {
    if (op !== 'readFolder') return
    reading.read.push(path)
    reading.most = Math.max(reading.most, ++reading.now)
    for (let i = 0; i < 3; i++) await later()
    reading.now--
  }
  return reading
}

describe('FoldersAhead', () => {
  it('reads folders that come next side by side, a few at a time', async () => {
    const fs = wide(40)
    const reading = slowly(fs)
    const { keys } = await list(fs)
    expect(keys).toHaveLength(40)
    expect(keys).toEqual([...keys].sort())
    expect(reading.most).toBeGreaterThan(3)
    expect(reading.most).toBeLessThanOrEqual(9)
    expect(reading.read).toHaveLength(41)
  })

  it('reads one ahead, and no more, where folders have many names', async () => {
    const names = (folder: string): [string, string][] =>
      Array.from({ length: 3000 }, (_, i) => [`${folder}/${String(i)}`, ''])
    const fs = planted(Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].flatMap(names)))
    const reading = slowly(fs)
    expect((await list(fs)).keys).toHaveLength(18_000)
    expect(reading.most).toBe(2)
  })

  it('says what is wrong in a folder when the walk comes to it', async () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`a/${String(i)}`, '']))
    const fs = planted({ ...many, 'b/l': { link: 'nowhere' }, 'b/x': '' })
    const order: string[] = []
    const onProblem = ({ key }: ListingProblem): number => order.push(key)
    for await (const page of listLocal(listingOf(fs, { onProblem }), never)) {
      for (let i = 0; i < 10; i++) await later()
      order.push(`page from ${page[0]?.key ?? ''}`)
    }
    expect(order).toEqual(['page from a/0', 'b/l', 'page from b/x'])
  })

  it('meets the failure of a folder at its turn, and only there', async () => {
    const fs = wide(5)
    fs.before = (op, path) => {
      if (op === 'readFolder' && path === `${root}/d03`) throw fsError('EIO', { op, path })
    }
    expect(await list(fs)).toMatchObject({
      keys: ['d00/x', 'd01/x', 'd02/x', 'd04/x'],
      problems: ['unreadable d03'],
      unknown: ['d03'],
    })
  })

  it('reads nothing ahead of what a filter excludes as a whole', async () => {
    const fs = wide(6, { a: '' })
    const reading = slowly(fs)
    const skipped = `${root}/d04`
    const filter = {
      decide: () => ({ included: true, by: null }),
      includes: () => true,
      matching: () => [],
      canSkipFolder: (folder: string) => folder.startsWith('d04'),
    }
    expect((await list(fs, { filter })).keys).toHaveLength(6)
    expect(reading.read).not.toContain(skipped)
  })

  it('is awaited when the reader leaves, and reads nothing afterwards', async () => {
    const names = Array.from({ length: 1500 }, (_, i) => [`d00/${String(i)}`, ''])
    const fs = wide(30, Object.fromEntries(names) as Record<string, string>)
    const reading = slowly(fs)
    for await (const page of listLocal(listingOf(fs), never)) {
      expect(page).toHaveLength(1000)
      break
    }
    expect(reading.now).toBe(0)
    const effects = fs.effects.length
    for (let i = 0; i < 10; i++) await later()
    expect(fs.effects).toHaveLength(effects)
  })

  it('throws a bug at its turn, and leaves none unhandled', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown): number => unhandled.push(reason)
    process.on('unhandledRejection', note)
    try {
      const fs = wide(9)
      fs.before = (op, path) => {
        if (op === 'readFolder' && path > `${root}/d02`) throw new TypeError(`a bug in ${path}`)
      }
      await expect(list(fs)).rejects.toThrow(`a bug in ${root}/d03`)
      for (let i = 0; i < 5; i++) await later()
      expect(unhandled).toEqual([])
    } finally {
      process.off('unhandledRejection', note)
    }
  })
})
