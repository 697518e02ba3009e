import { join } from 'node:path'
import type { Fact, Facts } from '../../../shared/bridge/properties.ts'
import { formatCounted } from '../../../shared/formats.ts'
import { explainFsError, type World } from '../../engine/index.ts'
import { knownFact } from './known-fact.ts'

const kinds = { file: 'file', folder: 'folder', link: 'link', special: 'device, pipe or socket' } as const

/** What there is to know of a name in a folder; of a link, of the link itself and where it leads. @throws SluiceError */
export async function fileFacts({ fs }: Pick<World, 'fs'>, folder: string, name: string): Promise<Facts> {
  const path = join(folder, name)
  const stat = await fs.lstat(path).catch((error: unknown) => {
    throw explainFsError(error, path)
  })
  const target =
    stat.kind !== 'link'
      ? undefined
      : await fs.realpath(path).catch(() => 'nothing: what it names is not there, or can not be reached')
  const values: readonly (readonly [string, string | number | undefined])[] = [
    ['Path', path],
    ['Kind', kinds[stat.kind]],
    ['Leads to', target],
    ['Size', stat.kind === 'file' ? formatCounted(stat.size, 'byte') : undefined],
    ['Modified', stat.modified],
    ['Mode', modeText(stat.kind, stat.mode)],
    ['Owner', `user ${stat.owner}`],
    ['Names', stat.links > 1 && stat.kind === 'file' ? `${stat.links} names lead to these bytes` : undefined],
  ]
  const facts: Fact[] = values.flatMap(([fact, value]) =>
    value === undefined ? [] : [knownFact(fact, value)],
  )
  return { address: path, facts }
}

/** `-rw-r--r-- (644)` */
function modeText(kind: keyof typeof kinds, mode: number): string {
  const letters = Array.from('rwxrwxrwx')
    .map((letter, place) => ((mode >> (8 - place)) & 1 ? letter : '-'))
    .join('')
  const first = { file: '-', folder: 'd', link: 'l', special: '?' }[kind]
  return `${first}${letters} (${(mode & 0o7777).toString(8).padStart(3, '0')})`
}
