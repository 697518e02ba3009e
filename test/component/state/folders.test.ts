import { expect, test } from 'vitest'
import { FoldersState } from '../../../renderer/state/folders.svelte.ts'
import type { FolderTotals } from '../../../shared/review.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { createFakeBridge } from '../../fakes/fake-bridge.ts'
import { folderTotals } from '../../fakes/fake-plans.ts'

const parent = (path: string): FolderTotals => folderTotals(path, { hasFolders: true })

function open(children: Record<string, FolderTotals[]>) {
  const bridge = createFakeBridge({
    'plan.folders': ({ parent, offset, limit }) => {
      const all = children[parent] ?? []
      return { total: all.length, folders: all.slice(offset, offset + limit) }
    },
  })
  const folders = new FoldersState(bridge, 'plan-1')
  const seen = () =>
    folders.shown.map(({ totals, level, open }) => `${level} ${open ? '-' : '+'} ${totals.path}`)
  const parents = () => bridge.asked('plan.folders').map((asked) => asked.parent)
  return { bridge, folders, seen, parents }
}

test('the first level is read, and no more', async () => {
  const { bridge, folders, seen } = open({
    '': [parent('a/'), folderTotals('b/')],
    'a/': [folderTotals('a/x/')],
  })
  await folders.refresh()
  expect(seen()).toEqual(['1 + a/', '1 + b/'])
  expect(bridge.asked('plan.folders')).toMatchObject([{ planId: 'plan-1', parent: '', offset: 0 }])
})

test('an opened folder shows its folders below it, and hides them when it is closed', async () => {
  const { folders, seen } = open({ '': [parent('a/'), folderTotals('b/')], 'a/': [folderTotals('a/x/')] })
  await folders.refresh()
  await folders.toggle('a/')
  expect(seen()).toEqual(['1 - a/', '2 + a/x/', '1 + b/'])
  await folders.toggle('a/')
  expect(seen()).toEqual(['1 + a/', '1 + b/'])
})

test('a folder that was read is opened again without asking', async () => {
  const { folders, parents } = open({ '': [parent('a/')], 'a/': [folderTotals('a/x/')] })
  await folders.refresh()
  await folders.toggle('a/')
  await folders.toggle('a/')
  await folders.toggle('a/')
  expect(parents()).toEqual(['', 'a/'])
})

test('a closed folder keeps what is open in it', async () => {
  const { folders, seen } = open({
    '': [parent('a/')],
    'a/': [parent('a/x/')],
    'a/x/': [folderTotals('a/x/y/')],
  })
  await folders.refresh()
  await folders.toggle('a/')
  await folders.toggle('a/x/')
  await folders.toggle('a/')
  expect(seen()).toEqual(['1 + a/'])
  await folders.toggle('a/')
  expect(seen()).toEqual(['1 - a/', '2 - a/x/', '3 + a/x/y/'])
})

test('a refresh reads what is open anew', async () => {
  const children = { '': [parent('a/')], 'a/': [folderTotals('a/x/')] }
  const { folders, seen, parents } = open(children)
  await folders.refresh()
  await folders.toggle('a/')
  children['a/'] = [folderTotals('a/x/'), folderTotals('a/z/')]
  await folders.refresh()
  expect(seen()).toEqual(['1 - a/', '2 + a/x/', '2 + a/z/'])
  expect(parents()).toEqual(['', 'a/', '', 'a/'])
})

test('refreshes while one is going on become one more', async () => {
  const { folders, parents } = open({ '': [parent('a/')] })
  await Promise.all([folders.refresh(), folders.refresh(), folders.refresh()])
  expect(parents()).toEqual(['', ''])
})

test('a level of many folders is read to its end, a page at a time', async () => {
  const many = Array.from({ length: 1100 }, (_, index) => folderTotals(`f${index}/`))
  const { bridge, folders } = open({ '': many })
  await folders.refresh()
  expect(folders.shown).toHaveLength(1100)
  expect(bridge.asked('plan.folders').map(({ offset }) => offset)).toEqual([0, 500, 1000])
})

test('a plan that is gone leaves the tree as it was', async () => {
  const { bridge, folders, seen } = open({ '': [parent('a/')] })
  await folders.refresh()
  bridge.answers['plan.folders'] = () => {
    throw new SluiceError({ code: 'usage', message: 'This plan is closed.' })
  }
  await folders.refresh()
  expect(seen()).toEqual(['1 + a/'])
})
