import { join } from 'node:path'
import { SluiceError } from '../../../shared/errors.ts'
import { explainFsError } from '../local/explain-fs-error.ts'
import type { RunContext } from '../running/run-context.ts'
import type { OneFile, Side } from '../side.ts'
import type { Entry } from './entry.ts'
import { listedTime } from './listed-time.ts'

/**
 * The listing of a side that is one file or object: looked at by itself, nothing around it is listed.
 * @throws SluiceError `no-such-key` when there is no such object, or what the file system says of the file.
 */
export async function* listOne(
  { world, retry }: Pick<RunContext, 'world' | 'retry'>,
  side: Side,
  { name, key }: OneFile,
  signal: AbortSignal,
): AsyncGenerator<Entry[], void> {
  if (side.kind === 'local') {
    const path = join(side.root, name)
    const { size, modified, dev, ino, changed } = await world.fs.stat(path).catch((error: unknown) => {
      throw explainFsError(error, path)
    })
    yield [{ key, size, modified: listedTime(modified), file: { dev, ino, changed } }]
    return
  }
  const { store, bucket, prefix } = side
  const object = { bucket, key: prefix + name }
  const head = await retry('head', (attempt) => store.head(object, attempt), signal)
  if (head === null) {
    throw new SluiceError({
      code: 'no-such-key',
      message: `There is no object s3://${bucket}/${object.key}.`,
      subject: `s3://${bucket}/${object.key}`,
      advice: `What is there is listed by: sluice ls s3://${bucket}/${prefix}. A prefix is copied with --recursive.`,
    })
  }
  const { size, modified, etag, storageClass } = head
  yield [{ key, size, modified, etag, ...(storageClass === undefined ? {} : { storageClass }) }]
}
