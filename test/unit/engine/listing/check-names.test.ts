import { describe, expect, it } from 'vitest'
import { listLocal } from '../../../../main/engine/listing/local-walk.ts'
import type { ListingProblem } from '../../../../shared/job.ts'
import type { MemoryFs } from '../../../fakes/memory-fs.ts'
import { plant, plantBytes, plantTree, uproot, type TreeTable } from '../../../fakes/memory-tree.ts'
import { list, listingOf, planted, root } from './walk-in-memory.ts'

const time = Date.UTC(2025, 5, 1) + 0.25

describe('checkNames', () => {
  describe('names that are no entries', () => {
    const tree: TreeTable = {
      ok: '',
      broken: { link: 'nowhere' },
      self: { link: 'self' },
      pipe: { special: 'fifo' },
      'to-pipe': { link: 'pipe' },
      socket: { special: 'socket' },
      device: { special: 'device' },
    }

    it('are named with their reason, in order, and are unknown (SKP-1, SKP-3, D-1)', async () => {
      const fs = planted(tree)
      const listed = await list(fs)
      const reasons = [
        'missing broken',
        'special device',
        'special pipe',
        'missing self',
        'special socket',
        'special to-pipe',
      ]
      expect(listed).toMatchObject({ keys: ['ok'], problems: reasons })
      expect(listed.unknown).toEqual(['broken', 'device', 'pipe', 'self', 'socket', 'to-pipe'])
    })

    it("are told in aws's words, with side and full path", async () => {
      const fs = planted({ 'd/broken': { link: 'nowhere' } })
      const problems: ListingProblem[] = []
      await list(fs, { onProblem: (problem) => problems.push(problem), asDestination: true })
      expect(problems).toEqual([
        {
          side: 'destination',
          key: 'd/broken',
          path: `${root}/d/broken`,
          kind: 'missing',
          message: 'File does not exist.',
        },
      ])
    })

    it('are files and folders without permission to read (SKP-4), and all in a folder without permission to enter (SKP-1)', async () => {
      const fs = planted(
        {
          a: '',
          'd/x': '',
          d: { folder: true, mode: 0o000 },
          'listed-only/x': '',
          'listed-only/y': { link: '../a' },
          'listed-only': { folder: true, mode: 0o444 },
          secret: { file: '', mode: 0o200 },
        },
        1000,
      )
      const problems = ['unreadable d', 'unreadable secret', 'missing listed-only/x', 'missing listed-only/y']
      const unknown = ['d', 'secret', 'listed-only/x', 'listed-only/y']
      expect(await list(fs)).toMatchObject({ keys: ['a'], problems, unknown })
    })

    it('are read by root all the same', async () => {
      const fs = planted({ 'd/x': '', d: { folder: true, mode: 0 }, secret: { file: '', mode: 0 } })
      expect(await list(fs)).toMatchObject({ keys: ['d/x', 'secret'], problems: [] })
    })

    it('at a destination may be files that cannot be read: listed, for what replaces them, yet unknown', async () => {
      const fs = planted({ 'd/x': { file: '', mode: 0 } }, 1000)
      expect(await list(fs, { asDestination: true })).toMatchObject({
        keys: ['d/x'],
        problems: ['unreadable d/x'],
        unknown: ['d/x'],
      })
    })

    it('have gone since their folder was read (SKP-2)', async () => {
      const fs = planted({ a: '', 'd/b': '', 'd/c': '' })
      fs.after = ({ op, path }) => {
        if (op === 'readFolder' && path === `${root}/d`) uproot(fs, `${root}/d/b`)
      }
      expect(await list(fs)).toMatchObject({
        keys: ['a', 'd/c'],
        problems: ['missing d/b'],
        unknown: ['d/b'],
      })
    })

    it('are not UTF-8: shown with their bytes, protected under what others make of them (D-3, F21)', async () => {
      const fs = planted({ 'd/ok': '' })
      plantBytes(fs, `${root}/d`, Buffer.from([0x62, 0xc3, 0xa9, 0xff, 0x2e, 0xc3]), '')
      const problems: ListingProblem[] = []
      const listed = await list(fs, { onProblem: (problem) => problems.push(problem) })
      expect(listed).toMatchObject({ keys: ['d/ok'], unknown: ['d/bé\ufffd.\ufffd'] })
      expect(problems).toMatchObject([{ kind: 'not-utf8', path: `${root}/d/bé\\xff.\\xc3` }])
    })

    it('come before the first entry of their folder (LST-7)', async () => {
      const fs = planted({
        a: '',
        'd/1': '',
        'd/z-broken': { link: 'nowhere' },
        'z-broken': { link: 'nowhere' },
      })
      const order: string[] = []
      const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`b${i}`, '']))
      plantTree(fs, root, many)
      const onProblem = ({ key }: ListingProblem): number => order.push(key)
      for await (const page of listLocal(listingOf(fs, { onProblem }), new AbortController().signal))
        order.push(`page from ${page[0]?.key ?? ''}`)
      expect(order).toEqual(['z-broken', 'page from a', 'd/z-broken', 'page from b999'])
    })

    it.each([
      ['year 10000', Date.UTC(9999, 11, 31, 23, 59, 59) + 1000, 0],
      ['year 0', Date.UTC(1, 0, 1) - 60 * 365 * 24 * 3600e3 * 40, 0],
      ['no number', NaN, 0],
    ])(
      'have a time that is no date, and then are listed as of 1970 (SKP-6): %s',
      async (_, modified, listedAs) => {
        const fs = planted({ a: { file: '', modified }, b: '' })
        const listed = await list(fs)
        expect(listed).toMatchObject({ keys: ['a', 'b'], problems: ['bad-time a'], unknown: [] })
        expect(listed.entries[0]?.modified).toBe(listedAs)
      },
    )

    it.each([
      ['before 1970', Date.UTC(1950, 0, 1)],
      ['the last second of 9999', Date.UTC(9999, 11, 31, 23, 59, 59)],
    ])('are not those of an odd but valid time: %s (SKP-6)', async (_, modified) => {
      const fs = planted({ a: { file: '', modified } })
      const listed = await list(fs)
      expect(listed.problems).toEqual([])
      expect(listed.entries[0]?.modified).toBe(modified)
    })
  })

  describe('links', () => {
    const tree: TreeTable = {
      a: { file: 'target', modified: time },
      'd/x': '',
      'to-a': { link: 'a' },
      'to-d': { link: 'd' },
      'to-outside': { link: '/elsewhere' },
      broken: { link: 'nowhere' },
    }

    const withLinks = (): MemoryFs => {
      const fs = planted(tree)
      plant(fs, '/elsewhere/y', '')
      return fs
    }

    it('are followed by default, under their own names (SYM-1)', async () => {
      const fs = withLinks()
      const { keys, entries } = await list(fs)
      expect(keys).toEqual(['a', 'd/x', 'to-a', 'to-d/x', 'to-outside/y'])
      expect(entries[2]).toEqual({ ...entries[0], key: 'to-a' })
    })

    it('are silently absent when not followed, broken ones too (SYM-2)', async () => {
      const fs = withLinks()
      expect(await list(fs, { followLinks: false })).toMatchObject({
        keys: ['a', 'd/x'],
        problems: [],
        unknown: [],
      })
    })

    it('are not followed either when the folder does not say that they are links', async () => {
      const fs = withLinks()
      const readFolder = fs.readFolder.bind(fs)
      fs.readFolder = async (path) =>
        (await readFolder(path)).map((name) => ({ ...name, kind: 'unknown' as const }))
      expect((await list(fs, { followLinks: false })).keys).toEqual(['a', 'd/x'])
      expect((await list(fs)).keys).toEqual(['a', 'd/x', 'to-a', 'to-d/x', 'to-outside/y'])
      expect((await list(fs, { asDestination: true })).keys).toEqual(['a', 'd/x', 'to-a'])
    })

    it('at a destination are files, or left alone and unknown where they lead to folders (D-4, SYM-6, SYM-8)', async () => {
      const fs = withLinks()
      expect(await list(fs, { asDestination: true })).toMatchObject({
        keys: ['a', 'd/x', 'to-a'],
        problems: ['missing broken'],
        unknown: ['broken', 'to-d', 'to-outside'],
      })
    })

    it.each([
      ['to the folder it is in', { a: '', 'd/loop': { link: '.' }, 'd/x': '' }, 'd/loop', ['a', 'd/x']],
      ['to the root', { 'd/loop': { link: '../' }, 'd/x': '' }, 'd/loop', ['d/x']],
      [
        'by way of another',
        { 'd/x': '', 'd/loop': { link: '../e' }, 'e/back': { link: '../d' } },
        'd/loop/back',
        ['d/x'],
      ],
    ] as [string, TreeTable, string, string[]][])(
      'that loop %s are cut at the first repeat (D-6)',
      async (_, loop, key, first) => {
        const fs = planted(loop)
        const { keys, problems, unknown } = await list(fs)
        expect(problems[0]).toBe(`link-loop ${key}`)
        expect(unknown[0]).toBe(key)
        expect(keys).toEqual(expect.arrayContaining(first))
        expect(keys.length).toBeLessThan(4)
      },
    )

    it('to one folder from many places are no loops', async () => {
      const fs = planted({ 'd/x': '', l1: { link: 'd' }, l2: { link: 'd' }, 'e/l3': { link: '../d' } })
      expect(await list(fs)).toMatchObject({ keys: ['d/x', 'e/l3/x', 'l1/x', 'l2/x'], problems: [] })
    })
  })
})
