import { createRawSnippet } from 'svelte'
import { describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import VirtualRows from '../../../renderer/rows/VirtualRows.svelte'
import { inBox } from '../in-box.ts'

const rowHeight = 24
const height = 480

const row = createRawSnippet<[number]>((index) => ({
  render: () => `<span role="gridcell">row ${index()}</span>`,
}))
const empty = createRawSnippet(() => ({ render: () => '<span>Nothing here.</span>' }))

async function show(count: number) {
  const heard = { onView: vi.fn(), onMove: vi.fn(), onOpen: vi.fn(), onKey: vi.fn() }
  const screen = await render(VirtualRows, {
    target: inBox(600, height),
    props: {
      label: 'Rows',
      count,
      columns: '1fr',
      rowLabel: (index: number) => `Row ${index}`,
      row,
      empty,
      ...heard,
    },
  })
  const grid = screen.getByRole('grid', { name: 'Rows' })
  await vi.waitFor(() => expect(grid.element().clientHeight).toBe(height))
  return { screen, grid: grid.element() as HTMLElement, ...heard }
}

/** The numbers of the rows that are seen, as they stand from the top to the bottom of the table. */
function inView(grid: HTMLElement): number[] {
  const box = grid.getBoundingClientRect()
  return [...grid.querySelectorAll<HTMLElement>('[aria-rowindex]')]
    .map((element) => ({ at: element.getBoundingClientRect(), index: Number(element.ariaRowIndex) - 1 }))
    .filter(({ at }) => at.bottom > box.top + 0.5 && at.top < box.bottom - 0.5)
    .sort((a, b) => a.at.top - b.at.top)
    .map(({ index }) => index)
}

/** Where a row stands below the top of the table, in pixels; null where it isn't drawn. */
function placeOf(grid: HTMLElement, index: number): number | null {
  const element = grid.querySelector(`[aria-rowindex="${index + 1}"]`)
  return element === null ? null : element.getBoundingClientRect().top - grid.getBoundingClientRect().top
}

const active = (grid: HTMLElement): Element | null =>
  document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')

/** No row between the first and the last in view is missing, and they fill the table. */
function expectWhole(grid: HTMLElement): void {
  const rows = inView(grid)
  const first = rows[0] ?? Number.NaN
  expect(rows).toEqual(rows.map((_, step) => first + step))
  expect(rows.length).toBeGreaterThanOrEqual(height / rowHeight)
}

describe.each([1_000_000, 5_000_000])('of %i rows', (count) => {
  test('only those in view are drawn, and the whole number is told', async () => {
    const { grid, onView } = await show(count)
    expect(grid).toHaveAttribute('aria-rowcount', String(count))
    expect(grid.querySelectorAll('[aria-rowindex]').length).toBeLessThan(40)
    expectWhole(grid)
    expect(inView(grid)[0]).toBe(0)
    expect(onView).toHaveBeenLastCalledWith(0, 21)
  })

  test('End goes to the last, whole and at the bottom, and Home back to the first', async () => {
    const { grid, onMove, onView } = await show(count)
    grid.focus()
    await userEvent.keyboard('{End}')
    await vi.waitFor(() => expect(placeOf(grid, count - 1)).toBeCloseTo(height - rowHeight, 0))
    expectWhole(grid)
    expect(active(grid)).toHaveAttribute('aria-rowindex', String(count))
    expect(onMove).toHaveBeenLastCalledWith(count - 1, expect.anything())
    expect(onView.mock.lastCall?.[1]).toBe(count - 1)
    await userEvent.keyboard('{Home}')
    await vi.waitFor(() => expect(placeOf(grid, 0)).toBeCloseTo(0, 0))
    expectWhole(grid)
    expect(active(grid)).toHaveAttribute('aria-rowindex', '1')
  })

  test('the scroll bar reaches the last', async () => {
    const { grid } = await show(count)
    grid.scrollTop = grid.scrollHeight
    await vi.waitFor(() => expect(inView(grid).at(-1)).toBe(count - 1))
    expect(placeOf(grid, count - 1)).toBeCloseTo(height - rowHeight, 0)
    expectWhole(grid)
  })

  test.each([0.001, 0.25, 0.5, 0.9, 0.9999])(
    'no row is missing in view at %d of the scroll bar',
    async (share) => {
      const { grid } = await show(count)
      grid.scrollTop = share * (grid.scrollHeight - height)
      const about = share * (count - height / rowHeight)
      await vi.waitFor(() => expect(Math.abs((inView(grid)[0] ?? 0) - about)).toBeLessThan(3))
      expectWhole(grid)
    },
  )

  test('from the last, keys go up row by row and page by page', async () => {
    const { grid } = await show(count)
    grid.focus()
    await userEvent.keyboard('{End}{ArrowUp}{ArrowUp}')
    await vi.waitFor(() => expect(active(grid)).toHaveAttribute('aria-rowindex', String(count - 2)))
    await userEvent.keyboard('{PageUp}{PageUp}')
    await vi.waitFor(() => expect(active(grid)).toHaveAttribute('aria-rowindex', String(count - 2 - 38)))
    expectWhole(grid)
    await userEvent.keyboard('{PageDown}{PageDown}{PageDown}')
    await vi.waitFor(() => expect(active(grid)).toHaveAttribute('aria-rowindex', String(count)))
    expectWhole(grid)
  })
})

test('a notch of the wheel moves a list of five million by its own pixels', async () => {
  const { grid } = await show(5_000_000)
  grid.dispatchEvent(new WheelEvent('wheel', { deltaY: 10 * rowHeight, cancelable: true }))
  await vi.waitFor(() => expect(inView(grid)[0]).toBe(10))
  expectWhole(grid)
})

test('the cursor is out of the tab order of its rows: the table has the focus and names the row', async () => {
  const { grid, screen } = await show(100)
  grid.focus()
  await vi.waitFor(() => expect(active(grid)).toHaveAccessibleName('Row 0'))
  await screen.getByRole('row', { name: 'Row 3' }).click()
  await vi.waitFor(() => expect(active(grid)).toHaveAccessibleName('Row 3'))
  expect(document.activeElement).toBe(grid)
})

test('a cursor that was scrolled out of view is not named, and the next key brings it back', async () => {
  const { grid } = await show(1000)
  grid.focus()
  await vi.waitFor(() => expect(active(grid)).not.toBeNull())
  grid.scrollTop = 5000
  await vi.waitFor(() => expect(grid).not.toHaveAttribute('aria-activedescendant'))
  await userEvent.keyboard('{ArrowDown}')
  await vi.waitFor(() => expect(active(grid)).toHaveAccessibleName('Row 1'))
  expect(inView(grid)).toContain(1)
})

test('Enter and a double click open a row; other keys are the caller’s', async () => {
  const { grid, onOpen, onKey, screen } = await show(10)
  grid.focus()
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(onOpen).toHaveBeenLastCalledWith(1)
  await screen.getByRole('row', { name: 'Row 5' }).dblClick()
  expect(onOpen).toHaveBeenLastCalledWith(5)
  expect(onKey).not.toHaveBeenCalled()
  await userEvent.keyboard('x')
  expect(onKey).toHaveBeenCalledOnce()
})

test('a list that became short is not left scrolled past its end', async () => {
  const { grid, screen } = await show(1_000_000)
  grid.scrollTop = grid.scrollHeight
  await vi.waitFor(() => expect(inView(grid)).toContain(999_999))
  await screen.rerender({ count: 30 })
  await vi.waitFor(() => expect(placeOf(grid, 29)).toBeCloseTo(height - rowHeight, 0))
  expectWhole(grid)
  await screen.rerender({ count: 5 })
  await vi.waitFor(() => expect(inView(grid)).toEqual([0, 1, 2, 3, 4]))
})

test('without rows it says what it is told to, and no key moves anything', async () => {
  const { grid, onMove, screen } = await show(0)
  await expect.element(screen.getByText('Nothing here.')).toBeVisible()
  grid.focus()
  await userEvent.keyboard('{ArrowDown}{End}')
  expect(onMove).not.toHaveBeenCalled()
  expect(grid).not.toHaveAttribute('aria-activedescendant')
})

test('a cursor that was in view stays in view where the table becomes lower, and one that was not does not', async () => {
  const { grid } = await show(1000)
  const box = grid.closest<HTMLElement>('.table')?.parentElement
  const lower = async (to: number): Promise<void> => {
    if (box) box.style.height = `${to}px`
    await vi.waitFor(() => expect(grid.clientHeight).toBe(to))
  }
  grid.focus()
  await userEvent.keyboard('{ArrowDown>18/}')
  await vi.waitFor(() => expect(inView(grid)).toContain(18))
  await lower(240)
  await vi.waitFor(() => expect(inView(grid)).toContain(18))
  grid.scrollTop = 5000
  await vi.waitFor(() => expect(inView(grid)).not.toContain(18))
  await lower(120)
  expect(grid.scrollTop).toBe(5000)
})
