import type { RunSeen, WorldSeen } from './run-seen.ts'

/** A run after two calm ones does nothing, and the two sides are as the rules want them (I1, I2, I9, I10). */
export function convergence(world: WorldSeen, ran: RunSeen | undefined): string[] {
  if (ran?.report == null) return ['the last calm run has no report']
  const { report, before, after, command } = ran
  const wrong: string[] = []
  const changes = [
    ...ran.s3.filter(({ op }) =>
      ['put', 'copy', 'startMultipart', 'get', 'remove', 'removeMany'].includes(op),
    ),
    ...ran.fs.filter(({ op }) => ['create', 'rename', 'unlink', 'write'].includes(op)),
  ]
  const there = [...after.source.keys(), ...after.destination.keys(), ...world.foldersAndLinks()]
  // What has no place is tried each time.
  if (changes.length > 0 && !nests(there)) {
    wrong.push(
      `the third calm run does ${changes.map(({ op }) => op).join()}: ${ran.rows.map(({ key, state, reason }) => `${key} ${reason} ${state}`).join()}`,
    )
  }
  if (![0, 1, 2, 5].includes(report.exit)) wrong.push(`the third calm run exits with ${report.exit}`)
  if (report.exit === 1 && !nests(there)) {
    wrong.push('the third calm run fails without a conflict')
  }
  if (report.exit === 5 && command.allowEmptySource) wrong.push('a guard holds that was let go')
  if (command.compare === 'content') wrong.push(...contentsLeft(world, ran))
  if (report.exit !== 0 || command.exclude !== null) return wrong
  for (const name of after.source.keys()) {
    if (!after.destination.has(name) && !isUnplain(name)) wrong.push(`${name} is missing at the destination`)
  }
  if (command.delete) {
    for (const name of after.destination.keys()) {
      if (!before.source.has(name)) wrong.push(`${name} is at the destination alone`)
    }
  }
  return wrong
}

/**
 * Compared by content, what both sides have is the same in the end, or is said to be unverified; which on Amazon's own
 * servers, with their checksums, nothing is that was not excluded.
 */
function contentsLeft(
  { scenario }: WorldSeen,
  { report, after, command, unverified = [] }: RunSeen,
): string[] {
  if (report === null || ![0, 2].includes(report.exit) || command.exclude !== null) return []
  const left = [...after.source]
    .filter(([name, bytes]) => !unverified.includes(name) && !(isUnplain(name) && bytes.length === 0))
    .filter(([name, bytes]) => {
      const there = after.destination.get(name)
      return there !== undefined && Buffer.compare(there, bytes) !== 0
    })
    .map(([name]) => `${name} differs, by content, and nothing says so`)
  return scenario.quirks === 'aws'
    ? [...left, ...unverified.map((name) => `${name} is unverified on a server that keeps checksums`)]
    : left
}

/** Whether a name is a folder of another: on a disk one of the two has no place, and is named as a conflict (D-3, D-12). */
const nests = (names: readonly string[]): boolean =>
  names.some((name) => names.some((other) => other.startsWith(`${name}/`)))

/** An empty key with a slash at its end is no entry (LST-10). */
const isUnplain = (name: string): boolean => name.endsWith('/')
