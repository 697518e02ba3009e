import { z } from 'zod'

/** The part of Chromium's `Preferences` that says where the window of our page was left. */
const preferencesSchema = z.object({
  browser: z.object({
    app_window_placement: z.object({
      // It takes the dots of the page's host for levels.
      sluice: z.object({
        app: z.object({
          'invalid_/': z.object({
            left: z.int(),
            top: z.int(),
            right: z.int(),
            bottom: z.int(),
            maximized: z.boolean(),
          }),
        }),
      }),
    }),
  }),
})

/** No window is shown smaller than the page can be used in. */
const least = { width: 900, height: 600 }

/**
 * The browser's switches for a window where the last one was left: Chromium writes that down, but does not go by it
 * when it is started with an address.
 *
 * @param preferences the text of its `Preferences`; null where there is none yet
 */
export function windowPlace(preferences: string | null): string[] {
  const place = preferencesSchema.safeParse(parseJson(preferences)).data?.browser.app_window_placement.sluice
    .app['invalid_/']
  if (place === undefined) return ['--window-size=1280,800']
  if (place.maximized) return ['--start-maximized']
  const width = Math.max(least.width, place.right - place.left)
  const height = Math.max(least.height, place.bottom - place.top)
  return [`--window-position=${place.left},${place.top}`, `--window-size=${width},${height}`]
}

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}
