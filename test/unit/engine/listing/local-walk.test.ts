import { beforeEach, describe, expect, it } from 'vitest'
import { compileFilters, type KeyFilter } from '../../../../main/engine/listing/filters.ts'
import type { LocalListing } from '../../../../main/engine/listing/local-listing.ts'
import { listLocal } from '../../../../main/engine/listing/local-walk.ts'
import type { Entry } from '../../../../main/engine/listing/entry.ts'
import type { ListingProblem } from '../../../../shared/job.ts'
import { fsError } from '../../../fakes/fs-error.ts'
import { MemoryFs } from '../../../fakes/memory-fs.ts'
import { plant, plantBytes, plantTree, uproot, type TreeTable } from '../../../fakes/memory-tree.ts'

const root = '/home/me/src'
const time = Date.UTC(2025, 5, 1) + 0.25
const signal = new AbortController().signal

interface Listed {
  readonly keys: string[]
  readonly entries: Entry[]
  readonly problems: string[]
  readonly unknown: string[]
}

let fs: MemoryFs

/** Lists the root: keys, problems as `kind key`, and what is unknown. */
async function list(options: Partial<LocalListing> = {}, stop = signal): Promise<Listed> {
  const problems: ListingProblem[] = []
  const unknown: string[] = []
  const entries: Entry[] = []
  const listing: LocalListing = {
    fs,
    root,
    followLinks: true,
    asDestination: false,
    mayBeMissing: false,
    onProblem: (problem) => problems.push(problem),
    onUnknown: (key) => unknown.push(key),
    ...options,
  }
  for await (const page of listLocal(listing, stop)) entries.push(...page)
  return {
    keys: entries.map((entry) => entry.key),
    entries,
    problems: problems.map(({ kind, key }) => `${kind} ${key}`),
    unknown,
  }
}

const filterOf = (...excluded: string[]): KeyFilter =>
  compileFilters(
    excluded.map((pattern) => ({ kind: 'exclude', pattern })),
    { kind: 'local', root },
  )

/** A file system whose calls on some paths fail. */
function failing(
  op: 'readFolder' | 'lstat' | 'stat' | 'checkReadable',
  path: string,
  code: 'EIO' | 'ENOENT' | 'EACCES',
): void {
  fs.before = (called, on) => {
    if (called === op && on === path) throw fsError(code, { op, path })
  }
}

function planted(tree: TreeTable, uid = 0): void {
  fs = new MemoryFs({ uid })
  plantTree(fs, root, tree)
}

describe('listLocal', () => {
  beforeEach(() => {
    planted({})
  })

  describe('entries', () => {
    it('have key, size, time and identity, and are in key order: a folder sorts with its slash', async () => {
      planted({
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
      const { keys, entries } = await list()
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
      planted(Object.fromEntries(names.map((name) => [name, ''])))
      const sizes: number[] = []
      const keys: string[] = []
      const quiet = { onProblem: () => undefined, onUnknown: () => undefined }
      const listing = { fs, root, followLinks: true, asDestination: false, mayBeMissing: false, ...quiet }
      for await (const page of listLocal(listing, signal)) {
        sizes.push(page.length)
        keys.push(...page.map((entry) => entry.key))
      }
      expect(sizes).toEqual([1000, 1000, 500])
      expect(keys).toEqual(names.sort())
    })

    it('are none for an empty folder, nor for empty folders in it (LST-11)', async () => {
      planted({ 'a/b': { folder: true }, c: { folder: true } })
      expect(await list()).toMatchObject({ keys: [], problems: [], unknown: [] })
    })

    it('may have line breaks and dots in their names', async () => {
      planted({ 'a\nb\r': '', '...': '', ' ': '', '-rf': '', 'a\\b': '' })
      expect((await list()).keys).toEqual([' ', '-rf', '...', 'a\nb\r', 'a\\b'])
    })

    it('are listed with the root being the whole disk', async () => {
      expect((await list({ root: '/' })).keys).toEqual([])
      plant(fs, '/x/y', '')
      expect((await list({ root: '/' })).keys).toEqual(['x/y'])
    })

    it('leave out temp files of ours, and no others (D-24)', async () => {
      planted({ 'd/.sluice-run-1.part': '', 'd/.sluice-other-1.part': '' })
      const mine = await list({ isOwnTemp: (path) => path === `${root}/d/.sluice-run-1.part` })
      expect(mine).toMatchObject({ keys: ['d/.sluice-other-1.part'], problems: [] })
    })
  })

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
      planted(tree)
      const listed = await list()
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
      planted({ 'd/broken': { link: 'nowhere' } })
      const problems: ListingProblem[] = []
      await list({ onProblem: (problem) => problems.push(problem), asDestination: true })
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

    it('are files and folders without permission to read (SKP-4)', async () => {
      planted(
        {
          a: '',
          'd/x': '',
          d: { folder: true, mode: 0o000 },
          'listed-only/x': '',
          'listed-only': { folder: true, mode: 0o444 },
          secret: { file: '', mode: 0o200 },
        },
        1000,
      )
      const problems = ['unreadable d', 'unreadable listed-only', 'unreadable secret']
      expect(await list()).toMatchObject({ keys: ['a'], problems, unknown: ['d', 'listed-only', 'secret'] })
    })

    it('are read by root all the same', async () => {
      planted({ 'd/x': '', d: { folder: true, mode: 0 }, secret: { file: '', mode: 0 } })
      expect(await list()).toMatchObject({ keys: ['d/x', 'secret'], problems: [] })
    })

    it('at a destination may be files that cannot be read: listed, as size and time are known, yet unknown', async () => {
      planted({ 'd/x': { file: '', mode: 0 } }, 1000)
      expect(await list({ asDestination: true })).toMatchObject({
        keys: ['d/x'],
        problems: ['unreadable d/x'],
        unknown: ['d/x'],
      })
    })

    it('have gone since their folder was read (SKP-2)', async () => {
      planted({ a: '', 'd/b': '', 'd/c': '' })
      fs.after = ({ op, path }) => {
        if (op === 'readFolder' && path === `${root}/d`) uproot(fs, `${root}/d/b`)
      }
      expect(await list()).toMatchObject({ keys: ['a', 'd/c'], problems: ['missing d/b'], unknown: ['d/b'] })
    })

    it('are not UTF-8: shown with their bytes, protected under what others make of them (D-3, F21)', async () => {
      planted({ 'd/ok': '' })
      plantBytes(fs, `${root}/d`, Buffer.from([0x62, 0xc3, 0xa9, 0xff, 0x2e, 0xc3]), '')
      const problems: ListingProblem[] = []
      const listed = await list({ onProblem: (problem) => problems.push(problem) })
      expect(listed).toMatchObject({ keys: ['d/ok'], unknown: ['d/bé\ufffd.\ufffd'] })
      expect(problems).toMatchObject([{ kind: 'not-utf8', path: `${root}/d/bé\\xff.\\xc3` }])
    })

    it('come before the first entry of their folder (LST-7)', async () => {
      planted({ a: '', 'd/1': '', 'd/z-broken': { link: 'nowhere' }, 'z-broken': { link: 'nowhere' } })
      const order: string[] = []
      const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`b${i}`, '']))
      plantTree(fs, root, many)
      const onProblem = ({ key }: ListingProblem): number => order.push(key)
      const listing = {
        fs,
        root,
        followLinks: true,
        asDestination: false,
        mayBeMissing: false,
        onProblem,
        onUnknown: () => undefined,
      }
      for await (const page of listLocal(listing, signal)) order.push(`page from ${page[0]?.key ?? ''}`)
      expect(order).toEqual(['z-broken', 'page from a', 'd/z-broken', 'page from b999'])
    })

    it.each([
      ['year 10000', Date.UTC(9999, 11, 31, 23, 59, 59) + 1000, 0],
      ['year 0', Date.UTC(1, 0, 1) - 60 * 365 * 24 * 3600e3 * 40, 0],
      ['no number', NaN, 0],
    ])(
      'have a time that is no date, and then are listed as of 1970 (SKP-6): %s',
      async (_, modified, listedAs) => {
        planted({ a: { file: '', modified }, b: '' })
        const listed = await list()
        expect(listed).toMatchObject({ keys: ['a', 'b'], problems: ['bad-time a'], unknown: [] })
        expect(listed.entries[0]?.modified).toBe(listedAs)
      },
    )

    it.each([
      ['before 1970', Date.UTC(1950, 0, 1)],
      ['the last second of 9999', Date.UTC(9999, 11, 31, 23, 59, 59)],
    ])('are not those of an odd but valid time: %s (SKP-6)', async (_, modified) => {
      planted({ a: { file: '', modified } })
      const listed = await list()
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

    beforeEach(() => {
      planted(tree)
      plant(fs, '/elsewhere/y', '')
    })

    it('are followed by default, under their own names (SYM-1)', async () => {
      const { keys, entries } = await list()
      expect(keys).toEqual(['a', 'd/x', 'to-a', 'to-d/x', 'to-outside/y'])
      expect(entries[2]).toEqual({ ...entries[0], key: 'to-a' })
    })

    it('are silently absent when not followed, broken ones too (SYM-2)', async () => {
      expect(await list({ followLinks: false })).toMatchObject({
        keys: ['a', 'd/x'],
        problems: [],
        unknown: [],
      })
    })

    it('are not followed either when the folder does not say that they are links', async () => {
      const readFolder = fs.readFolder.bind(fs)
      fs.readFolder = async (path) =>
        (await readFolder(path)).map((name) => ({ ...name, kind: 'unknown' as const }))
      expect((await list({ followLinks: false })).keys).toEqual(['a', 'd/x'])
      expect((await list()).keys).toEqual(['a', 'd/x', 'to-a', 'to-d/x', 'to-outside/y'])
      expect((await list({ asDestination: true })).keys).toEqual(['a', 'd/x', 'to-a'])
    })

    it('at a destination are files, or left alone and unknown where they lead to folders (D-4, SYM-6, SYM-8)', async () => {
      expect(await list({ asDestination: true })).toMatchObject({
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
        planted(loop)
        const { keys, problems, unknown } = await list()
        expect(problems[0]).toBe(`link-loop ${key}`)
        expect(unknown[0]).toBe(key)
        expect(keys).toEqual(expect.arrayContaining(first))
        expect(keys.length).toBeLessThan(4)
      },
    )

    it('to one folder from many places are no loops', async () => {
      planted({ 'd/x': '', l1: { link: 'd' }, l2: { link: 'd' }, 'e/l3': { link: '../d' } })
      expect(await list()).toMatchObject({ keys: ['d/x', 'e/l3/x', 'l1/x', 'l2/x'], problems: [] })
    })
  })

  describe('filters', () => {
    it('silence what they exclude, which stays unknown (D-7)', async () => {
      planted({ a: '', l: { link: 'nowhere' }, m: { link: 'nowhere' } })
      expect(await list({ filter: filterOf('l') })).toMatchObject({
        keys: ['a'],
        problems: ['missing m'],
        unknown: ['l', 'm'],
      })
    })

    it('do not keep entries from being listed: planning counts them', async () => {
      planted({ 'a.log': '', b: '' })
      expect((await list({ filter: filterOf('*.log') })).keys).toEqual(['a.log', 'b'])
    })

    it('keep folders from being walked where a pattern proves that all of it is excluded', async () => {
      planted({ a: '', 'd/e/x': '', 'd/pipe': { special: 'fifo' }, 'f/x.log': '' })
      expect(await list({ filter: filterOf('d/*', '*.log') })).toMatchObject({
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
      planted({ 'd/e/x': '', 'd/f/y': '', 'd/unreadable': { special: 'fifo' }, 'g/z': '' })
      expect(await list({ filter: filterOf('*') })).toMatchObject({ keys: ['d/e/x'], problems: [] })
    })

    it('silence an unreadable folder only if they exclude all below it', async () => {
      const tree: TreeTable = { a: '', 'd/x': '', d: { folder: true, mode: 0 } }
      planted(tree, 1000)
      expect((await list({ filter: filterOf('d/*.log', 'd') })).problems).toEqual(['unreadable d'])
      expect((await list({ filter: filterOf('d/*') })).problems).toEqual([])
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
      planted(tree, 1000)
      await expect(list(options)).rejects.toMatchObject({ code, subject: options.root })
    })

    it('that is missing lists as empty where it may', async () => {
      expect((await list({ root: '/nowhere', asDestination: true, mayBeMissing: true })).keys).toEqual([])
    })

    it('that is a link is empty as a source when links are not followed, and trusted as a destination (SYM-3, D-4)', async () => {
      planted({ a: '' })
      plant(fs, '/link', { link: root })
      expect((await list({ root: '/link' })).keys).toEqual(['a'])
      expect((await list({ root: '/link', followLinks: false })).keys).toEqual([])
      expect((await list({ root: '/link', followLinks: false, asDestination: true })).keys).toEqual(['a'])
    })

    it.each(['readFolder', 'stat', 'checkReadable'] as const)(
      'that fails in %s ends the listing',
      async (op) => {
        planted({ a: '' })
        failing(op, root, 'EIO')
        await expect(list()).rejects.toMatchObject({ code: 'folder-unreadable', subject: root })
      },
    )

    it('that is unmounted or replaced during the walk ends the listing, which would prove nothing (F34)', async () => {
      planted({ a: '', 'd/x': '' })
      fs.after = ({ op, path }) => {
        if (op !== 'readFolder' || path !== `${root}/d`) return
        uproot(fs, root)
        plant(fs, root, { folder: true })
      }
      await expect(list()).rejects.toMatchObject({ code: 'folder-unreadable' })
    })

    it('that is replaced while it is being read ends the listing', async () => {
      planted({ a: '' })
      let done = false
      fs.before = (op, path) => {
        if (op !== 'readFolder' || path !== root || done) return
        done = true
        uproot(fs, root)
        plant(fs, root, { folder: true })
      }
      await expect(list()).rejects.toMatchObject({ code: 'folder-unreadable' })
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
        planted({ a: '', 'd/x': '', 'e/y': '' })
        failing('readFolder', `${root}/d`, code)
        expect(await list()).toMatchObject({ keys: ['a', 'e/y'], problems: [problem], unknown: ['d'] })
      },
    )

    it('that is replaced by another while it is read is unknown', async () => {
      planted({ a: '', 'd/x': '' })
      fs.before = (op, path) => {
        if (op !== 'readFolder' || path !== `${root}/d`) return
        uproot(fs, `${root}/d`)
        plant(fs, `${root}/d`, { folder: true })
      }
      expect(await list()).toMatchObject({ keys: ['a'], problems: ['unreadable d'], unknown: ['d'] })
    })

    it('may be thousands deep: what the system cannot name is unknown, and nothing breaks (F36)', async () => {
      const deep = 'd/'.repeat(3000)
      planted({ a: '', [`${deep}x`]: '' })
      const { keys, problems } = await list()
      expect(keys).toEqual(['a'])
      expect(problems).toHaveLength(1)
      expect(problems[0]).toMatch(/^unreadable (d\/)+d$/)
    })
  })

  it('stops with the reason of its signal, at once and in the middle', async () => {
    planted({ a: '', 'd/x': '' })
    const reason = new Error('enough')
    await expect(list({}, AbortSignal.abort(reason))).rejects.toBe(reason)
    const stop = new AbortController()
    fs.before = (op, path) => {
      if (op === 'lstat' && path === `${root}/d/x`) stop.abort(reason)
    }
    await expect(list({}, stop.signal)).rejects.toBe(reason)
  })

  it('does not take a bug for a bad disk', async () => {
    planted({ a: '', 'd/x': '' })
    fs.before = (op, path) => {
      if (op === 'lstat' && path === `${root}/d/x`) throw new TypeError('a bug')
    }
    await expect(list()).rejects.toThrow('a bug')
  })
})
