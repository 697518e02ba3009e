import { isDeepStrictEqual } from 'node:util'
import { escapeName } from '../../shared/formats.ts'
import type { Case } from './case.ts'
import { rightExitCodes, type Tool } from './exit-codes.ts'
import { expectationOf, type Expectation } from './expectation.ts'
import type { Observation } from './observe.ts'

/** One thing that is not as the case says. */
export interface Difference {
  /** A field of the expectation, with the path for `finalDestination`. */
  readonly field: string
  readonly expected: unknown
  readonly seen: unknown
}

/** Everything that is not as a case says, but for the fields it ignores. */
export function compare(testCase: Case, seen: Observation, tool: Tool): Difference[] {
  const expected = expectationOf(testCase)
  const plain = ['foldersMade', 'stateChanged', 'stateRemoved', 'sourceUnchanged'] as const
  return [
    ...compareExitCode(rightExitCodes(testCase, expected, tool), seen),
    ...comparePrinted(expected, seen),
    ...compareWarnings(expected.warnings, seen.warnings),
    ...same('warningCount', expected.warningCount, seen.warnings.length),
    ...compareUntouched(expected, seen, testCase.departure !== undefined),
    ...plain.flatMap((field) => same(field, expected[field], seen[field])),
    ...compareTimes(expected, seen),
    ...compareFinal(expected.finalDestination, seen.finalDestination),
  ]
}

function same(field: string, expected: unknown, seen: unknown): Difference[] {
  if (expected === undefined) return []
  const [a, b] = [inOrder(expected), inOrder(seen)]
  return isDeepStrictEqual(a, b) ? [] : [{ field, expected: a, seen: b }]
}

const inOrder = (value: unknown): unknown => (Array.isArray(value) ? [...(value as unknown[])].sort() : value)

function compareExitCode(right: readonly number[] | undefined, { exitCode }: Observation): Difference[] {
  if (right === undefined || (exitCode !== null && right.includes(exitCode))) return []
  return [{ field: 'exitCode', expected: right, seen: exitCode }]
}

/** Names are compared as a terminal may show them, since Sluice escapes control characters (D-19). */
function comparePrinted(expected: Expectation, seen: Observation): Difference[] {
  const fields = ['copied', 'deleted', 'dryrunCopied', 'dryrunDeleted', 'failed', 'stdout'] as const
  return fields.flatMap((field) => same(field, expected[field]?.map(escapeName), seen[field].map(escapeName)))
}

/** Every expression must find a line, and every line its expression. */
function compareWarnings(expected: readonly string[] | undefined, seen: readonly string[]): Difference[] {
  if (expected === undefined) return []
  const patterns = expected.map((pattern) => new RegExp(pattern, 's'))
  const isComplete = patterns.every((pattern) => seen.some((line) => pattern.test(line)))
  const isExpected = seen.every((line) => patterns.some((pattern) => pattern.test(line)))
  return isComplete && isExpected ? [] : [{ field: 'warnings', expected, seen }]
}

/** Of a departure the list names what must be spared; it need not be all that was. */
function compareUntouched({ untouched }: Expectation, seen: Observation, isDeparture: boolean): Difference[] {
  const spared = isDeparture ? seen.untouched.filter((name) => untouched?.includes(name)) : seen.untouched
  return same('untouched', untouched, spared)
}

function compareTimes({ mtimeIsWholeSecondLastModified }: Expectation, seen: Observation): Difference[] {
  const field = 'mtimeIsWholeSecondLastModified'
  return same(field, mtimeIsWholeSecondLastModified, seen[field])
}

function compareFinal(
  expected: Expectation['finalDestination'],
  seen: Observation['finalDestination'],
): Difference[] {
  if (expected === undefined) return []
  const names = [...new Set([...Object.keys(expected), ...Object.keys(seen)])].sort()
  return names
    .map((name) => ({ field: `finalDestination ${name}`, expected: expected[name], seen: seen[name] }))
    .filter((each) => !isDeepStrictEqual(each.expected, each.seen))
}
