import type { Scene } from './case.ts'

/** Something that Debian's aws 2.9.19 does not have, or does in an old way (VER). */
interface Lack {
  readonly what: string
  readonly shows: (scene: Scene) => boolean
  /** The scene without it, where that comes to the same: the old CLI is run with that one, and compared in full. */
  readonly without?: (scene: Scene) => Scene
}

const flag =
  (name: string) =>
  ({ args }: Scene) =>
    args.includes(name)

/** Without a flag, and without so many values after it. */
const drop =
  (name: string, values: number) =>
  (scene: Scene): Scene => ({
    ...scene,
    args: scene.args.toSpliced(scene.args.indexOf(name), 1 + values),
  })

const lacks: readonly Lack[] = [
  {
    what: '--progress-frequency, since 2.31.0 (ARG-10)',
    shows: flag('--progress-frequency'),
    without: drop('--progress-frequency', 1),
  },
  {
    what: '--progress-multiline, since 2.31.0 (ARG-10)',
    shows: flag('--progress-multiline'),
    without: drop('--progress-multiline', 0),
  },
  { what: '--case-conflict, since 2.32.33 (CAS)', shows: flag('--case-conflict') },
  { what: '--no-overwrite, since 2.33.0 (CMP-8)', shows: flag('--no-overwrite') },
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

/** The scene that the old CLI can be run with, and what it lacks all the same, or null. */
export function forOldCli(scene: Scene): { readonly scene: Scene; readonly lack: string | null } {
  const lack = lacks.find(({ shows }) => shows(scene))
  if (lack?.without !== undefined) return forOldCli(lack.without(scene))
  return { scene, lack: lack?.what ?? null }
}
