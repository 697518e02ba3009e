import type { Scene } from './case.ts'

/** Something that Debian's aws 2.9.19 does not have, or does in an old way (VER). */
interface Lack {
  readonly what: string
  readonly shows: (scene: Scene) => boolean
}

const flag =
  (name: string) =>
  ({ args }: Scene) =>
    args.includes(name)

const lacks: readonly Lack[] = [
  { what: '--case-conflict, since 2.32.33 (CAS)', shows: flag('--case-conflict') },
  { what: '--no-overwrite, since 2.33.0 (CMP-8)', shows: flag('--no-overwrite') },
  { what: '--progress-frequency, since 2.31.0 (ARG-10)', shows: flag('--progress-frequency') },
  { what: '--progress-multiline, since 2.31.0 (ARG-10)', shows: flag('--progress-multiline') },
  {
    what: 'keys with a leading slash kept inside the destination, since 2.34.57 (KEY-3)',
    shows: ({ direction, sourceTree }) =>
      direction === 'download' && sourceTree.some(({ path }) => path.startsWith('/../')),
  },
  {
    what: 'max_bandwidth as a bare number (CFG-3)',
    shows: ({ config }) => /max_bandwidth = \d+$/m.test(config ?? ''),
  },
]

/** What of a scene the old CLI lacks, or null if it has all that the scene needs. */
export function lackOfOldCli(scene: Scene): string | null {
  return lacks.find(({ shows }) => shows(scene))?.what ?? null
}
