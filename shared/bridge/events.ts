import { z } from 'zod'
import { browseStatusSchema } from './places.ts'
import { planStatusSchema } from './plans.ts'
import { errorDataSchema } from './values.ts'

const nothing = z.strictObject({})

/** What the menu of the application can ask of the page. */
const windowCommandSchema = z.enum([
  'preview',
  'history',
  'focus-path',
  'swap',
  'refresh',
  'palette',
  'shortcuts',
  'tour',
  'about',
])
export type WindowCommand = z.infer<typeof windowCommandSchema>

/** Events come at most ten times a second each; the latest wins, and the last is never dropped. */
export const events = {
  /** Told apart by `viewId`. */
  'browse.changed': browseStatusSchema,
  /** Told apart by `planId`. */
  'plan.changed': planStatusSchema,
  /** A connection came, went, or changed: ask for the list again. */
  'connections.changed': nothing,
  /** A file dropped onto the window's icon, given to a second start, or opened from the menu, as a path. */
  'window.openPath': z.strictObject({ path: z.string() }),
  /** What the menu of the application asks of the page. */
  'window.command': z.strictObject({ command: windowCommandSchema }),
  /** The window closes: when what is moving has finished, or at once. */
  'window.leaving': z.strictObject({ how: z.enum(['finish', 'stop']) }),
  'window.themeChanged': z.strictObject({ dark: z.boolean() }),
  /** The engine's process has died: every call to it fails from now on. */
  'engine.ended': z.strictObject({ error: errorDataSchema }),
} as const

/** Events of the engine's process to the window's, which go no further. */
export const processEvents = {
  /** Runs that are going on, or held, or wait for their turn, and how far they are, 0 to 1; `kept` of those that wait are offered at the next start. */
  'engine.activity': z.strictObject({
    runs: z.number(),
    waiting: z.number(),
    kept: z.number(),
    held: z.boolean(),
    fraction: z.number().nullable(),
  }),
  /** A run has come to its end: what there is to say of it, in words. */
  'engine.runEnded': z.strictObject({ title: z.string(), text: z.string() }),
} as const

export type EventName = keyof typeof events
export type EventValue<Name extends EventName> = z.output<(typeof events)[Name]>
