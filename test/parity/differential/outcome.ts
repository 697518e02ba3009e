import { propertySchema, type FinalEntry, type Scene } from '../case.ts'
import { runCommand } from '../command.ts'
import { placesOf } from '../places.ts'
import { readPrinted } from '../printed.ts'
import { makeScratch } from '../scratch.ts'
import { openFolders, setUp } from '../set-up.ts'
import { describeTree } from '../snapshot.ts'
import type { Runner } from '../run-case.ts'
import { escapeName } from '../../../shared/formats.ts'

/**
 * What a command made of a scene. Modes, bytes and properties are in the trees; times are not, since no two worlds
 * share them.
 */
export interface Outcome {
  readonly exitCode: number | null
  readonly stdout: readonly string[]
  readonly warnings: readonly string[]
  readonly source: Tree
  readonly destination: Tree
  /** The destination as it was set up. */
  readonly before: Tree
  /** For a report only. */
  readonly stderr: string
}

export type Tree = Readonly<Record<string, FinalEntry>>

const properties = propertySchema.options

/** Runs a scene in a world of its own. */
export async function outcomeOf({ cli, tool, server, s3 }: Runner, scene: Scene): Promise<Outcome> {
  const scratch = await makeScratch(server, s3, tool, scene.config)
  const places = placesOf(scene, scratch)
  try {
    await setUp(scene, places, scratch)
    const before = await describeTree(places.destination.tree, properties, scratch)
    const ran = await runCommand(cli, scene, places, scratch)
    const printed = readPrinted(ran, places.destination.tree, [], scratch)
    return {
      exitCode: ran.exitCode,
      stdout: printed.stdout.map(escapeName),
      warnings: printed.warnings.map((line) => escapeName(line.replaceAll(scratch.cwd, '{CWD}'))).sort(),
      source: await describeTree(places.source.tree, [], scratch),
      destination: await describeTree(places.destination.tree, properties, scratch),
      before,
      stderr: ran.stderr,
    }
  } finally {
    await openFolders(scene, places)
    await scratch.dispose()
  }
}
