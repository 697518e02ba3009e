import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FileSystem, OpenFolder } from '../../main/engine/local/file-system.ts'
import { codeOf } from '../fakes/fs-error.ts'
import { describeNames } from './names-suite.ts'

/** A file system with an empty folder to play in, and a hand of its own to put things there. */
export interface FileSystemUnderTest {
  readonly fs: FileSystem
  /** Absolute, without links in it. */
  readonly root: string
  /** Makes a symbolic link, which the contract has no call for. */
  link(path: string, target: string): void | Promise<void>
  fifo(path: string): void | Promise<void>
  /** Makes a file by the bytes of its name. */
  fileNamed(folder: string, name: Uint8Array): void | Promise<void>
  /** Takes it all away again. */
  close(): void | Promise<void>
}

/**
 * What every `FileSystem` does, in memory or on a disk: POSIX as Linux has it. Permissions are not in here, since on a
 * real disk they do not hold for root, as whom the tests may run.
 */
export function describeFileSystem(
  name: string,
  { holdsFolders }: { readonly holdsFolders: boolean },
  open: () => FileSystemUnderTest | Promise<FileSystemUnderTest>,
): void {
  describe(`the file system ${name}`, () => {
    let tested: FileSystemUnderTest
    let fs: FileSystem
    const at = (path: string): string => `${tested.root}/${path}`

    beforeEach(async () => {
      tested = await open()
      fs = tested.fs
      // file · folder/below · empty/ · to-file → file · to-folder → folder · loop → loop · dangling → nowhere
      await write(fs, at('file'), 'content')
      await fs.makeFolder(at('folder'))
      await write(fs, at('folder/below'), 'deeper')
      await fs.makeFolder(at('empty'))
      await tested.link(at('to-file'), 'file')
      await tested.link(at('to-folder'), `${tested.root}/folder`)
      await tested.link(at('loop'), 'loop')
      await tested.link(at('dangling'), 'nowhere')
    })
    afterEach(() => tested.close())

    describeNames(() => ({ fs, at }))

    describe('refuses with Node’s code', () => {
      const long = 'n'.repeat(256)
      const refused: [what: string, code: string, act: () => Promise<unknown>][] = [
        ['to read a folder that is missing', 'ENOENT', () => fs.readFolder(at('missing'))],
        ['to read a file as a folder', 'ENOTDIR', () => fs.readFolder(at('file'))],
        ['to look at what is missing', 'ENOENT', () => fs.stat(at('missing'))],
        ['to look below a file', 'ENOTDIR', () => fs.stat(at('file/x'))],
        ['to look at a file with a slash behind', 'ENOTDIR', () => fs.stat(at('file/'))],
        ['to follow a dangling link', 'ENOENT', () => fs.stat(at('dangling'))],
        ['to follow a loop', 'ELOOP', () => fs.stat(at('loop'))],
        ['to go through a loop', 'ELOOP', () => fs.lstat(at('loop/x'))],
        ['a name of 256 bytes', 'ENAMETOOLONG', () => fs.lstat(at(long))],
        ['a path of 4,096 bytes', 'ENAMETOOLONG', () => fs.lstat(at('folder/../'.repeat(420)))],
        ['a path with a NUL', 'ERR_INVALID_ARG_VALUE', () => fs.lstat(at('a\0b'))],
        ['to resolve what is missing', 'ENOENT', () => fs.realpath(at('missing'))],
        ['to check what is missing', 'ENOENT', () => fs.checkReadable(at('missing'), 'file')],
        ['to open what is missing', 'ENOENT', () => fs.openToRead(at('missing'))],
        ['to open again what is missing', 'ENOENT', () => fs.reopen(at('missing'))],
        ['to open a folder to write on', 'EISDIR', () => fs.reopen(at('empty'))],
        ['to open a link to write on', 'ELOOP', () => fs.reopen(at('to-file'))],
        ['to create a file that exists', 'EEXIST', () => fs.create(at('file'))],
        ['to create a file over a folder', 'EEXIST', () => fs.create(at('empty'))],
        ['to create a file through a link', 'EEXIST', () => fs.create(at('to-file'))],
        ['to create a file through a dangling link', 'EEXIST', () => fs.create(at('dangling'))],
        ['to create a file in a missing folder', 'ENOENT', () => fs.create(at('missing/x'))],
        ['to create a file below a file', 'ENOTDIR', () => fs.create(at('file/x'))],
        ['to create a file with a slash behind', 'EISDIR', () => fs.create(at('new/'))],
        ['to create a name of 256 bytes', 'ENAMETOOLONG', () => fs.create(at(long))],
        ['to make a folder of a file', 'EEXIST', () => fs.makeFolder(at('file'))],
        ['to make a folder below a file', 'ENOTDIR', () => fs.makeFolder(at('file/x/y'))],
        ['to make a folder of a dangling link', 'EEXIST', () => fs.makeFolder(at('dangling'))],
        ['to make a folder below a dangling link', 'EEXIST', () => fs.makeFolder(at('dangling/x'))],
        ['to make a folder of a loop', 'EEXIST', () => fs.makeFolder(at('loop'))],
        ['to rename what is missing', 'ENOENT', () => fs.rename(at('missing'), at('x'))],
        ['to rename into a missing folder', 'ENOENT', () => fs.rename(at('file'), at('missing/x'))],
        ['to rename to below a file', 'ENOTDIR', () => fs.rename(at('empty'), at('file/x'))],
        ['to rename a file over a folder', 'EISDIR', () => fs.rename(at('file'), at('empty'))],
        ['to rename a link over its folder', 'EISDIR', () => fs.rename(at('to-folder'), at('folder'))],
        ['to rename a folder over a file', 'ENOTDIR', () => fs.rename(at('empty'), at('file'))],
        ['to rename a folder over a full one', 'ENOTEMPTY', () => fs.rename(at('empty'), at('folder'))],
        ['to rename a folder into itself', 'EINVAL', () => fs.rename(at('folder'), at('folder/x'))],
        ['to rename to `..`', 'EBUSY', () => fs.rename(at('empty'), at('empty/..'))],
        ['to rename a file to a name with a slash', 'ENOTDIR', () => fs.rename(at('file'), at('new/'))],
        ['to rename the root', 'EBUSY', () => fs.rename('/', at('x'))],
        ['to unlink what is missing', 'ENOENT', () => fs.unlink(at('missing'))],
        ['to unlink a folder', 'EISDIR', () => fs.unlink(at('empty'))],
        ['to unlink a file with a slash behind', 'ENOTDIR', () => fs.unlink(at('file/'))],
        ['to sync a missing folder', 'ENOENT', () => fs.syncFolder(at('missing'))],
      ]
      it.each(refused)('%s: %s', async (_what, code, act) => {
        expect(await act().then(() => 'done', codeOf)).toBe(code)
      })
    })

    it('names what is in a folder, with its kind, in no promised order', async () => {
      await tested.fifo(at('fifo'))
      const names = await fs.readFolder(tested.root)
      expect(Object.fromEntries(names.map(({ name, kind }) => [name, kind]))).toEqual({
        file: 'file',
        folder: 'folder',
        empty: 'folder',
        'to-file': 'link',
        'to-folder': 'link',
        loop: 'link',
        dangling: 'link',
        fifo: 'special',
      })
    })

    it('gives a name that is not UTF-8 as bytes', async () => {
      const bytes = Uint8Array.of(0x61, 0xff, 0x62)
      await tested.fileNamed(at('empty'), bytes)
      const [found] = await fs.readFolder(at('empty'))
      expect(found).toMatchObject({ name: null, kind: 'file' })
      expect([...(found?.bytes ?? [])]).toEqual([...bytes])
    })

    it('keeps names byte for byte: NFC beside NFD, a byte order mark, control characters', async () => {
      const names = [
        'caf\u00e9',
        'cafe\u0301',
        '\ufefff',
        'a\nb',
        'a\u0001b',
        ' ',
        'CON',
        'a\\b',
        '😀'.repeat(63),
      ]
      for (const name of names) await write(fs, at(`empty/${name}`), name)
      const found = await fs.readFolder(at('empty'))
      expect(found.map(({ name }) => name).sort()).toEqual([...names].sort())
      for (const name of names) expect(await read(fs, at(`empty/${name}`))).toBe(name)
    })

    it('follows links in stat and not in lstat', async () => {
      await tested.fifo(at('fifo'))
      expect(await fs.stat(at('to-file'))).toMatchObject({ kind: 'file', size: 7 })
      expect(await fs.lstat(at('to-file'))).toMatchObject({ kind: 'link' })
      expect(await fs.lstat(at('to-folder/below'))).toMatchObject({ kind: 'file', size: 6 })
      expect(await fs.stat(at('fifo'))).toMatchObject({ kind: 'special' })
    })

    it('gives a file one identity by all its paths, and another file another', async () => {
      const identity = async (path: string): Promise<string> => {
        const { dev, ino } = await fs.stat(at(path))
        return `${dev}:${ino}`
      }
      const file = await identity('file')
      expect(await identity('to-file')).toBe(file)
      expect(await identity('folder/../file')).toBe(file)
      expect(await identity('folder/below')).not.toBe(file)
      await fs.rename(at('file'), at('renamed'))
      expect(await identity('renamed')).toBe(file)
    })

    it('resolves links, dots and doubled slashes', async () => {
      expect(await fs.realpath(at('to-folder/../to-folder//./below'))).toBe(at('folder/below'))
      expect(await fs.realpath(at('to-file'))).toBe(at('file'))
    })

    it('finds files, folders and what links lead to readable', async () => {
      for (const path of ['file', 'to-file']) await fs.checkReadable(at(path), 'file')
      for (const path of ['folder', 'to-folder']) await fs.checkReadable(at(path), 'folder')
    })

    it('reads from any position, and nothing past the end', async () => {
      const file = await fs.openToRead(at('file'))
      const into = new Uint8Array(4)
      expect(await file.read(into, 3)).toBe(4)
      expect(Buffer.from(into).toString()).toBe('tent')
      expect(await file.read(into, 6)).toBe(1)
      expect(await file.read(into, 7)).toBe(0)
      expect(await file.read(into, 1000)).toBe(0)
      await file.close()
    })

    it('opens a FIFO without waiting for a writer', async () => {
      await tested.fifo(at('fifo'))
      const file = await fs.openToRead(at('fifo'))
      expect(await file.stat()).toMatchObject({ kind: 'special' })
      await file.close()
    })

    it('goes on reading an open file whose name was given to another, or taken away', async () => {
      const old = await fs.openToRead(at('file'))
      await write(fs, at('new'), 'other bytes')
      await fs.rename(at('new'), at('file'))
      expect(await readOpen(old)).toBe('content')
      const replaced = await fs.openToRead(at('file'))
      await fs.unlink(at('file'))
      expect(await readOpen(replaced)).toBe('other bytes')
      expect(await fs.lstat(at('file')).catch(codeOf)).toBe('ENOENT')
      await old.close()
      await replaced.close()
    })

    it('creates files for their owner alone, and sets mode and time', async () => {
      const file = await fs.create(at('new'))
      expect((await file.stat()).mode & 0o777).toBe(0o600)
      await file.setMode(0o640)
      await file.setTimes(1_234_567_890_500)
      expect(await file.stat()).toMatchObject({ kind: 'file', size: 0, modified: 1_234_567_890_500 })
      await file.sync()
      await file.close()
      const { mode, modified } = await fs.stat(at('new'))
      expect([mode & 0o777, modified]).toEqual([0o640, 1_234_567_890_500])
    })

    it('opens a file again, to read it and to write on', async () => {
      await write(fs, at('new'), 'begun')
      const file = await fs.reopen(at('new'))
      expect(await file.stat()).toMatchObject({ kind: 'file', size: 5, links: 1 })
      expect(await readOpen(file)).toBe('begun')
      await file.write(Buffer.from(' and ended'), 5)
      await file.close()
      expect(await read(fs, at('new'))).toBe('begun and ended')
    })

    it('writes at any position, with zeros in between, and truncates', async () => {
      const file = await fs.create(at('new'))
      await file.write(Buffer.from('end'), 5)
      await file.write(Buffer.from('go'), 0)
      expect(await read(fs, at('new'))).toBe('go\0\0\0end')
      await file.truncate(6)
      await file.truncate(8)
      await file.close()
      expect(await read(fs, at('new'))).toBe('go\0\0\0e\0\0')
    })

    it('does not write to a file that was opened to be read', async () => {
      const file = await fs.openToRead(at('file'))
      expect(await file.write(Buffer.from('x'), 0).catch(codeOf)).toBe('EBADF')
      expect(await file.truncate(0).catch(codeOf)).toBe('EINVAL')
      await file.close()
      expect(await read(fs, at('file'))).toBe('content')
    })

    it('refuses to read a folder that was opened, and anything that was closed', async () => {
      const folder = await fs.openToRead(at('folder'))
      expect(await folder.read(new Uint8Array(1), 0).catch(codeOf)).toBe('EISDIR')
      await folder.close()
      const file = await fs.openToRead(at('file'))
      await file.close()
      await file.close()
      expect(await file.read(new Uint8Array(1), 0).catch(codeOf)).toBe('EBADF')
    })

    it('makes folders with their parents, through links to folders, and again', async () => {
      await fs.makeFolder(at('to-folder/a/b/c'))
      await fs.makeFolder(at('to-folder/a/b/c'))
      await fs.makeFolder(at('to-folder'))
      expect(await fs.stat(at('folder/a/b/c'))).toMatchObject({ kind: 'folder' })
    })

    it('renames a file over a file, a folder over an empty one, and a name to itself', async () => {
      await fs.rename(at('folder/below'), at('file'))
      expect(await read(fs, at('file'))).toBe('deeper')
      await fs.rename(at('file'), at('file'))
      expect(await read(fs, at('file'))).toBe('deeper')
      await write(fs, at('folder/second'), 'x')
      await fs.rename(at('folder'), at('empty'))
      expect((await fs.readFolder(at('empty'))).map(({ name }) => name)).toEqual(['second'])
      expect(await fs.lstat(at('folder')).catch(codeOf)).toBe('ENOENT')
    })

    it('renames and unlinks a link itself, not what it leads to', async () => {
      await fs.rename(at('file'), at('to-folder'))
      expect(await fs.lstat(at('to-folder'))).toMatchObject({ kind: 'file' })
      await fs.unlink(at('loop'))
      await fs.unlink(at('dangling'))
      expect(await read(fs, at('folder/below'))).toBe('deeper')
    })

    it('changes the time of a file when it is written, and its change time when it gets another name', async () => {
      const file = await fs.create(at('new'))
      await file.setTimes(1_000_000)
      await file.write(Buffer.from('x'), 0)
      const written = await file.stat()
      expect(written.modified).toBeGreaterThan(1_000_000)
      await file.setTimes(1_000_000)
      await file.close()
      await fs.rename(at('new'), at('newer'))
      const renamed = await fs.stat(at('newer'))
      expect(renamed.modified).toBe(1_000_000)
      expect(renamed.changed).toBeGreaterThanOrEqual(written.changed)
    })

    if (holdsFolders) {
      const hold = (path: string): Promise<OpenFolder> =>
        fs.openFolder?.(path) ?? expect.fail('It holds no folders.')

      it('works in a folder it holds, wherever its name now leads', async () => {
        const held = await hold(at('folder'))
        await fs.rename(at('folder'), at('moved'))
        await tested.link(at('folder'), 'empty')
        await write(fs, `${held.path}/new`, 'in the folder itself')
        await fs.rename(`${held.path}/new`, `${held.path}/renamed`)
        await fs.makeFolder(`${held.path}/a/b`)
        expect((await held.stat()).ino).toBe((await fs.stat(at('moved'))).ino)
        expect(await fs.realpath(`${held.path}/renamed`)).toBe(at('moved/renamed'))
        expect(await read(fs, at('moved/renamed'))).toBe('in the folder itself')
        expect(await fs.readFolder(at('empty'))).toEqual([])
        await held.close()
        expect(await fs.lstat(`${held.path}/renamed`).catch(codeOf)).toMatch(/ENOENT|ENOTDIR/)
      })

      it('holds no folder through a link, and puts nothing in one that is gone', async () => {
        expect(await hold(at('to-folder')).catch(codeOf)).toMatch(/ELOOP|ENOTDIR/)
        expect(await hold(at('file')).catch(codeOf)).toBe('ENOTDIR')
        const held = await hold(at('empty'))
        await fs.makeFolder(at('other'))
        await fs.rename(at('other'), at('empty'))
        expect(await fs.create(`${held.path}/new`).catch(codeOf)).toBe('ENOENT')
        expect(await fs.makeFolder(`${held.path}/new`).catch(codeOf)).toBe('ENOENT')
        await held.close()
      })
    }
  })
}

async function write(fs: FileSystem, path: string, text: string): Promise<void> {
  const file = await fs.create(path)
  await file.write(Buffer.from(text), 0)
  await file.close()
}

async function read(fs: FileSystem, path: string): Promise<string> {
  const file = await fs.openToRead(path)
  try {
    return await readOpen(file)
  } finally {
    await file.close()
  }
}

async function readOpen(file: Awaited<ReturnType<FileSystem['openToRead']>>): Promise<string> {
  const into = new Uint8Array(1000)
  return Buffer.from(into.subarray(0, await file.read(into, 0))).toString()
}
