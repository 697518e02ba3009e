import { describe, expect, it } from 'vitest'
import { compileFilters, type KeyFilter } from '../../../../main/engine/listing/filters.ts'
import type { LocalListing } from '../../../../main/engine/listing/local-listing.ts'
import { listLocal } from '../../../../main/engine/listing/local-walk.ts'
import { MemoryFs } from '../../../fakes/memory-fs.ts'
import { plant, uproot, type TreeTable } from '../../../fakes/memory-tree.ts'
import { failing, list, listingOf, planted, root } from './walk-in-memory.ts'

const time = Date.UTC(2025, 5, 1) + 0.25

const filterOf = (...excluded: string[]): KeyFilter =>
  compileFilters(
    excluded.map((pattern) => ({ kind: 'exclude', pattern })),
    { kind: 'local', root },
  )

describe('listLocal', () => {
  describe('entries', () => {
    it('have key, size, time and identity, and are in key order: a folder sorts with its slash', async () => {
      const fs = planted({
        'a/b': 'x',
        a: { folder: true },
        'a-b': 'four',
        'a.txt': { file: 'hello', modified: time },
        a0: '',
        'a!': '',
        B: '',
        '～': '',
        '😀': '',
        '.hidden/x': '',
      })
      const { keys, entries } = await list(fs)
      expect(keys).toEqual(['.hidden/x', 'B', 'a!', 'a-b', 'a.txt', 'a/b', 'a0', '～', '😀'])
      const stat = await fs.stat(`${root}/a.txt`)
      expect(entries[4]).toEqual({
        key: 'a.txt',
        size: 5,
        modified: time,
        file: { dev: stat.dev, ino: stat.ino, changed: stat.changed },
      })
    })

    it('come in pages of a thousand, across folders', async () => {
      const names = Array.from({ length: 2_500 }, (_, i) => `${i % 7}/${String(i).padStart(4, '0')}`)
      const fs = planted(Object.fromEntries(names.map((name) => [name, ''])))
      const sizes: number[] = []
      const keys: string[] = []
      for await (const page of listLocal(listingOf(fs), new AbortController().signal)) {
        sizes.push(page.length)
        keys.push(...page.map((entry) => entry.key))
      }
      expect(sizes).toEqual([1000, 1000, 500])
      expect(keys).toEqual(names.sort())
    })

    it('are none for an empty folder, nor for empty folders in it (LST-11)', async () => {
      const fs = planted({ 'a/b': { folder: true }, c: { folder: true } })
      expect(await list(fs)).toMatchObject({ keys: [], problems: [], unknown: [] })
    })

    it('may have line breaks and dots in their names', async () => {
      const fs = planted({ 'a\nb\r': '', '...': '', ' ': '', '-rf': '', 'a\\b': '' })
      expect((await list(fs)).keys).toEqual([' ', '-rf', '...', 'a\nb\r', 'a\\b'])
    })

    it('are listed with the root being the whole disk', async () => {
      const fs = new MemoryFs()
      expect((await list(fs, { root: '/' })).keys).toEqual([])
      plant(fs, '/x/y', '')
      expect((await list(fs, { root: '/' })).keys).toEqual(['x/y'])
    })

    it('leave out temp files of ours, and no others (D-24)', async () => {
      const fs = planted({ 'd/.sluice-run-1.part': '', 'd/.sluice-other-1.part': '' })
      const mine = await list(fs, { isOwnTemp: (path) => path === `${root}/d/.sluice-run-1.part` })
      expect(mine).toMatchObject({ keys: ['d/.sluice-other-1.part'], problems: [] })
    })
  })

  describe('filters', () => {
    it('silence what they exclude, which stays unknown (D-7)', async () => {
      const fs = planted({ a: '', l: { link: 'nowhere' }, m: { link: 'nowhere' } })
      expect(await list(fs, { filter: filterOf('l') })).toMatchObject({
        keys: ['a'],
        problems: ['missing m'],
        unknown: ['l', 'm'],
      })
    })

    it('do not keep entries from being listed: planning counts them', async () => {
      const fs = planted({ 'a.log': '', b: '' })
      expect((await list(fs, { filter: filterOf('*.log') })).keys).toEqual(['a.log', 'b'])
    })

    it('keep folders from being walked where a pattern proves that all of it is excluded', async () => {
      const fs = planted({ a: '', 'd/e/x': '', 'd/pipe': { special: 'fifo' }, 'f/x.log': '' })
      expect(await list(fs, { filter: filterOf('d/*', '*.log') })).toMatchObject({
        keys: ['a', 'f/x.log'],
        problems: [],
        unknown: [],
      })
      expect(fs.effects.filter(({ op }) => op === 'readFolder').map(({ path }) => path)).toEqual([
        root,
        `${root}/f`,
      ])
    })

    it('let a source whose entries are all in excluded folders list as not empty (D-2)', async () => {
      const fs = planted({ 'd/e/x': '', 'd/f/y': '', 'd/unreadable': { special: 'fifo' }, 'g/z': '' })
      expect(await list(fs, { filter: filterOf('*') })).toMatchObject({ keys: ['d/e/x'], problems: [] })
    })

    it('silence an unreadable folder only if they exclude all below it', async () => {
      const tree: TreeTable = { a: '', 'd/x': '', d: { folder: true, mode: 0 } }
      const fs = planted(tree, 1000)
      expect((await list(fs, { filter: filterOf('d/*.log', 'd') })).problems).toEqual(['unreadable d'])
      expect((await list(fs, { filter: filterOf('d/*') })).problems).toEqual([])
    })
  })

  describe('the root', () => {
    it.each<[string, TreeTable, Partial<LocalListing>, string]>([
      ['is missing', {}, { root: '/nowhere' }, 'source-missing'],
      ['is behind a file', { a: '' }, { root: `${root}/a/b` }, 'source-missing'],
      ['is a broken link', { l: { link: 'nowhere' } }, { root: `${root}/l` }, 'source-missing'],
      ['is a file', { a: '' }, { root: `${root}/a` }, 'usage'],
      [
        'is a file, as a destination',
        { a: '' },
        { root: `${root}/a`, asDestination: true, mayBeMissing: true },
        'usage',
      ],
      ['is a FIFO', { p: { special: 'fifo' } }, { root: `${root}/p` }, 'usage'],
      [
        'cannot be read',
        { 'd/x': '', d: { folder: true, mode: 0 } },
        { root: `${root}/d` },
        'folder-unreadable',
      ],
      [
        'cannot be entered',
        { 'd/x': '', d: { folder: true, mode: 0o444 } },
        { root: `${root}/d` },
        'folder-unreadable',
      ],
    ])('that %s ends the listing', async (_, tree, options, code) => {
      const fs = planted(tree, 1000)
      await expect(list(fs, options)).rejects.toMatchObject({ code, subject: options.root })
    })

    it('that is missing lists as empty where it may', async () => {
      const fs = planted({})
      expect((await list(fs, { root: '/nowhere', asDestination: true, mayBeMissing: true })).keys).toEqual([])
    })

    it('that is a link is empty as a source when links are not followed, and trusted as a destination (SYM-3, D-4)', async () => {
      const fs = planted({ a: '' })
      plant(fs, '/link', { link: root })
      expect((await list(fs, { root: '/link' })).keys).toEqual(['a'])
      expect((await list(fs, { root: '/link', followLinks: false })).keys).toEqual([])
      expect((await list(fs, { root: '/link', followLinks: false, asDestination: true })).keys).toEqual(['a'])
    })

    it.each(['readFolder', 'stat', 'checkReadable'] as const)(
      'that fails in %s ends the listing',
      async (op) => {
        const fs = planted({ a: '' })
        failing(fs, op, root, 'EIO')
        await expect(list(fs)).rejects.toMatchObject({ code: 'folder-unreadable', subject: root })
      },
    )

    it('that is unmounted or replaced during the walk ends the listing, which would prove nothing (F34)', async () => {
      const fs = planted({ a: '', 'd/x': '' })
      fs.after = ({ op, path }) => {
        if (op !== 'readFolder' || path !== `${root}/d`) return
        uproot(fs, root)
        plant(fs, root, { folder: true })
      }
      await expect(list(fs)).rejects.toMatchObject({ code: 'folder-unreadable' })
    })

    it('that is replaced while it is being read ends the listing', async () => {
      const fs = planted({ a: '' })
      let done = false
      fs.before = (op, path) => {
        if (op !== 'readFolder' || path !== root || done) return
        done = true
        uproot(fs, root)
        plant(fs, root, { folder: true })
      }
      await expect(list(fs)).rejects.toMatchObject({ code: 'folder-unreadable' })
    })
  })

  describe('a folder below the root', () => {
    it.each([
      ['EIO', 'unreadable d'],
      ['EACCES', 'unreadable d'],
      ['ENOENT', 'missing d'],
    ] as const)(
      'that fails with %s when it is read is unknown, and the walk goes on (F36)',
      async (code, problem) => {
        const fs = planted({ a: '', 'd/x': '', 'e/y': '' })
        failing(fs, 'readFolder', `${root}/d`, code)
        expect(await list(fs)).toMatchObject({ keys: ['a', 'e/y'], problems: [problem], unknown: ['d'] })
      },
    )

    it('that is replaced by another while it is read is unknown', async () => {
      const fs = planted({ a: '', 'd/x': '' })
      fs.before = (op, path) => {
        if (op !== 'readFolder' || path !== `${root}/d`) return
        uproot(fs, `${root}/d`)
        plant(fs, `${root}/d`, { folder: true })
      }
      expect(await list(fs)).toMatchObject({ keys: ['a'], problems: ['replaced d'], unknown: ['d'] })
    })

    it('may be thousands deep: what the system cannot name is unknown, and nothing breaks (F36)', async () => {
      const deep = 'd/'.repeat(3000)
      const fs = planted({ a: '', [`${deep}x`]: '' })
      const { keys, problems } = await list(fs)
      expect(keys).toEqual(['a'])
      expect(problems).toHaveLength(1)
      expect(problems[0]).toMatch(/^unreadable (d\/)+d$/)
    })
  })

  it('stops with the reason of its signal, at once and in the middle', async () => {
    const fs = planted({ a: '', 'd/x': '' })
    const reason = new Error('enough')
    await expect(list(fs, {}, AbortSignal.abort(reason))).rejects.toBe(reason)
    const stop = new AbortController()
    fs.before = (op, path) => {
      if (op === 'lstat' && path === `${root}/d/x`) stop.abort(reason)
    }
    await expect(list(fs, {}, stop.signal)).rejects.toBe(reason)
  })

  it('does not take a bug for a bad disk', async () => {
    const fs = planted({ a: '', 'd/x': '' })
    fs.before = (op, path) => {
      if (op === 'lstat' && path === `${root}/d/x`) throw new TypeError('a bug')
    }
    await expect(list(fs)).rejects.toThrow('a bug')
  })
})
