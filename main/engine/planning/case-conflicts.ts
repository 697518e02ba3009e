import type { ListingProblem } from '../../../shared/job.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { CaseConflict } from '../../../shared/sync-rules.ts'
import { foldName } from '../local/fold-name.ts'
import { ownText } from '../listing/own-text.ts'
import type { Platform } from '../local/key-to-path.ts'

/**
 * Downloads whose names differ only by case: where the file system does not tell them apart, the second would replace
 * the first (CAS-1 to CAS-4). aws compares with what is in flight at the moment, so what it does depends on timing;
 * here it is every download planned before, in key order.
 *
 * | --case-conflict | a download whose key, folded (`foldName`), was there before    |
 * |-----------------|--------------------------------------------------------------|
 * | ignore          | goes on                                                      |
 * | skip            | is left out, with a word on stderr; the exit code stays (CAS-2) |
 * | warn            | goes on, with that word                                      |
 * | error           | ends the run (CAS-3)                                         |
 */
export class CaseConflicts {
  readonly #rule: CaseConflict
  readonly #show: (key: string) => string
  readonly #platform: Platform
  readonly #seen = new Set<string>()

  /** @param show how a key is shown to people, with where it would land. */
  constructor(rule: CaseConflict, platform: Platform, show: (key: string) => string) {
    this.#platform = platform
    this.#rule = rule
    this.#show = show
  }

  /** @throws SluiceError `conflict` where the rule says so */
  judge(key: string): { readonly skip: boolean; readonly problem: ListingProblem } | null {
    if (this.#rule === 'ignore') return null
    const folded = foldName(key, this.#platform)
    if (!this.#seen.has(folded)) {
      this.#seen.add(ownText(folded))
      return null
    }
    const what = this.#show(key)
    if (this.#rule === 'error') {
      throw new SluiceError({
        code: 'conflict',
        message: `Failed to download ${what} because a file whose name differs only by case either exists or is being downloaded.`,
        subject: key,
        advice: 'Rename one of the two, or choose --case-conflict skip or warn.',
      })
    }
    const skip = this.#rule === 'skip'
    const verb = skip ? 'Skipping' : 'Downloading'
    return {
      skip,
      problem: {
        side: 'source',
        key,
        path: key,
        kind: 'case-conflict',
        message: `${verb} ${what} because a file whose name differs only by case either exists or is being downloaded.`,
      },
    }
  }
}
