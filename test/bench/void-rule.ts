/** What arrived, or was planned, as the far end counted it. */
export interface Counted {
  readonly objects: number
  readonly bytes: number
}

/**
 * Why a run does not count; null where it does.
 *
 * | exit  | objects, bytes | it counts                               |
 * |-------|----------------|-----------------------------------------|
 * | not 0 | any            | no: it says itself that it is not done   |
 * | 0     | others         | no: less work, or the same work twice    |
 * | 0     | as wanted      | yes                                      |
 */
export function whyVoid(exit: number, wanted: Counted, found: Counted): string | null {
  if (exit !== 0) return `exit ${exit}`
  if (found.objects !== wanted.objects) return `${found.objects} of ${wanted.objects} objects`
  if (found.bytes !== wanted.bytes) return `${found.bytes} of ${wanted.bytes} bytes`
  return null
}

/**
 * The same of a plan that must find nothing to do. Whoever lists a page twice does more than is asked, and that is his own
 * loss; whoever leaves one out has planned less.
 *
 * | exit  | a row printed | pages asked for | it counts |
 * |-------|---------------|-----------------|-----------|
 * | not 0 | any           | any             | no        |
 * | 0     | yes           | any             | no        |
 * | 0     | no            | fewer           | no        |
 * | 0     | no            | all             | yes       |
 */
export function whyPlanVoid(exit: number, planned: boolean, pages: number, least: number): string | null {
  if (exit !== 0) return `exit ${exit}`
  if (planned) return 'it found something to do'
  return pages < least ? `${pages} of ${least} pages` : null
}
