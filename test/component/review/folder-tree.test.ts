import { describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import FolderTree from '../../../renderer/review/FolderTree.svelte'
import type { FolderTotals } from '../../../shared/review.ts'
import { folderTotals } from '../../fakes/fake-plans.ts'
import { inBox } from '../in-box.ts'
import { openPlan } from '../open-plan.ts'

const blog = folderTotals('blog/', {
  rows: { new: 1, changed: 0, newer: 0, properties: 0, move: 0, delete: 4, problem: 0 },
  destinationEntries: 10,
  hasFolders: true,
})
const levels: Readonly<Record<string, readonly FolderTotals[]>> = {
  '': [
    folderTotals('assets/'),
    blog,
    folderTotals('out/', { leftOut: 3, rows: { ...blog.rows, new: 0, delete: 0 } }),
  ],
  'blog/': [folderTotals('blog/2025/'), folderTotals('blog/2026/')],
}

async function show(folders = levels, height = 400) {
  const opened = openPlan(
    {},
    {
      answers: {
        'plan.folders': ({ parent, offset, limit }) => {
          const all = folders[parent] ?? []
          return { total: all.length, folders: all.slice(offset, offset + limit) }
        },
      },
    },
  )
  const box = inBox(300, height)
  box.style.flexDirection = 'row'
  const screen = await render(FolderTree, { target: box, props: { plan: opened.plan } })
  const tree = screen.getByRole('tree')
  const item = (name: RegExp) => screen.getByRole('treeitem', { name })
  await expect.element(item(/^All folders/)).toBeVisible()
  await vi.waitFor(() => expect(opened.plan.folders.shown.length).toBeGreaterThan(0))
  ;(tree.element() as HTMLElement).focus()
  return { ...opened, screen, tree, item }
}

test('a folder says how many rows it has, and what share of itself it loses', async () => {
  const { item } = await show()
  const words = (name: RegExp) => item(name).element().textContent.replace(/\s+/g, ' ').trim()
  expect(words(/^assets/)).toBe('assets 1 row')
  expect(words(/^blog/)).toBe('blog −40 % of it, 5 rows')
})

describe('by keyboard', () => {
  test.each([
    ['{ArrowDown}', 'assets/'],
    ['{ArrowDown}{ArrowDown}{ArrowUp}', 'assets/'],
    ['{End}', 'out/'],
    ['{End}{ArrowDown}', 'out/'],
    ['{End}{Home}', ''],
    ['{Home}{ArrowUp}', ''],
  ])('%s looks at "%s"', async (keys, folder) => {
    const { plan } = await show()
    await userEvent.keyboard(keys)
    expect(plan.view.folder).toBe(folder)
  })

  test('a folder is opened, gone into, left and closed', async () => {
    const { item, plan } = await show()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}')
    await expect.element(item(/^2025/)).toBeVisible()
    await expect.element(item(/^blog/)).toHaveAttribute('aria-expanded', 'true')
    await userEvent.keyboard('{ArrowRight}')
    expect(plan.view.folder).toBe('blog/2025/')
    await userEvent.keyboard('{ArrowLeft}')
    expect(plan.view.folder).toBe('blog/')
    await userEvent.keyboard('{ArrowLeft}')
    await expect.element(item(/^2025/)).not.toBeInTheDocument()
  })

  test('Space takes a folder out, and one that is out back in', async () => {
    const { bridge } = await show()
    await userEvent.keyboard('{ArrowDown} {End} ')
    await vi.waitFor(() => expect(bridge.asked('plan.choose')).toHaveLength(2))
    expect(bridge.asked('plan.choose')).toMatchObject([
      { choice: { kind: 'folder', folder: 'assets/' }, included: false },
      { choice: { kind: 'folder', folder: 'out/' }, included: true },
    ])
  })

  test('the folder that is looked at is scrolled into view', async () => {
    const many = Array.from({ length: 60 }, (_, index) => folderTotals(`f${String(index).padStart(2, '0')}/`))
    const { item, tree } = await show({ '': many }, 200)
    await userEvent.keyboard('{End}')
    await expect.element(item(/^f59/)).toHaveAttribute('aria-selected', 'true')
    const below = (): number =>
      item(/^f59/).element().getBoundingClientRect().bottom - tree.element().getBoundingClientRect().bottom
    await expect.poll(below).toBeLessThanOrEqual(1)
  })
})

test('a folder that is closed over the one looked at is looked at instead', async () => {
  const { item, plan } = await show()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}{ArrowRight}')
  expect(plan.view.folder).toBe('blog/2025/')
  item(/^blog/).element().querySelector<HTMLElement>('.arrow')?.click()
  await expect.element(item(/^2025/)).not.toBeInTheDocument()
  expect(plan.view.folder).toBe('blog/')
})

test('a level of very many folders is cut, and says by how many', async () => {
  const many = Array.from({ length: 2100 }, (_, index) => folderTotals(`f${index}/`))
  const { plan, screen } = await show({ '': many })
  await vi.waitFor(() => expect(plan.folders.shown).toHaveLength(2000))
  await expect.element(screen.getByText('and 100 more: search to find them')).toBeInTheDocument()
})
