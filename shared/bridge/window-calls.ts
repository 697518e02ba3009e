import { z } from 'zod'
import { linkParamsSchema, linkSchema } from './properties.ts'
import { settingsSchema } from '../settings.ts'

const nothing = z.strictObject({})

/** What the page needs to draw its first screen. */
export const startSchema = z.strictObject({
  version: z.string(),
  host: z.strictObject({
    kind: z.enum(['electron', 'chromium']),
    /** `Electron 45.4.1`, `Chromium 156`. */
    name: z.string(),
    platform: z.string(),
    /** There is a dialog of the system to choose a folder with. */
    choosesFolders: z.boolean(),
  }),
  settings: settingsSchema,
})
export type Start = z.infer<typeof startSchema>

/**
 * Calls that the window's own process answers: it has the screen, the dialogs and the settings file.
 */
export const windowCalls = {
  'window.start': { params: nothing, reply: startSchema },
  'window.changeSettings': { params: settingsSchema.partial(), reply: settingsSchema },
  /** A folder chosen in a dialog of the system, as a path for `places.open`; null where the dialog was left. */
  'window.chooseFolder': {
    params: z.strictObject({ title: z.string().max(200), start: z.string().max(4096).nullable() }),
    reply: z.strictObject({ path: z.string().nullable() }),
  },
  /** Opens a page to log in on, of Amazon's alone, in the browser of the system; `opened` is false where that can't be. */
  'window.openSignIn': {
    params: z.strictObject({ url: z.string().max(4096) }),
    reply: z.strictObject({ opened: z.boolean() }),
  },
  /** A person wants to leave, and says how what runs is to end: the answer comes at once. */
  'window.leave': { params: z.strictObject({ how: z.enum(['finish', 'stop']) }), reply: nothing },
  /** Makes an address by which anybody can read an object for a while, and puts it onto the clipboard; the page never has it. */
  'window.copyLink': { params: linkParamsSchema, reply: linkSchema },
  /** Text onto the clipboard. */
  'window.copyText': { params: z.strictObject({ text: z.string().max(100_000) }), reply: nothing },
} as const
