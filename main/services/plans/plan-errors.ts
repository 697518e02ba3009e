import { SluiceError } from '../../../shared/errors.ts'

export const closedPlan = (planId: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'This plan is closed.',
    subject: planId,
    advice: 'Preview again to make a new one.',
  })

export const runningPlan = (planId: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'This plan is running.',
    subject: planId,
    advice: 'Cancel it first, or let it end.',
  })

export const noCommand = (): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'No command of Sluice deletes by name.',
    advice: 'Apply it here, or use the tools of the system or of the store.',
  })

export const noCommandOfChange = (): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'No command of Sluice changes one object by hand.',
    advice: 'Apply it here; or sync with `--compare properties`, and flags that name them.',
  })

/** The filters that stand for a selection come after the ignore file, and would take in again what it leaves out. */
export const noWords = (): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'A selection under an ignore file has no command that does the same.',
    advice: 'Save the plan and apply its file; or preview the whole folder, with filters.',
  })

/** A command has no way to name rows one by one. */
export const noWordsForRows = (): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'No command names these rows one by one.',
    advice: 'Save the plan and apply its file.',
  })

export const noEndedRun = (runId: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'This run is not kept any more, or has not come to its end.',
    subject: runId,
    advice: 'The newest 50 runs are kept, for 30 days.',
  })

export const noEndedMove = (planId: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'This is no move that has come to its end.',
    subject: planId,
    advice: 'Nothing was deleted. What was copied can be deleted by name, with F8.',
  })

export const wrongPhase = (message: string): SluiceError =>
  new SluiceError({ code: 'usage', message, advice: 'Preview again to make a new plan.' })
