import { SluiceError, type ErrorData } from '../../../shared/errors.ts'

/** Something threw what it should not have: a bug of ours, said as one. */
export function internalError(error: unknown, subject: string): SluiceError {
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return new SluiceError(
    {
      code: 'internal',
      message: `Sluice met an error it does not know: ${detail}`,
      subject,
      advice: 'Nothing more was done with it. Please report this, with the run again under --debug.',
    },
    { cause: error },
  )
}

/** What was thrown, as data. */
export const toErrorData = (error: unknown, subject: string): ErrorData =>
  error instanceof SluiceError ? error.toData() : internalError(error, subject).toData()
