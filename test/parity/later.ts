import type { Case } from './case.ts'
import type { Tool } from './exit-codes.ts'

/** Flags of aws that Sluice does not know yet. An unknown flag that is not here is run, and must be refused. */
const laterFlags: readonly string[] = [
  '--cache-control',
  '--case-conflict',
  '--checksum-algorithm',
  '--content-disposition',
  '--content-encoding',
  '--content-language',
  '--content-type',
  '--copy-props',
  '--expires',
  '--force-glacier-transfer',
  '--grants',
  '--ignore-glacier-warnings',
  '--metadata',
  '--metadata-directive',
  '--no-guess-mime-type',
  '--no-overwrite',
  '--request-payer',
  '--source-region',
  '--sse',
  '--sse-c-copy-source',
  '--sse-c-copy-source-key',
  '--sse-kms-key-id',
  '--storage-class',
]

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
  const flag = testCase.args.find((arg) => laterFlags.includes(arg))
  if (flag !== undefined) return `not yet: ${flag}`
  const setting = laterSettings.find((name) => testCase.config?.includes(`${name} =`))
  return setting === undefined ? null : `not yet: ${setting}`
}
