import { describe, expect, it } from 'vitest'
import {
  largestIgnoreFile,
  readFolderIgnore,
  readNamedIgnore,
} from '../../../../main/engine/listing/ignore-file.ts'
import { fsError } from '../../../fakes/fs-error.ts'
import { setUpSync } from '../../../fakes/memory-sync.ts'

const root = '/home/ada/site'

describe('the ignore file of a folder', () => {
  it('is read with the lines that its rules are on', async () => {
    const { world, plant } = setUpSync()
    plant({ '.sluiceignore': '# drafts\n*.draft\n' })
    expect(await readFolderIgnore(world.fs, root)).toEqual({
      name: '.sluiceignore',
      rules: [{ kind: 'exclude', pattern: '*.draft', line: 2 }],
    })
  })

  it('is none where there is none', async () => {
    const { world, plant } = setUpSync()
    plant({ a: 'x' })
    expect(await readFolderIgnore(world.fs, root)).toBeNull()
  })

  it.each([
    ['a folder', { '.sluiceignore/x': '' }],
    ['no text', { '.sluiceignore': new Uint8Array([0x61, 0xff]) }],
    ['too large', { '.sluiceignore': 'a'.repeat(largestIgnoreFile + 1) }],
  ])('is refused where it is %s: what it leaves out must not go', async (_, tree) => {
    const { world, plant } = setUpSync()
    plant(tree)
    await expect(readFolderIgnore(world.fs, root)).rejects.toMatchObject({
      code: 'usage',
      subject: `${root}/.sluiceignore`,
    })
  })
})

describe('an ignore file that can not be opened', () => {
  const refused = (): Promise<never> => Promise.reject(fsError('EACCES', { op: 'open', path: root }))

  it('stops the run', async () => {
    const { world } = setUpSync()
    const fs = { openToRead: refused, stat: () => world.fs.stat('/') }
    await expect(readFolderIgnore(fs, root)).rejects.toThrow('Permission denied')
  })

  it('is for the listing to tell where its folder lets nobody in', async () => {
    expect(await readFolderIgnore({ openToRead: refused, stat: refused }, root)).toBeNull()
  })
})

it('a file that was named must be there', async () => {
  const { world, plant } = setUpSync()
  plant({ rules: '!x' })
  await expect(readNamedIgnore(world.fs, '/nowhere/rules', 'rules')).rejects.toMatchObject({ code: 'usage' })
  expect(await readNamedIgnore(world.fs, `${root}/rules`, 'rules')).toEqual({
    name: 'rules',
    rules: [{ kind: 'include', pattern: 'x', line: 1 }],
  })
})
