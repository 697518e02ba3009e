import type { Page } from 'playwright-core'

/** A rectangle of the desktop, in pixels that do not depend on the screen. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** What of a window has to be on a screen, so that it can be taken hold of. */
const hold = { width: 120, height: 40 }
const usual = { width: 1280, height: 800 }

/**
 * Where a window is to go that is off every screen: the one it was on is gone. Null where it can be reached.
 * @param screen what can be used of the screen that is nearest to it
 */
export function boundsOnScreen(window: Box, screen: Box): Box | null {
  const seen = (from: 'left' | 'top', size: 'width' | 'height'): number =>
    Math.min(window[from] + window[size], screen[from] + screen[size]) - Math.max(window[from], screen[from])
  const isTopSeen = window.top >= screen.top - hold.height
  if (isTopSeen && seen('left', 'width') >= hold.width && seen('top', 'height') >= hold.height) return null
  const width = Math.min(usual.width, screen.width)
  const height = Math.min(usual.height, screen.height)
  return {
    left: Math.round(screen.left + (screen.width - width) / 2),
    top: Math.round(screen.top + (screen.height - height) / 2),
    width,
    height,
  }
}

/** Brings the window of a page back that is off every screen. @throws Error as the browser says */
export async function moveOntoScreen(page: Page): Promise<void> {
  const { window, screen } = await page.evaluate(() => {
    const { screenX, screenY, outerWidth, outerHeight, screen } = globalThis as unknown as {
      screenX: number
      screenY: number
      outerWidth: number
      outerHeight: number
      screen: { availLeft: number; availTop: number; availWidth: number; availHeight: number }
    }
    const { availLeft, availTop, availWidth, availHeight } = screen
    return {
      window: { left: screenX, top: screenY, width: outerWidth, height: outerHeight },
      screen: { left: availLeft, top: availTop, width: availWidth, height: availHeight },
    }
  })
  const bounds = boundsOnScreen(window, screen)
  if (bounds === null) return
  const session = await page.context().newCDPSession(page)
  try {
    const { windowId } = await session.send('Browser.getWindowForTarget')
    await session.send('Browser.setWindowBounds', { windowId, bounds })
  } finally {
    await session.detach()
  }
}
