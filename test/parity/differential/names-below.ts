import type { Entry, Scene } from '../case.ts'

/** What stands below a side's root, by its name there. */
export function namesBelow(scene: Scene, side: 'source' | 'destination'): ReadonlyMap<string, Entry> {
  const [typed, tree] =
    side === 'source' ? [scene.sourcePath, scene.sourceTree] : [scene.destinationPath, scene.destinationTree]
  const prefix = /^s3:\/\/\{[AB]\}\/(.*)$/s.exec(typed)?.[1] ?? ''
  const root = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
  return new Map(
    tree.filter(({ path }) => path.startsWith(root)).map((entry) => [entry.path.slice(root.length), entry]),
  )
}
