import { onTestFinished } from 'vitest'

/** An element of a size of its own in the page, for what fills the place it is given; it goes when the test ends. */
export function inBox(width: number, height: number): HTMLElement {
  const box = document.createElement('div')
  Object.assign(box.style, {
    display: 'flex',
    flexDirection: 'column',
    width: `${width}px`,
    height: `${height}px`,
  })
  document.body.append(box)
  onTestFinished(() => box.remove())
  return box
}
