import type { ExitCode } from '../../shared/errors.ts'
import type { World } from '../engine/index.ts'
import type { Host, RunLog } from '../host/host.ts'
import type { Options } from './flag.ts'
import type { Reporter } from './output/reporter.ts'
import type { Screen } from './output/screen.ts'
import type { Parts } from './wiring.ts'

/** What a command is given to work with. */
export interface CommandCall {
  readonly operands: readonly string[]
  readonly options: Options
  readonly host: Host
  readonly parts: Parts
  readonly screen: Screen
  readonly reporter: Reporter
}

/** A command of `sluice`. @throws SluiceError for what kept it from starting. */
export type Command = (call: CommandCall) => Promise<ExitCode>

/** The engine's log: into the run's file, and with `--debug` on stderr. */
export function commandLog({ host, screen, options }: CommandCall, file: RunLog | null): World['log'] {
  return {
    write(event) {
      file?.write(event)
      if (options.show.debug) void screen.err(`debug: ${host.redact(event)}`)
    },
  }
}
