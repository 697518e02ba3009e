import { SluiceError } from '../../../shared/errors.ts'
import type { KeptFile } from '../../../shared/aside.ts'

/** A row was not done, and what was put aside for it stays there: its old name may not lead to it any more. */
export class StillAside extends SluiceError {
  readonly kept: KeptFile

  constructor(error: SluiceError, kept: KeptFile) {
    super(error.toData(), { cause: error.cause ?? error })
    this.kept = kept
  }
}
