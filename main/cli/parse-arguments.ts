import { Command, CommanderError } from 'commander'
import { SluiceError } from '../../shared/errors.ts'
import { defaultOptions, verbs, type Flag, type Options, type Verb } from './flag.ts'
import { flags } from './flags.ts'
import { helpText } from './help.ts'

/** What the command line asks for. */
export type Request =
  | { readonly kind: 'help'; readonly text: string }
  | {
      readonly kind: 'run'
      readonly verb: Verb
      readonly operands: readonly string[]
      readonly options: Options
    }

const operands: Readonly<Record<Verb, readonly string[]>> = {
  sync: ['<source>', '<destination>'],
  cp: ['<source>', '<destination>'],
  plan: ['[source]', '[destination]'],
  show: ['<plan or run>'],
  apply: ['<plan>', '[source]', '[destination]'],
  undo: ['[run]'],
  ls: ['[address]'],
  presign: ['<object>'],
  cleanup: ['[place]'],
  practice: [],
}

/**
 * Reads the arguments after `sluice` (ARG-1 to ARG-3). Flags may stand before, between and behind the addresses, as
 * `--flag value` or `--flag=value`; where one is given twice the last counts, except filters, which keep their order.
 *
 * @throws SluiceError `usage`, naming what was not understood, and the flag or command nearest to it.
 */
export function parseArguments(args: readonly string[]): Request {
  refuseFlagAsValue(args)
  let request: Request | undefined
  let help = ''
  const program = new Command('sluice')
    .exitOverride()
    .configureOutput({ writeOut: (text) => (help += text), writeErr: () => undefined })
    .configureHelp({ formatHelp: (command) => helpText(command.name()) })
  for (const verb of verbs) {
    const options = defaultOptions()
    const command = program.command(verb)
    for (const operand of operands[verb]) command.argument(operand)
    for (const flag of flags) {
      if (!flag.verbs.includes(verb)) continue
      command.option(syntaxOf(flag))
      // The events come in the order of the arguments, which is what filters need.
      command.on(`option:${flag.name}`, (text: string | null) => {
        options.given.push(flag.name)
        flag.set(options, text ?? flag.orElse ?? '')
      })
    }
    command.action(() => {
      request = { kind: 'run', verb, operands: command.args, options }
    })
  }
  try {
    program.parse(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (help === '') throw usage(error, args)
    request = { kind: 'help', text: help }
  }
  if (request === undefined) throw usage(new CommanderError(1, 'commander.none', 'Nothing to do'), args)
  return request
}

/** As commander reads it: `--flag`, `-f, --flag`, `--flag <VALUE>`, `--flag [VALUE]` or `--flag <VALUE...>`. */
function syntaxOf({ name, short, value, orElse, many }: Flag): string {
  const names = short === undefined ? `--${name}` : `-${short}, --${name}`
  if (value === undefined) return names
  if (orElse !== undefined) return `${names} [${value}]`
  return many === true ? `${names} <${value}...>` : `${names} <${value}>`
}

/**
 * A flag that wants a value must not take the next flag for it: `--exclude --dryrun` would run for real (ARG-3).
 * @throws SluiceError `usage`
 */
function refuseFlagAsValue(args: readonly string[]): void {
  const end = args.indexOf('--')
  for (const [index, arg] of args.slice(0, end < 0 ? args.length : end).entries()) {
    const flag = flags.find(
      ({ name, short, value, orElse }) =>
        value !== undefined && orElse === undefined && (arg === `--${name}` || arg === `-${short ?? name}`),
    )
    const next = args[index + 1] ?? ''
    const name = /^--([^=]+)/.exec(next)?.[1]
    if (flag === undefined || !flags.some((other) => other.name === name)) continue
    throw new SluiceError({
      code: 'usage',
      message: `Option '${arg}' needs a value, and '${next}' is an option itself.`,
      subject: arg,
      advice: `Give it one, as in ${arg} ${flag.value ?? 'VALUE'}. Where ${next} is what you mean, write ${arg}=${next}`,
    })
  }
}

function usage(error: CommanderError, args: readonly string[]): SluiceError {
  const text = error.message.replace(/^error: /, '').replace(/\n\((.*)\)$/, '. $1')
  const verb = verbs.find((name) => name === args[0])
  const noVerb = args[0] === 'help' ? `There is no command '${args[1] ?? ''}'.` : 'No command was given.'
  return new SluiceError({
    code: 'usage',
    message: error.code === 'commander.help' ? noVerb : sentence(text),
    advice: verb
      ? `Usage: sluice ${[verb, ...operands[verb]].join(' ')}. All its flags: sluice ${verb} --help`
      : 'The commands are listed by: sluice --help',
  })
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.?]$/.test(start) ? start : `${start}.`
}
