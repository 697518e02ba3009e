import { SluiceError } from '../../shared/errors.ts'
import type { Options } from './flag.ts'
import type { TypedSides } from './open-sides.ts'

/**
 * Checks flags against the direction, before anything is opened (ARG-4 to ARG-7):
 *
 * | flag                                       | only for         |
 * |--------------------------------------------|------------------|
 * | --checksum-algorithm                       | uploads, copies  |
 * | --checksum-mode                            | downloads        |
 * | --compare properties                       | uploads, copies  |
 * | --moves                                    | with --delete    |
 * | --source-connection, --source-profile, --source-endpoint-url | copies |
 *
 * @throws SluiceError `usage`
 */
export function checkFlags(options: Options, { source, destination }: TypedSides): void {
  const isCopy = source.kind === 's3' && destination.kind === 's3'
  if (options.connection.checksumAlgorithm !== undefined && destination.kind !== 's3')
    throw notHere('--checksum-algorithm', 'uploads and copies', 'to s3://BUCKET')
  if (options.connection.askChecksums !== undefined && destination.kind === 's3')
    throw notHere('--checksum-mode', 'downloads', 'from s3://BUCKET to a folder')
  if (options.rules.compareProperties && destination.kind !== 's3')
    throw notHere('--compare properties', 'uploads and copies', 'a file on a disk has none')
  if (options.rules.moves && !options.rules.delete) {
    throw new SluiceError({
      code: 'usage',
      message: '--moves makes one of a delete and a new name, and nothing is deleted without --delete.',
      subject: '--moves',
      advice: 'Add --delete, or leave --moves out.',
    })
  }
  const { saved, profile, endpointUrl } = options.source
  const sourceFlag =
    saved !== undefined
      ? '--source-connection'
      : profile !== undefined
        ? '--source-profile'
        : endpointUrl !== undefined
          ? '--source-endpoint-url'
          : null
  if (sourceFlag !== null && !isCopy) throw notHere(sourceFlag, 'copies', 'from s3://BUCKET to s3://BUCKET')
  for (const side of [source, destination]) if (side.kind === 's3') checkBucket(side.bucket)
}

function notHere(flag: string, what: string, how: string): SluiceError {
  return new SluiceError({
    code: 'usage',
    message: `${flag} is for ${what} alone: ${how}.`,
    subject: flag,
    advice: `Leave ${flag} out.`,
  })
}

/** The listing of a directory bucket is not in the order of its keys (ARG-7). */
function checkBucket(bucket: string): void {
  if (!bucket.endsWith('--x-s3')) return
  throw new SluiceError({
    code: 'usage',
    message: 'Cannot use sync command with a directory bucket.',
    subject: bucket,
    advice: 'Use a general purpose bucket, or an access point of one.',
  })
}
