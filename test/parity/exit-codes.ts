import type { Case } from './case.ts'
import type { Expectation } from './expectation.ts'

/** Which command is under test: the one the cases were recorded with, or ours. */
export type Tool = 'aws' | 'sluice'

/**
 * The exit codes that are right for a case, or undefined if any is. aws ends everything fatal with 1 or 255; Sluice tells them apart (D-17):
 *
 * | aws | because | Sluice |
 * |---|---|---|
 * | 1 | a listing failed (ERR-2) | 3 the side, 4 the credentials |
 * | 1 | the address names no bucket, or an impossible one (ERR-4) | 3 |
 * | 255 | a source that is not there, a bad setting (ERR-8) | 3, 252 |
 * | any other | | the same |
 */
export function rightExitCodes(
  { rules, departure }: Case,
  { exitCode }: Expectation,
  tool: Tool,
): readonly number[] | undefined {
  if (exitCode === undefined) return undefined
  const codes = [exitCode].flat()
  if (tool === 'aws' || departure !== undefined) return codes
  return codes.flatMap((code) => {
    if (code === 255) return [3, 252]
    if (code === 1 && rules.includes('ERR-2')) return [3, 4]
    if (code === 1 && rules.includes('ERR-4')) return [3]
    return [code]
  })
}
