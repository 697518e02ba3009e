import type { Outcome } from '../../../shared/plan-row.ts'

/** What a row keeps of the version that was written for it, and of the one that was current before. */
export const versionsOf = (
  written: Pick<Outcome, 'versionId'>,
  replaced?: string,
): Pick<Outcome, 'versionId' | 'replaced'> => ({
  ...(written.versionId === undefined ? {} : { versionId: written.versionId }),
  ...(replaced === undefined ? {} : { replaced }),
})
