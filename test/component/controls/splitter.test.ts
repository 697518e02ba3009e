import { describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import Splitter from '../../../renderer/controls/Splitter.svelte'
import { inBox } from '../in-box.ts'
import '../styles.ts'

async function show(
  changes: Partial<{ reverse: boolean; orientation: 'vertical' | 'horizontal'; scale: number }> = {},
) {
  const onChange = vi.fn<(value: number) => void>()
  const onReset = vi.fn<() => void>()
  const onLeave = vi.fn<() => void>()
  const screen = await render(Splitter, {
    target: inBox(300, 200),
    props: {
      label: 'Width of it',
      value: 100,
      least: 50,
      most: 130,
      step: 10,
      place: 'over',
      onChange,
      onReset,
      onLeave,
      ...changes,
    },
  })
  const line = screen.getByRole('separator', { name: 'Width of it' })
  ;(line.element() as HTMLElement).focus()
  return { line, onChange, onReset, onLeave }
}

describe('by keys', () => {
  test.each([
    ['{ArrowRight}', {}, [110]],
    ['{ArrowLeft}', {}, [90]],
    ['{ArrowLeft}', { reverse: true }, [110]],
    ['{ArrowDown}', { orientation: 'horizontal' as const }, [110]],
    ['{ArrowDown}', {}, []],
    ['{Home}', {}, [50]],
    ['{End}', {}, [130]],
  ])('%s of %j gives %j', async (keys, changes, given) => {
    const { onChange } = await show(changes)
    await userEvent.keyboard(keys)
    expect(onChange.mock.calls.map(([value]) => value)).toEqual(given)
  })

  test('Enter gives the usual size, and Escape leaves', async () => {
    const { onReset, onLeave, onChange } = await show()
    await userEvent.keyboard('{Enter}{Escape}')
    expect([onReset, onLeave, onChange].map(({ mock }) => mock.calls.length)).toEqual([1, 1, 0])
  })
})

describe('by mouse', () => {
  const drag = (line: Element, x: number): void => {
    const at = (type: string, clientX: number): void => {
      line.dispatchEvent(new PointerEvent(type, { clientX, pointerId: 1, button: 0, bubbles: true }))
    }
    // A pointer of a test can't be captured.
    ;(line as HTMLElement).setPointerCapture = () => undefined
    at('pointerdown', 20)
    at('pointermove', 20 + x)
    at('pointerup', 20 + x)
    at('pointermove', 500)
  }

  test.each([
    [15, {}, 115],
    [15, { reverse: true }, 85],
    [15, { scale: 3 }, 105],
    [90, {}, 130],
    [-90, {}, 50],
  ])('%i pixels of %j give %i, and no more once it is let go', async (x, changes, given) => {
    const { line, onChange } = await show(changes)
    drag(line.element(), x)
    expect(onChange.mock.calls).toEqual([[given]])
  })

  test('a double click gives the usual size', async () => {
    const { line, onReset } = await show()
    await userEvent.dblClick(line)
    expect(onReset).toHaveBeenCalledOnce()
  })
})

test('what it is and where it stands is heard', async () => {
  const { line } = await show()
  await expect.element(line).toHaveAttribute('aria-valuenow', '100')
  await expect.element(line).toHaveAttribute('aria-valuemin', '50')
  await expect.element(line).toHaveAttribute('aria-valuemax', '130')
  await expect.element(line).toHaveAttribute('aria-orientation', 'vertical')
})
