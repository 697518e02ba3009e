import fc from 'fast-check'
import type { Ran } from './run-sync.ts'
import { readKeptWorlds } from './kept-worlds.ts'
import { play } from './run-scenario.ts'
import { scenario } from './draw-scenario.ts'
import type { Scenario } from './scenario.ts'

/** What many worlds came to. */
export interface Worlds {
  readonly played: number
  /** In how many something of a kind happened, so that what was not tried is seen. */
  readonly health: ReadonlyMap<string, number>
  /** The smallest world found that breaks a promise, and how to come back to it; null where all kept theirs. */
  readonly failure: { readonly world: Scenario; readonly why: string } | null
}

const kinds: readonly (readonly [name: string, shows: (runs: readonly Ran[], drawn: Scenario) => boolean])[] =
  [
    [
      'a delete',
      (runs) =>
        runs.some(({ rows }) =>
          rows.some(({ action, state }) => action.startsWith('delete') && state === 'done'),
        ),
    ],
    [
      'a move',
      (runs) =>
        runs.some(({ rows }) => rows.some(({ action, state }) => action === 'move' && state === 'done')),
    ],
    ['a kill', (runs) => runs.some(({ report }) => report === null)],
    ['a fault that struck', (runs) => runs.some(({ struck }) => struck > 0)],
    ['an edit by others', (runs) => runs.some(({ edits }) => edits.length > 0)],
    [
      'an upload or copy in parts',
      (runs) => runs.some(({ s3 }) => s3.some(({ op }) => op === 'startMultipart')),
    ],
    ['a transfer gone on with', (runs) => runs.some(({ report }) => (report?.kept ?? 0) > 0)],
    [
      'an edit found by content',
      (runs) =>
        runs.some(({ rows }) =>
          rows.some(({ reason, state }) => reason === 'content-differs' && state === 'done'),
        ),
    ],
    ['two runs at once', (_, { commands }) => commands.some(({ kind }) => kind === 'two')],
    ['names that collide', (_, { tree }) => collides(tree.map(({ name }) => name))],
  ]

const collides = (names: readonly string[]): boolean =>
  names.some((name, i) =>
    names.some(
      (other, j) =>
        i !== j &&
        (other.startsWith(`${name}/`) ||
          other.normalize('NFC').toLowerCase() === name.normalize('NFC').toLowerCase()),
    ),
  )

/** Plays the kept worlds, and so many others, until one breaks a promise, and shrinks that one. */
export async function playWorlds(
  seed: number,
  worlds: number,
  onWorld: (count: number) => void,
): Promise<Worlds> {
  const health = new Map(kinds.map(([name]) => [name, 0]))
  let played = 0
  const property = fc.asyncProperty(scenario, async (drawn) => {
    const { wrong, runs } = await play(drawn)
    for (const [name, shows] of kinds) if (shows(runs, drawn)) health.set(name, (health.get(name) ?? 0) + 1)
    onWorld(++played)
    if (wrong.length > 0) throw new Error(wrong.join('\n'))
  })
  const kept = readKeptWorlds().simulated
  const details = await fc.check(property, {
    seed,
    numRuns: worlds + kept.length,
    examples: kept.map((each): [Scenario] => [each]),
  })
  const why = details.errorInstance instanceof Error ? details.errorInstance.message : ''
  const world = details.counterexample?.[0]
  return {
    played,
    health,
    failure:
      world === undefined
        ? null
        : { world, why: `seed ${details.seed}, path ${details.counterexamplePath}:\n${why}` },
  }
}
