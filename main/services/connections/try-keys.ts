import type { TriedConnection, TriedKeys } from '../../../shared/bridge/places.ts'
import { SluiceError, type ErrorData } from '../../../shared/errors.ts'
import { openS3WithKeys, probeHabits, type OpenS3Options, type Random } from '../../engine/index.ts'
import { tryStore } from './try-store.ts'
import { checkServer, ownKeysOf } from './typed-keys.ts'

/**
 * Tries keys: reads by them, and writes where a bucket for that is named, to see how its server takes conditions and
 * checksums. Nothing of what is written is left. What is wrong is in what it resolves with.
 * @throws SluiceError `usage` for an address that is none
 */
export async function tryKeys(
  { writeTo, ...typed }: TriedKeys,
  here: Omit<OpenS3Options, 'endpointUrl' | 'region' | 'profile' | 'credentials'>,
  random: Random,
  signal: AbortSignal,
): Promise<TriedConnection> {
  checkServer(typed.endpoint)
  const keys = ownKeysOf(typed, () => typed)
  const store = await openS3WithKeys(keys, here)
  try {
    const tried = await tryStore(store, signal)
    if (writeTo === '' || !tried.accepted) return tried
    const storeWithChecksums = await openS3WithKeys(keys, { ...here, checksumAlgorithm: 'CRC64NVME' })
    let error: ErrorData | null = null
    try {
      const probe = { store, storeWithChecksums, bucket: writeTo, mark: markOf(random) }
      await probeHabits({ ...probe, ...(here.log === undefined ? {} : { log: here.log }) }, signal)
    } catch (failed) {
      signal.throwIfAborted()
      if (!(failed instanceof SluiceError)) throw failed
      error = failed.toData()
    } finally {
      storeWithChecksums.close()
    }
    const { aws, habits } = store.endpoint
    return { ...tried, habits: aws ? null : habits.known(), writing: { bucket: writeTo, error } }
  } finally {
    store.close()
  }
}

/** 128 bits in hex. */
const markOf = (random: Random): string =>
  Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('')
