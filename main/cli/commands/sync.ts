import { checkFlags } from '../check-flags.ts'
import type { Command } from '../command.ts'
import { openSides, readSides } from '../open-sides.ts'
import { runJob } from './run-job.ts'

/** `sluice sync SOURCE DESTINATION` */
export const sync: Command = async (call) => {
  const [source = '', destination = ''] = call.operands
  const sides = readSides(source, destination)
  checkFlags(call.options, sides)
  return runJob(call, call.options.rules, (opening) => openSides(sides, opening))
}
