import type { AsidePlace } from '../../shared/aside.ts'
import { SluiceError } from '../../shared/errors.ts'
import { parseLocation } from '../../shared/location.ts'
import type { Options } from './flag.ts'
import { absolutePath, type Here } from './local-path.ts'

/**
 * Where `--trash`, `--backup-dir` or `--backup-prefix` has a run put what it would lose; null for nowhere.
 * @throws SluiceError `usage` for two of them, and for a prefix that is none.
 */
export function asideOf(
  { trash, backupDir, backupPrefix }: Pick<Options, 'trash' | 'backupDir' | 'backupPrefix'>,
  here: Here,
): AsidePlace | null {
  const given = [
    ...(trash ? ['--trash'] : []),
    ...(backupDir === null ? [] : ['--backup-dir']),
    ...(backupPrefix === null ? [] : ['--backup-prefix']),
  ]
  if (given.length > 1) {
    throw new SluiceError({
      code: 'usage',
      message: `What a run would lose is kept in one place, and ${given.join(' and ')} are more.`,
      subject: given[0] ?? '',
      advice: 'Give one of them.',
    })
  }
  if (trash) return { kind: 'trash' }
  if (backupDir !== null) return { kind: 'folder', path: absolutePath(backupDir, here) }
  return backupPrefix === null ? null : prefixOf(backupPrefix)
}

function prefixOf(text: string): AsidePlace {
  const location = parseLocation(text)
  if (location.kind === 's3') return { kind: 'prefix', bucket: location.bucket, prefix: location.prefix }
  throw new SluiceError({
    code: 'usage',
    message: `--backup-prefix can't be ${JSON.stringify(text)}.`,
    subject: '--backup-prefix',
    advice:
      'Give a prefix of a bucket at the same server, as in s3://my-bucket/kept. For a folder: --backup-dir.',
  })
}
