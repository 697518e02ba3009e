import type { ChecksumAlgorithm } from '../../../shared/checksum-algorithms.ts'
import type { ConnectionOptions } from './connection-options.ts'
import { mayRefuseHeader } from './header-refusal.ts'
import type { Endpoint } from './object-store.ts'
import { UploadChecksums } from './upload-checksums.ts'

/** Which checksums go with what. */
export interface ChecksumUse {
  /** The one a person asked for. */
  readonly asked: ChecksumAlgorithm | null
  /** The one that bodies are sent with, and that the server keeps. */
  readonly withBodies: ChecksumAlgorithm | null
  /** The one of an upload in parts: the same for all of them. */
  readonly ofUploads: UploadChecksums
  /** Whether downloads are to bring what was kept. */
  readonly withDownloads: boolean
}

type Asked = Pick<ConnectionOptions, 'checksumAlgorithm' | 'sendChecksums' | 'askChecksums'>

/**
 * | server     | asked for by name | settings say, or Amazon's | it refuses them | sent with bodies |
 * |------------|-------------------|---------------------------|-----------------|------------------|
 * | any        | yes               | –                         | –               | that one         |
 * | any        | no                | no                        | –               | none             |
 * | any        | no                | yes                       | no              | CRC64NVME        |
 * | not Amazon | no                | yes                       | yes             | none             |
 */
export function checksumUse(options: Asked, { aws, habits }: Endpoint): ChecksumUse {
  const asked = options.checksumAlgorithm ?? null
  const wanted = options.sendChecksums ?? aws
  return {
    asked,
    get withBodies() {
      return asked ?? (wanted && habits.find('checksums') !== 'refused' ? 'CRC64NVME' : null)
    },
    ofUploads: new UploadChecksums(),
    withDownloads: options.askChecksums ?? aws,
  }
}

/**
 * Sends a body with its checksum; where the server refuses that, and nobody has asked for it by name, without. Its MD5 goes
 * along in any case.
 * @param algorithm of an upload that was begun with another
 */
export async function withChecksum<T>(
  { checksums, endpoint }: { readonly checksums: ChecksumUse; readonly endpoint: Endpoint },
  send: (algorithm: ChecksumAlgorithm | null) => Promise<T>,
  algorithm = checksums.withBodies,
): Promise<T> {
  try {
    return await send(algorithm)
  } catch (error) {
    if (algorithm === null || checksums.asked !== null || !mayRefuseHeader(endpoint, error)) throw error
    const sent = await send(null)
    endpoint.habits.learn('checksums', 'refused')
    return sent
  }
}
