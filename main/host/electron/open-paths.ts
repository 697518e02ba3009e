import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** How a process of Sluice was started, as a second one tells it to the first. */
export const startSchema = z.object({ argv: z.array(z.string()).max(1000), cwd: z.string() })
export type Start = z.infer<typeof startSchema>

/**
 * The paths among the arguments of a start, absolute by the folder it was started in. Linux gives `file:` addresses
 * (`%U` of the desktop file). Switches are left out; so is an address that is no file of this machine.
 */
export function pathsOfStart({ argv, cwd }: Start): string[] {
  return argv.flatMap((argument) => {
    if (argument === '' || argument.startsWith('-')) return []
    if (!argument.startsWith('file:')) return [resolve(cwd, argument)]
    try {
      return [fileURLToPath(argument)]
    } catch {
      return []
    }
  })
}
