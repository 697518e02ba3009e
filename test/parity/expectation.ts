import type { Case, Expected } from './case.ts'

/** What must be seen; a field that is absent may be anything. */
export interface Expectation extends Partial<Expected> {
  /** Folders that were not there before. */
  foldersMade?: string[]
}

/**
 * Departures whose recorded fields would also let aws's behaviour pass, because that depends on chance or because the
 * case names several exit codes. Sluice's doesn't: what the departure says, for certain.
 */
const certain: Readonly<Record<string, Expectation>> = {
  // D-3: a name that isn't UTF-8 is reported, a warning.
  'UP-046': { exitCode: 2 },
  // D-3: a key that is no plain relative path is refused by name, a warning, and nothing is made for it.
  'DL-015': { exitCode: 2, foldersMade: [] },
  'DL-018': { exitCode: 2, copied: ['x/f'], stateChanged: ['x/f'], foldersMade: ['x/'] },
  // D-3: … and protects the local path it would have landed on.
  'DL-022': { stateChanged: [], stateRemoved: [], untouched: ['d/', 'd/a'] },
  // D-3: `a` beside `a/b` is a conflict, and `a/b` is the one that arrives.
  'DL-016': { exitCode: 1, copied: ['a/b'], stateChanged: ['a/b'], failed: ['a'] },
  // D-12: the folder is not removed to make room.
  'DL-052': { failed: ['n'] },
  // D-9: a regular file as a root is a usage error.
  'DL-027': { exitCode: 252 },
  // D-4: nothing is deleted through a link.
  'DL-065': { untouched: ['ld', 'real/', 'real/x'] },
  // D-13: the long name arrives.
  'DL-068': { copied: ['ok', 'é'.repeat(126)] },
}

/**
 * What must be seen after a case. A departure was written down rather than recorded, with few fields: what it leaves
 * unsaid is that the trees changed as reported and no more, and that a dry run made no folder (D-10).
 */
export function expectationOf({ id, expected, departure, ignoreFields, args }: Case): Expectation {
  const chosen = Object.entries(expected).filter(([field]) => !ignoreFields.includes(field))
  const said: Expectation = { ...Object.fromEntries(chosen), ...certain[id] }
  if (departure === undefined) return said
  return {
    ...(said.copied !== undefined && { stateChanged: said.copied }),
    ...(said.deleted !== undefined && { stateRemoved: said.deleted }),
    sourceUnchanged: true,
    ...(args.includes('--dryrun') && { foldersMade: [] }),
    ...said,
  }
}
