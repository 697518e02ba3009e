import type { TriedConnection } from '../../../shared/bridge/places.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { ObjectStore } from '../../engine/index.ts'

/**
 * Asks a server for its buckets, and changes nothing.
 *
 * | the list of buckets      | answers | the keys are | buckets |
 * |--------------------------|---------|--------------|---------|
 * | comes                    | yes     | accepted     | as many |
 * | is denied                | yes     | accepted     | unknown |
 * | is refused for the keys  | yes     | refused      | unknown |
 * | does not come            | no      | unknown      | unknown |
 */
export async function tryStore(
  store: Pick<ObjectStore, 'listBuckets' | 'endpoint'>,
  signal: AbortSignal,
): Promise<TriedConnection> {
  const { aws, habits } = store.endpoint
  const answered = {
    answers: true,
    buckets: null,
    error: null,
    habits: aws ? null : habits.known(),
    writing: null,
  }
  try {
    const buckets = await store.listBuckets(signal)
    return { ...answered, accepted: true, buckets: buckets.length }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof SluiceError)) throw error
    if (error.code === 'access-denied') return { ...answered, accepted: true }
    const answers = error.s3?.status !== undefined
    return { ...answered, answers, accepted: false, error: error.toData() }
  }
}
