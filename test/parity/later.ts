import type { Case } from './case.ts'
import type { Tool } from './exit-codes.ts'

/** Why a case is not run on radosgw with a tool, or null if it is. Nothing else leaves a case out. */
export function reasonToSkip(testCase: Case, tool: Tool): string | null {
  if (testCase.realAwsOnly) return 'needs AWS itself'
  const { backends } = testCase
  if (backends !== undefined && !backends.includes('rgw')) return `needs ${backends.join(' or ')}`
  if (tool === 'aws') {
    return testCase.departure === undefined ? null : `Sluice departs from aws here: ${testCase.departure}`
  }
  return null
}

/** Cases about what radosgw does not have (storage classes, archives, tags counted), which the practice server has. */
export const isForPracticeServer = ({ realAwsOnly, backends }: Case): boolean =>
  !realAwsOnly && backends?.includes('moto') === true && !backends.includes('rgw')
