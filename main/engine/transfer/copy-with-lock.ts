import { SluiceError } from '../../../shared/errors.ts'
import type { ObjectHead, ObjectName, ObjectProperties } from '../s3/object-store.ts'
import { lockOf } from './copy-properties.ts'
import type { Done, TransferTools } from './transfer.ts'

/** How a server refuses an Object Lock: no right to set one, or a bucket without (AWS, CopyObject). */
const refusals: ReadonlySet<string | undefined> = new Set([
  'AccessDenied',
  'InvalidRequest',
  'ObjectLockConfigurationNotFoundError',
])

/**
 * Copies an object with the Object Lock that it has, which no copy takes along by itself:
 *
 * | it has a lock that holds | with it  | without it | then                                                        |
 * |--------------------------|----------|------------|-------------------------------------------------------------|
 * | no                       | –        | copied     | done                                                        |
 * | yes                      | copied   | –          | done                                                        |
 * | yes                      | refused  | copied     | done; the outcome and a notice say that the lock is not kept|
 * | yes                      | refused  | fails      | that error                                                  |
 * | yes                      | fails    | –          | that error                                                  |
 *
 * @throws SluiceError
 */
export async function copyWithLock(
  head: ObjectHead,
  target: ObjectName,
  { world, onNotice }: Pick<TransferTools, 'world' | 'onNotice'>,
  copy: (lock: ObjectProperties) => Promise<Done>,
): Promise<Done> {
  const lock = lockOf(head, world.clock.now())
  if (Object.keys(lock).length === 0) return copy({})
  try {
    return await copy(lock)
  } catch (error) {
    if (!(error instanceof SluiceError) || !refusals.has(error.s3?.s3Code)) throw error
    const done = await copy({})
    const address = `s3://${target.bucket}/${target.key}`
    onNotice(address, `It was copied without its Object Lock, which the server refused: ${error.message}`)
    return { ...done, lost: 'object-lock' }
  }
}
