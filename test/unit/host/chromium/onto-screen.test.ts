import { expect, test } from 'vitest'
import { boundsOnScreen } from '../../../../main/host/chromium/onto-screen.ts'

const screen = { left: 0, top: 30, width: 1920, height: 1050 }
const size = { width: 1100, height: 700 }
const usual = { left: 320, top: 155, width: 1280, height: 800 }

test.each([
  ['in the middle', { left: 100, top: 100, ...size }, screen, null],
  ['half over the right edge', { left: 1500, top: 100, ...size }, screen, null],
  ['larger than the screen', { left: -10, top: 0, width: 3000, height: 2000 }, screen, null],
  ['on a screen to the right that is gone', { left: 2400, top: 100, ...size }, screen, usual],
  ['on a screen above that is gone', { left: 100, top: -900, ...size }, screen, usual],
  ['below the edge but for a strip', { left: 100, top: 1070, ...size }, screen, usual],
  ['with its title over the top', { left: 100, top: -400, ...size }, screen, usual],
  [
    'off a small screen',
    { left: 5000, top: 0, ...size },
    { left: 0, top: 0, width: 1024, height: 600 },
    { left: 0, top: 0, width: 1024, height: 600 },
  ],
])('a window %s goes where it can be reached', (_, window, on, bounds) => {
  expect(boundsOnScreen(window, on)).toEqual(bounds)
})
