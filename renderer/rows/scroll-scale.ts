/** The tallest box that is used; Chromium's own limit is 33,554,428 px. */
const tallest = 30_000_000

/**
 * A list taller than a browser can scroll is scrolled on a smaller scale: `scale` pixels of the list for one pixel of
 * the scroll bar. Up to 1.25 million rows of 24 px it is 1.
 */
export class ScrollScale {
  readonly boxHeight: number
  readonly scale: number

  /** @param height of the list and @param viewport of what shows it, in pixels. */
  constructor(height: number, viewport: number) {
    this.boxHeight = Math.min(height, tallest)
    const room = this.boxHeight - viewport
    this.scale = height <= tallest || room <= 0 ? 1 : (height - viewport) / room
  }

  /** Where in the list the top of the viewport is, for a position of the scroll bar. */
  toList(scrollTop: number): number {
    return scrollTop * this.scale
  }

  /** The position of the scroll bar for a place in the list. */
  toBar(listTop: number): number {
    return listTop / this.scale
  }
}
