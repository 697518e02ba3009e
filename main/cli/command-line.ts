import { SluiceError, type ErrorData, type ExitCode } from '../../shared/errors.ts'
import type { World } from '../engine/index.ts'
import type { Host } from '../host/host.ts'
import type { Command } from './command.ts'
import { cleanup } from './commands/cleanup.ts'
import { cp } from './commands/cp.ts'
import { ls } from './commands/ls.ts'
import { practice } from './commands/practice.ts'
import { presign } from './commands/presign.ts'
import { apply } from './commands/apply.ts'
import { show } from './commands/show.ts'
import { plan, sync } from './commands/sync.ts'
import { undo } from './commands/undo.ts'
import { defaultOptions, type Verb } from './flag.ts'
import { Reporter } from './output/reporter.ts'
import { Screen } from './output/screen.ts'
import { parseArguments, type Request } from './parse-arguments.ts'
import { readValueFiles } from './value-files.ts'
import type { Parts } from './wiring.ts'

const commands: Readonly<Record<Verb, Command>> = {
  sync,
  cp,
  plan,
  show,
  apply,
  undo,
  ls,
  presign,
  cleanup,
  practice,
}

/** Runs one command line, the arguments after `sluice`, to its end. @returns the exit code. */
export async function runCommandLine(args: readonly string[], host: Host, parts: Parts): Promise<ExitCode> {
  const screen = new Screen(host)
  try {
    return await run(args, host, parts, screen)
  } finally {
    screen.wipe()
    await Promise.all([host.stdout.flush(), host.stderr.flush()])
  }
}

async function run(args: readonly string[], host: Host, parts: Parts, screen: Screen): Promise<ExitCode> {
  let request: Request
  try {
    request = parseArguments(await readValueFiles(args, host, () => diskOf(parts)))
  } catch (error) {
    // Whoever asked for JSON gets its last line, even when the rest of the command line was not understood.
    const { show } = defaultOptions()
    return new Reporter(screen, { ...show, json: args.includes('--json') }).refuse(toData(error))
  }
  if (request.kind === 'help') {
    await host.stdout.write(request.text)
    return 0
  }
  const { verb, operands, options } = request
  const reporter = new Reporter(screen, options.show)
  try {
    return await commands[verb]({ operands, options, host, parts, screen, reporter })
  } catch (error) {
    if (options.show.debug) void screen.err(`debug: ${host.redact({ what: 'failed', error })}`)
    return reporter.refuse(toData(error))
  }
}

/** The disk before there is a run, and so with nothing to log. */
async function diskOf(parts: Parts): Promise<World['fs']> {
  return (await parts.engine()).createWorld({ log: { write: () => undefined } }).fs
}

function toData(error: unknown): ErrorData {
  if (error instanceof SluiceError) return error.toData()
  return {
    code: 'internal',
    message: `Sluice met an error it does not know: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`,
    advice: 'Please report this, with the command again under --debug.',
  }
}
