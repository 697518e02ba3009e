import { describe, expect, it } from 'vitest'
import { ignoreTextOf, saveIgnoreText } from '../../../../main/services/plans/ignore-text.ts'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'

describe('the ignore file of a source', () => {
  it('has a place in a folder, whether it is there or not, and none in a bucket', async () => {
    const { world, plant, www } = setUpSync()
    plant({ a: 'x' })
    const path = '/home/ada/site/.sluiceignore'
    expect(await ignoreTextOf(world, local)).toEqual({ path, text: null })
    plant({ '.sluiceignore': 'x\n' })
    expect(await ignoreTextOf(world, local)).toEqual({ path, text: 'x\n' })
    expect(await ignoreTextOf(world, www)).toEqual({ path: null, text: null })
    await expect(saveIgnoreText(world, www, { text: '', was: null, planId: 'p' })).rejects.toMatchObject({
      code: 'usage',
    })
  })

  it('is made, and replaced, whole', async () => {
    const { world, plant } = setUpSync()
    plant({ a: 'x' })
    await saveIgnoreText(world, local, { text: 'one\n', was: null, planId: 'p' })
    await saveIgnoreText(world, local, { text: 'two\n', was: 'one\n', planId: 'p' })
    expect((await ignoreTextOf(world, local)).text).toBe('two\n')
    const names = (await world.fs.readFolder('/home/ada/site')).map(({ name }) => name)
    expect(names.sort()).toEqual(['.sluiceignore', 'a'])
  })

  it('stays as it is where it is another than the one that was looked at', async () => {
    const { world, plant } = setUpSync()
    plant({ '.sluiceignore': 'theirs\n' })
    await expect(
      saveIgnoreText(world, local, { text: 'mine\n', was: null, planId: 'p' }),
    ).rejects.toMatchObject({ code: 'changed' })
    expect((await ignoreTextOf(world, local)).text).toBe('theirs\n')
  })

  it('is not written through a link', async () => {
    const { world, plant } = setUpSync()
    plant({ rules: 'x\n', '.sluiceignore': { link: 'rules' } })
    await expect(
      saveIgnoreText(world, local, { text: 'y\n', was: 'x\n', planId: 'p' }),
    ).rejects.toMatchObject({ code: 'through-link' })
  })
})
