import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { makeSite } from '../../practice/sample-site.ts'
import { practiceBucket } from '../connections/connections.ts'

/**
 * Where a first start begins: a sample site on the left, and an empty prefix of the practice bucket on the right. The
 * site is made once; what a person does to it afterwards stays.
 */
export async function makePracticePair(
  state: string,
  now: number,
): Promise<{ readonly folder: string; readonly address: string }> {
  const folder = join(state, 'practice-window', 'site')
  if (!existsSync(folder)) await makeSite(folder, now)
  return { folder, address: `s3://${practiceBucket}/site/` }
}
