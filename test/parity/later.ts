import type { Case } from './case.ts'
import type { Tool } from './exit-codes.ts'

/** Why a case is not run with a tool, or null if it is. Nothing else leaves a case out. */
export function reasonToSkip(testCase: Case, tool: Tool): string | null {
  if (testCase.realAwsOnly) return 'needs AWS itself'
  const { backends } = testCase
  if (backends !== undefined && !backends.includes('rgw')) return `needs ${backends.join(' or ')}`
  if (tool === 'aws') {
    return testCase.departure === undefined ? null : `Sluice departs from aws here: ${testCase.departure}`
  }
  return null
}
