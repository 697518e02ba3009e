import { expect, test } from 'vitest'
import { windowPlace } from '../../../../main/host/chromium/window-place.ts'

const preferences = (place: object) =>
  JSON.stringify({ browser: { app_window_placement: { sluice: { app: { 'invalid_/': place } } }, other: 1 } })
const place = { left: 100, top: 50, right: 1200, bottom: 750, maximized: false, work_area_left: 0 }

test.each([
  ['as it was left', preferences(place), ['--window-position=100,50', '--window-size=1100,700']],
  [
    'on a screen to the left',
    preferences({ ...place, left: -900, right: 300 }),
    ['--window-position=-900,50', '--window-size=1200,700'],
  ],
  [
    'not too small',
    preferences({ ...place, right: 101, bottom: 51 }),
    ['--window-position=100,50', '--window-size=900,600'],
  ],
  ['filling the screen', preferences({ ...place, maximized: true }), ['--start-maximized']],
  ['the first time', null, ['--window-size=1280,800']],
  ['nothing written down', '{}', ['--window-size=1280,800']],
  ['a damaged file', '{"browser', ['--window-size=1280,800']],
  ['nonsense', preferences({ ...place, left: '1 --no-sandbox' }), ['--window-size=1280,800']],
])('%s', (_name, text, switches) => {
  expect(windowPlace(text)).toEqual(switches)
})
