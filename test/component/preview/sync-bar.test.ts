import { describe, expect, onTestFinished, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import SyncBar from '../../../renderer/preview/SyncBar.svelte'
import { defaultSyncOptions, type SyncOptions } from '../../../shared/sync-options.ts'
import { placeAt } from '../../fakes/fake-places.ts'

const far = `s3://photographs-of-the-museum/${'a long way down/'.repeat(6)}`

const longest: SyncOptions = {
  ...defaultSyncOptions,
  deleteExtras: true,
  filters: [
    { kind: 'exclude', pattern: '*.tmp' },
    { kind: 'include', pattern: 'b/*' },
  ],
  maxDelete: { kind: 'count', count: 12_345 },
  trash: true,
  ignoreFile: false,
}

/** The bar in a window of a width, with everything on it that can be there. */
async function show(width: number, options: SyncOptions) {
  const before = { width: window.innerWidth, height: window.innerHeight }
  await page.viewport(width, 600)
  onTestFinished(() => page.viewport(before.width, before.height))
  const screen = await render(SyncBar, {
    options,
    onChange: () => undefined,
    source: placeAt('local', '/home/ada/pictures'),
    destination: placeAt('practice', far),
    arrow: 'right',
    selected: 12_345,
    onPreview: () => undefined,
    onPreviewSelected: () => undefined,
  })
  const bar = screen.getByRole('region', { name: 'What a sync does' })
  await expect.element(screen.getByRole('button', { name: 'Preview' })).toBeVisible()
  return bar.element()
}

/** What can be pressed, and the words between. */
const partsOf = (bar: Element): DOMRect[] =>
  [...bar.querySelectorAll('button, label, .comma, .arrow')]
    .map((part) => part.getBoundingClientRect())
    .filter(({ height }) => height > 0)

const overlap = (one: DOMRect, other: DOMRect): boolean =>
  one.left < other.right - 0.5 &&
  other.left < one.right - 0.5 &&
  one.top < other.bottom - 0.5 &&
  other.top < one.bottom - 0.5

// 600 is a window of 900 pixels at a scale of 150 %, and 853 one of 1280.
describe.each([600, 853, 900, 1280, 2560])('in a window of %i pixels', (width) => {
  test.each([
    ['as it is at first', defaultSyncOptions],
    ['with everything chosen', longest],
  ])('nothing of the sentence is cut off or lies on something else, %s', async (_, options) => {
    const bar = await show(width, options)
    const parts = partsOf(bar)
    expect(parts.length).toBeGreaterThanOrEqual(8 - (width < 680 ? 1 : 0))
    for (const [index, part] of parts.entries()) {
      expect(part.left).toBeGreaterThanOrEqual(0)
      expect(part.right).toBeLessThanOrEqual(width)
      expect(part.width).toBeGreaterThan(10)
      for (const other of parts.slice(index + 1)) expect(overlap(part, other)).toBe(false)
    }
    const cut = [...bar.querySelectorAll('button, label')].filter(
      ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1,
    )
    expect(cut.map(({ textContent }) => textContent)).toEqual([])
    expect(bar.scrollWidth).toBeLessThanOrEqual(width)
  })
})

test('at 1280 pixels the sentence takes one line as it is at first', async () => {
  expect((await show(1280, defaultSyncOptions)).getBoundingClientRect().height).toBe(44)
})
