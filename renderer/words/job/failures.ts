import type { ErrorCode } from '../../../shared/errors.ts'
import { formatCount } from '../../../shared/formats.ts'
import type { Part } from '../parts.ts'
import { causeWords } from './causes.ts'

/** What did not come off, by cause and folder. */
export const failures = {
  label: 'What did not come off',
  /** `412 × access denied (AccessDenied)`: the code of the server after the cause, where it gave one. */
  heading: (count: number, cause: ErrorCode, s3Code: string | null) =>
    `${formatCount(count)} × ${causeWords[cause]}${s3Code === null ? '' : ` (${s3Code})`}`,
  under: (folder: string): readonly Part[] => ['under ', { name: folder }],
  show: 'Show',
  retry: 'Retry these',
}
