import { SluiceError } from '../../shared/errors.ts'
import type { CustomerKey, World } from '../engine/index.ts'
import type { Options, TypedKey } from './flag.ts'
import { absolutePath, type Here } from './local-path.ts'
import { readStart } from './read-file.ts'

/** The keys of a run, read from where they were typed to be; absent where none was given. */
export interface RunKeys {
  /** Of what is written, or of what a download reads. */
  readonly object?: CustomerKey
  /** Of the source of a copy. */
  readonly copySource?: CustomerKey
}

/** What a bucket's side says of its calls: whether keys go with them. */
export const ownKeyOf = (keys: RunKeys): { ownKey?: true } =>
  Object.keys(keys).length > 0 ? { ownKey: true } : {}

/**
 * Checks that each key comes with its algorithm (ARG-6), and reads it.
 * @throws SluiceError `usage`
 */
export async function readKeys(
  { sseC, sseCCopySource }: Pick<Options, 'sseC' | 'sseCCopySource'>,
  isCopy: boolean,
  host: Here,
  fs: World['fs'],
): Promise<RunKeys> {
  checkPair('--sse-c', sseC)
  checkPair('--sse-c-copy-source', sseCCopySource)
  if (sseCCopySource.key !== undefined && !isCopy) {
    throw refuse(
      '--sse-c-copy-source',
      'is for a copy from bucket to bucket.',
      'Leave it out, or use --sse-c.',
    )
  }
  const [object, copySource] = await Promise.all([
    readKey('--sse-c-key', sseC.key, host, fs),
    readKey('--sse-c-copy-source-key', sseCCopySource.key, host, fs),
  ])
  return {
    ...(object === null ? {} : { object }),
    ...(copySource === null ? {} : { copySource }),
  }
}

function checkPair(flag: string, { algorithm, key }: TypedKey): void {
  if ((algorithm === undefined) === (key === undefined)) return
  const missing = algorithm === undefined ? flag : `${flag}-key`
  const given = algorithm === undefined ? `${flag}-key` : flag
  throw refuse(given, `needs ${missing} too.`, `Give both: ${flag} AES256 ${flag}-key fileb://PATH`)
}

const keyLength = 32

/** `fileb://PATH` and `file://PATH` name a file; anything else is the key itself. */
async function readKey(
  flag: string,
  text: string | undefined,
  host: Here,
  fs: World['fs'],
): Promise<CustomerKey | null> {
  if (text === undefined) return null
  const path = /^fileb?:\/\/([\s\S]+)$/.exec(text)?.[1]
  const bytes = path === undefined ? Buffer.from(text) : await readKeyFile(flag, absolutePath(path, host), fs)
  if (bytes.length === keyLength) return { bytes }
  throw refuse(
    flag,
    `must be a key of ${keyLength} bytes, and this one has ${bytes.length}.`,
    'Make one with: openssl rand -out KEY 32, and give it as fileb://KEY',
  )
}

async function readKeyFile(flag: string, path: string, fs: World['fs']): Promise<Uint8Array> {
  try {
    return await readStart(path, keyLength + 1, fs)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw refuse(
      flag,
      `names ${path}, which can't be read: ${why}.`,
      'Give the path of a file with 32 bytes.',
    )
  }
}

const refuse = (flag: string, what: string, advice: string): SluiceError =>
  new SluiceError({ code: 'usage', message: `${flag} ${what}`, subject: flag, advice })
