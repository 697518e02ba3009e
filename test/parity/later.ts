import type { Case } from './case.ts'
import type { Tool } from './exit-codes.ts'

/** Settings of the profile's `s3 =` block that Sluice does not read yet. */
const laterSettings: readonly string[] = [
  'max_bandwidth',
  'max_concurrent_requests',
  'multipart_chunksize',
  'multipart_threshold',
]

/** Why a case is not run with a tool, or null if it is. Nothing else leaves a case out. */
export function reasonToSkip(testCase: Case, tool: Tool): string | null {
  if (testCase.realAwsOnly) return 'needs AWS itself'
  const { backends } = testCase
  if (backends !== undefined && !backends.includes('rgw')) return `needs ${backends.join(' or ')}`
  if (tool === 'aws') {
    return testCase.departure === undefined ? null : `Sluice departs from aws here: ${testCase.departure}`
  }
  const setting = laterSettings.find((name) => testCase.config?.includes(`${name} =`))
  return setting === undefined ? null : `not yet: ${setting}`
}
