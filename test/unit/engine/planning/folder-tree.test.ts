import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FolderTree } from '../../../../main/engine/planning/folder-tree.ts'
import { createDatabase } from '../../../../main/engine/planning/run-database.ts'
import { entry } from '../../../fakes/entries.ts'
import { bucket, choice, folder, protectedKeys, type Chosen } from './plan-arbitraries.ts'
import { allRows, planOf, recountFolders, storedFolders, withoutHint, type Sides } from './plan-of.ts'

/** The folders of a plan are what its rows come to, before and after each choice. */
async function holds(sides: Sides, choices: readonly Chosen[]): Promise<void> {
  const { store } = await planOf(sides)
  const destination = sides.destination.map(({ key }) => key)
  const check = (): void => {
    expect(withoutHint(storedFolders(store))).toEqual(recountFolders(allRows(store), destination))
  }
  check()
  for (const { choice: which, included } of choices) {
    store.choose(which, included)
    check()
  }
  store.close()
}

const choices = fc.array(choice, { maxLength: 4 })

describe('the folders of a plan', () => {
  it('are a recount of its rows, for an upload', async () => {
    await fc.assert(
      fc.asyncProperty(folder, bucket, choices, (source, destination, chosen) =>
        holds({ source, destination }, chosen),
      ),
    )
  })

  it('are a recount of its rows, for a download with conflicts and protected names', async () => {
    await fc.assert(
      fc.asyncProperty(bucket, folder, protectedKeys, choices, (source, destination, names, chosen) =>
        holds({ direction: 'download', source, destination, protectedKeys: names }, chosen),
      ),
    )
  })

  it('are a recount of its rows also where filters leave some out', async () => {
    const filters = [{ kind: 'exclude', pattern: 'a/*' } as const]
    await fc.assert(
      fc.asyncProperty(bucket, bucket, choices, (source, destination, chosen) =>
        holds({ direction: 'copy', source, destination, rules: { filters } }, chosen),
      ),
    )
  })

  it('are a recount of the rows so far, where a listing broke off', async () => {
    const property = fc.asyncProperty(
      bucket,
      folder,
      fc.constantFrom('source' as const, 'destination' as const),
      fc.nat(4),
      async (source, destination, side, after) => {
        const broken = { side, after, by: new Error('the disk is gone') }
        const { store } = await planOf({ direction: 'download', source, destination, broken })
        // How far the listing of the destination came does not show in the rows.
        const rest = (folders: ReturnType<typeof withoutHint>): object[] =>
          folders.map((each) => ({ ...each, destinationEntries: 0 }))
        expect(rest(withoutHint(storedFolders(store)))).toEqual(rest(recountFolders(allRows(store), [])))
        store.close()
      },
    )
    await fc.assert(property)
  })

  it('says of a folder whether there are folders in it', async () => {
    const { store } = await planOf({ source: [entry('a/b/c'), entry('d/e'), entry('f')], destination: [] })
    expect(storedFolders(store).map(({ path, hasFolders }) => [path, hasFolders])).toEqual([
      ['', true],
      ['a/', true],
      ['a/b/', false],
      ['d/', false],
    ])
    store.close()
  })

  it('has no place for folders in which nothing is to be done', async () => {
    const same = { size: 1, modified: 1000 }
    const { store } = await planOf({
      source: [entry('quiet/a', same), entry('loud/b', same)],
      destination: [entry('quiet/a', same), entry('loud/c', same), entry('loud/d/e', same)],
      rules: { filters: [{ kind: 'exclude', pattern: 'loud/d/*' }] },
    })
    expect(storedFolders(store)).toMatchObject([
      { path: '', destinationEntries: 3, rows: { new: 1, delete: 1 } },
      { path: 'loud/', destinationEntries: 2, rows: { new: 1, delete: 1 } },
    ])
    store.close()
  })

  it('has no root where there are no rows', () => {
    const tree = new FolderTree(createDatabase(':memory:'))
    tree.flush()
    expect(tree.root()).toBeNull()
    expect(tree.children('', 0, 10)).toEqual({ total: 0, folders: [] })
    expect(tree.losers(10)).toEqual([])
  })

  it('gives the folders below one by the page', async () => {
    const keys = Array.from({ length: 7 }, (_, i) => entry(`top/f${i}/x`))
    const { store } = await planOf({ source: keys, destination: [] })
    const { total, folders } = store.folders.children('top/', 2, 3)
    expect([total, folders.map(({ path }) => path)]).toEqual([7, ['top/f2/', 'top/f3/', 'top/f4/']])
    store.close()
  })

  it('names first the folders that lose the largest share of themselves', async () => {
    const kept = ['half/a', 'most/a']
    const gone = ['half/b', 'most/b', 'most/c', 'all/a', 'all/b', 'one/a']
    const { store } = await planOf({
      source: [...kept, 'new/a'].map((key) => entry(key)),
      destination: [...kept, ...gone].map((key) => entry(key)),
    })
    expect(store.folders.losers(5).map(({ path }) => path)).toEqual(['all/', 'one/', '', 'most/', 'half/'])
    expect(store.folders.losers(2).map(({ path }) => path)).toEqual(['all/', 'one/'])
    store.choose({ kind: 'folder', folder: 'all/' }, false)
    expect(store.folders.losers(5).map(({ path }) => path)).not.toContain('all/')
    store.close()
  })
})

describe('what a folder loses', () => {
  it('is told of the folders below it that lose most, and of the others together', async () => {
    const keys = ['a/1', 'a/2', 'a/3', 'b/1', 'b/2', 'c/1', 'd', 'kept/1']
    const { store } = await planOf({
      source: [entry('kept/1')],
      destination: keys.map((key) => entry(key, { size: 10 })),
      rules: { delete: true },
    })
    const { folder: whole, children, others } = store.folders.losses('', 1)
    expect(whole).toMatchObject({ path: '', rows: { delete: 7 }, destinationEntries: 8 })
    expect(children).toMatchObject([{ path: 'a/', rows: { delete: 3 }, deleteBytes: 30 }])
    expect(others).toEqual({ folders: 2, deletes: 3, bytes: 30 })
    expect(store.folders.losses('nowhere/', 5)).toEqual({
      folder: null,
      children: [],
      others: { folders: 0, deletes: 0, bytes: 0 },
    })
    store.close()
  })
})
