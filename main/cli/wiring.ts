import type * as engine from '../engine/index.ts'
import type * as practice from '../practice/index.ts'

/**
 * What the command line is made of besides itself. Both parts are loaded when a command first needs them: the engine
 * brings the AWS SDK, and neither `--help` nor a usage error should wait for that.
 */
export type Engine = Pick<
  typeof engine,
  | 'aboutPlanOf'
  | 'abortUpload'
  | 'checkPlanPath'
  | 'checkRules'
  | 'compareKeys'
  | 'compileFilters'
  | 'createRetry'
  | 'createWorld'
  | 'describeSide'
  | 'EndedRuns'
  | 'findEarlierApply'
  | 'findTempFiles'
  | 'findTransferSettings'
  | 'findUploads'
  | 'habitsAsAmazons'
  | 'keepOthersOut'
  | 'keyMd5'
  | 'openPastRun'
  | 'openPlanFile'
  | 'openS3'
  | 'openS3WithKeys'
  | 'onlySelected'
  | 'openUndone'
  | 'readPastFacts'
  | 'readFolderIgnore'
  | 'readNamedIgnore'
  | 'removeLeftover'
  | 'ReviewedSync'
  | 'rootOf'
  | 'SafeFolders'
  | 'sync'
  | 'whyElsewhere'
  | 'writePlanOfRun'
>
export type Practice = Pick<typeof practice, 'startPracticeServer'>

export interface Parts {
  engine(): Promise<Engine>
  practice(): Promise<Practice>
}

export const parts: Parts = {
  engine: () => import('../engine/index.ts'),
  practice: () => import('../practice/index.ts'),
}
