import { posix, win32 } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SluiceError } from '../../../shared/errors.ts'
import { parseLocation } from '../../../shared/location.ts'

/** Where something is, without the connection it is on. */
export type Address =
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string }
  | { readonly kind: 'buckets' }

/** What a typed path is relative to. */
export interface Here {
  readonly platform: NodeJS.Platform
  readonly home: string
  /** Absolute. */
  readonly folder: string
}

/**
 * Reads what was typed, dropped or remembered.
 *
 * | text                            | is                                            |
 * |---------------------------------|-----------------------------------------------|
 * | `s3://`, `s3:`                  | the list of buckets                           |
 * | `s3://bucket`, `…/prefix`       | a prefix, closed with a slash                 |
 * | `file:///…`                     | the path it stands for                        |
 * | `~`, `~/…`                      | below the home folder                         |
 * | an absolute path                | itself, normalised                            |
 * | anything else                   | relative to the folder one is in              |
 *
 * @throws SluiceError `usage` for an address that is none.
 */
export function readAddress(text: string, here: Here): Address {
  const trimmed = text.trim()
  if (/^s3:\/{0,2}$/i.test(trimmed)) return { kind: 'buckets' }
  if (trimmed.startsWith('s3://')) {
    const location = parseLocation(trimmed)
    if (location.kind === 's3') return location
  }
  if (text === '') {
    throw new SluiceError({
      code: 'usage',
      message: 'The address is empty.',
      advice: 'Type a path, or s3://bucket.',
    })
  }
  const system = here.platform === 'win32' ? win32 : posix
  const path = system.resolve(here.folder, expand(text, here))
  if (path.includes('\0')) {
    throw new SluiceError({
      code: 'usage',
      message: 'No path has a NUL character in it.',
      subject: path,
    })
  }
  return { kind: 'local', path }
}

function expand(text: string, { platform, home }: Here): string {
  if (/^file:/i.test(text)) {
    try {
      return fileURLToPath(text, { windows: platform === 'win32' })
    } catch (error) {
      throw new SluiceError(
        { code: 'usage', message: `${text} is not the address of a folder of this computer.`, subject: text },
        { cause: error },
      )
    }
  }
  if (text === '~') return home
  const below = platform === 'win32' ? /^~[\\/]/ : /^~\//
  return below.test(text) ? `${home}/${text.slice(2)}` : text
}

/** An address as one types it; a path below the home folder in full. */
export function formatAddress(address: Address): string {
  switch (address.kind) {
    case 'local':
      return address.path
    case 's3':
      return `s3://${address.bucket}/${address.prefix}`
    case 'buckets':
      return 's3://'
  }
}

/** From the root down to the address itself: each step with its name. */
export function stepsTo(address: Address, platform: NodeJS.Platform): { name: string; address: Address }[] {
  if (address.kind === 'buckets') return [{ name: 'Buckets', address }]
  if (address.kind === 's3') {
    const { bucket, prefix } = address
    const steps: { name: string; address: Address }[] = [
      { name: 'Buckets', address: { kind: 'buckets' } },
      { name: bucket, address: { kind: 's3', bucket, prefix: '' } },
    ]
    for (let slash = prefix.indexOf('/'); slash >= 0; slash = prefix.indexOf('/', slash + 1)) {
      const above = steps.at(-1)?.address
      const start = above?.kind === 's3' ? above.prefix.length : 0
      steps.push({
        name: prefix.slice(start, slash),
        address: { kind: 's3', bucket, prefix: prefix.slice(0, slash + 1) },
      })
    }
    return steps
  }
  const system = platform === 'win32' ? win32 : posix
  const { root } = system.parse(address.path)
  const steps: { name: string; address: Address }[] = [{ name: root, address: { kind: 'local', path: root } }]
  let path = root
  for (const name of address.path.slice(root.length).split(system.sep)) {
    if (name === '') continue
    path = system.join(path, name)
    steps.push({ name, address: { kind: 'local', path } })
  }
  return steps
}

/**
 * The address of a folder or bucket that a listing shows.
 * @throws SluiceError `usage` for a name that is not one step down.
 */
export function childOf(address: Address, name: string, platform: NodeJS.Platform): Address {
  if (address.kind === 'buckets') {
    if (name !== '' && !name.includes('/')) return { kind: 's3', bucket: name, prefix: '' }
  } else if (address.kind === 's3') {
    // A prefix may have an empty part (`a//b`), and any other.
    if (!name.includes('/')) return { ...address, prefix: `${address.prefix}${name}/` }
  } else {
    const system = platform === 'win32' ? win32 : posix
    const isPlain = name !== '' && name !== '.' && name !== '..' && !name.includes('\0')
    if (isPlain && system.basename(name) === name) {
      return { kind: 'local', path: system.join(address.path, name) }
    }
  }
  throw new SluiceError({
    code: 'usage',
    message: `${JSON.stringify(name)} is not a name in here.`,
    subject: name,
  })
}
