import { SluiceError } from '../../../shared/errors.ts'
import { checkFlags } from '../check-flags.ts'
import type { Command, CommandCall } from '../command.ts'
import { openSides, readSides } from '../open-sides.ts'
import { planAgain } from './plan-again.ts'
import { runJob } from './run-job.ts'

/** `sluice sync SOURCE DESTINATION` */
export const sync: Command = async (call) => {
  const { planOut, rules } = call.options
  if (planOut !== null && !rules.dryRun) {
    throw new SluiceError({
      code: 'usage',
      message: '--plan-out keeps a plan that is not run.',
      subject: '--plan-out',
      advice: 'Add --dryrun; then look at it with sluice show, and do it with sluice apply.',
    })
  }
  return planOrRun(call)
}

/** `sluice plan SOURCE DESTINATION -o FILE`, or `--again RUN`: a dry run whose plan is kept. */
export const plan: Command = async (call) => {
  const { planOut, rules, again } = call.options
  if (planOut === null) {
    throw new SluiceError({
      code: 'usage',
      message: 'The plan needs a file to go to.',
      subject: '-o',
      advice: 'Name it, as in: sluice plan SOURCE DESTINATION -o deploy.sluice',
    })
  }
  if (again !== null) return planAgain(call, again)
  if (call.operands.length !== 2) {
    throw new SluiceError({
      code: 'usage',
      message: 'A plan needs a source and a destination.',
      advice:
        'Name both: sluice plan SOURCE DESTINATION -o FILE; or plan what a run has refused: --again RUN',
    })
  }
  return planOrRun({ ...call, options: { ...call.options, rules: { ...rules, dryRun: true } } })
}

function planOrRun(call: CommandCall): ReturnType<Command> {
  const [source = '', destination = ''] = call.operands
  const sides = readSides(source, destination)
  checkFlags(call.options, sides)
  const { rules, planOut } = call.options
  return runJob(call, rules, (opening) => openSides(sides, opening), planOut)
}
