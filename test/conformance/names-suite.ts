import { describe, expect, it } from 'vitest'
import type { FileSystem } from '../../main/engine/local/file-system.ts'
import { codeOf } from '../fakes/fs-error.ts'

/** What every `FileSystem` does with second names of files, and with folders for names. */
export function describeNames(
  tested: () => { readonly fs: FileSystem; readonly at: (path: string) => string },
): void {
  describe('second names', () => {
    it.each([
      ['of what is missing', 'ENOENT', 'missing', 'x'],
      ['in the place of a file', 'EEXIST', 'folder/below', 'file'],
      ['in the place of a link that leads nowhere', 'EEXIST', 'file', 'dangling'],
      ['of a folder', 'EPERM', 'folder', 'x'],
      ['of a folder in the place of a file', 'EEXIST', 'folder', 'file'],
    ])('are refused: %s', async (_, code, from, to) => {
      const { fs, at } = tested()
      expect(await fs.link(at(from), at(to)).catch(codeOf)).toBe(code)
    })

    it('are of the same file, or of a link itself', async () => {
      const { fs, at } = tested()
      await fs.link(at('file'), at('folder/second'))
      await fs.link(at('dangling'), at('folder/link'))
      expect(await fs.lstat(at('folder/link'))).toMatchObject({ kind: 'link' })
      const { ino, links } = await fs.stat(at('file'))
      expect(await fs.stat(at('folder/second'))).toMatchObject({ ino, links })
      expect(links).toBe(2)
      // Of two names of one file a rename takes none away.
      await fs.rename(at('file'), at('folder/second'))
      await fs.unlink(at('file'))
      expect((await fs.stat(at('folder/second'))).links).toBe(1)
    })
  })

  it('puts the names of a folder on disk', () => {
    const { fs, at } = tested()
    return fs.syncFolder(at('folder'))
  })

  it('makes a folder with the mode that is asked for, and says whether names can be made in it', async () => {
    const { fs, at } = tested()
    await fs.makeFolder(at('outer/own'), 0o700)
    expect((await fs.stat(at('outer/own'))).mode).toBe(0o700)
    expect(await fs.checkWritable(at('outer/own')).catch(codeOf)).toBeUndefined()
    expect(await fs.checkWritable(at('missing')).catch(codeOf)).toBe('ENOENT')
  })
}
