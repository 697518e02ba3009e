import { execFileSync } from 'node:child_process'
import { findCommand } from '../../servers/tools.ts'
import { sluice } from '../run-cli.ts'

/** One place of a sync, as each tool writes it in its own way. */
export type Place = { readonly folder: string } | { readonly bucket: string; readonly prefix: string }

export interface Peer {
  readonly name: string
  readonly version: string
  readonly command: readonly string[]
  args(from: Place, to: Place, options: { endpoint: string; delete: boolean }): string[]
  /** On top of the scene's. */
  env(endpoint: string): Record<string, string>
}

const address = (place: Place) => ('folder' in place ? place.folder : `s3://${place.bucket}/${place.prefix}`)

/** The number in the first line that a tool says of its version. */
export function versionOf(program: string, ...args: string[]): string {
  const [line = ''] = execFileSync(program, args, { encoding: 'utf8' }).split('\n')
  return /\d[^\s/]*/.exec(line)?.[0] ?? line
}

/** The tools of this machine that do what `aws s3 sync` does, and Sluice. */
export function installedPeers(): Peer[] {
  const makers: Record<string, (program: string) => Peer> = { aws, rclone, s5cmd }
  const found = Object.entries(makers).flatMap(([name, make]) => {
    const program = findCommand(name)
    return program === null ? [] : [make(program)]
  })
  return [...found, ourselves]
}

const likeAws = (command: readonly string[], name: string, version: string): Peer => ({
  name,
  version,
  command,
  args: (from, to, { endpoint, delete: deletes }) => [
    ...['sync', address(from), address(to), '--endpoint-url', endpoint],
    ...(deletes ? ['--delete'] : []),
  ],
  env: () => ({}),
})

const aws = (program: string): Peer => likeAws([program, 's3'], 'aws', versionOf(program, '--version'))

const ourselves: Peer = likeAws(sluice, 'Sluice', versionOf(...sluice, '--version'))

/** The environment in which rclone takes `:s3:` for an endpoint, with the keys of AWS_*. */
export const rcloneSettings = (endpoint: string): Record<string, string> => ({
  RCLONE_CONFIG: '/dev/null',
  RCLONE_S3_PROVIDER: 'Other',
  RCLONE_S3_ENV_AUTH: 'true',
  RCLONE_S3_ENDPOINT: endpoint,
  RCLONE_S3_REGION: 'us-east-1',
  RCLONE_S3_FORCE_PATH_STYLE: 'true',
  RCLONE_S3_LIST_VERSION: '2',
  RCLONE_S3_NO_CHECK_BUCKET: 'true',
})

const rclone = (program: string): Peer => ({
  name: 'rclone',
  version: versionOf(program, 'version'),
  command: [program],
  args(from, to, { delete: deletes }) {
    const place = (side: Place) => ('folder' in side ? side.folder : `:s3:${side.bucket}/${side.prefix}`)
    // Few retries, so that a fault that lasts is over before patience is.
    const limits = ['--size-only', '--retries', '1', '--low-level-retries', '2']
    return [deletes ? 'sync' : 'copy', place(from), place(to), ...limits]
  },
  env: rcloneSettings,
})

const s5cmd = (program: string): Peer => ({
  name: 's5cmd',
  version: versionOf(program, 'version'),
  command: [program],
  args(from, to, { endpoint, delete: deletes }) {
    const slashed = (side: Place) => `${address(side).replace(/\/$/, '')}/`
    const source = 'folder' in from ? slashed(from) : `${slashed(from)}*`
    return ['--endpoint-url', endpoint, 'sync', ...(deletes ? ['--delete'] : []), source, slashed(to)]
  },
  env: () => ({}),
})
