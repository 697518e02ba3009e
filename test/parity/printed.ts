import path from 'node:path'
import type { Ran } from './command.ts'
import { pathInTree, type Tree } from './places.ts'
import type { Scratch } from './scratch.ts'

/** What a command said it did; paths are relative to the destination's tree. */
export interface Printed {
  /** The lines of stdout without progress and padding, buckets and scratch folder named as in the cases, sorted. */
  readonly stdout: readonly string[]
  /** In the order of the lines. */
  readonly copied: readonly string[]
  readonly deleted: readonly string[]
  readonly dryrunCopied: readonly string[]
  readonly dryrunDeleted: readonly string[]
  /** A failure about no candidate is given as its whole line. */
  readonly failed: readonly string[]
  /** The lines of stderr that start with `warning:`. */
  readonly warnings: readonly string[]
}

/** Reads a command's output. `candidates` are the paths in the destination's tree that a failure may be about. */
export function readPrinted(
  ran: Ran,
  destination: Tree,
  candidates: readonly string[],
  scratch: Pick<Scratch, 'buckets' | 'cwd'>,
): Printed {
  const out = resultLines(ran.stdout)
  const errors = resultLines(ran.stderr)
  const inTree = (shown: string) => pathInTree(destination, shown, ran.ranIn)
  const named = (line: RegExp) => out.flatMap((text) => line.exec(text)?.[1] ?? []).map(inTree)
  return {
    stdout: out.map((line) => withPlaceholders(line, scratch)).sort(),
    copied: named(/^(?:upload|download|copy): .* to (.*)$/s),
    deleted: named(/^delete: (.*)$/s),
    dryrunCopied: named(/^\(dryrun\) (?:upload|download|copy): .* to (.*)$/s),
    dryrunDeleted: named(/^\(dryrun\) delete: (.*)$/s),
    failed: errors
      .filter((line) => /^(?:upload|download|copy|delete) failed: /.test(line))
      .map((line) => subjectOf(line, destination, candidates, ran.ranIn))
      .sort(),
    warnings: errors.filter((line) => line.startsWith('warning: ')),
  }
}

/**
 * Lines of results: a progress text ends in a carriage return, and a result line is padded with spaces to cover the
 * one before it (FMT-2).
 */
function resultLines(text: string): string[] {
  return text
    .split(/[\r\n]/)
    .filter((line) => !line.startsWith('Completed '))
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
}

function withPlaceholders(line: string, { buckets, cwd }: Pick<Scratch, 'buckets' | 'cwd'>): string {
  return line.replaceAll(buckets.A, '{A}').replaceAll(buckets.B, '{B}').replaceAll(cwd, '{CWD}')
}

function subjectOf(line: string, tree: Tree, candidates: readonly string[], ranIn: string): string {
  const longestFirst = [...candidates].sort((a, b) => b.length - a.length)
  const about = longestFirst.find((candidate) => {
    const shown =
      tree.kind === 's3'
        ? `s3://${tree.bucket}/${candidate}`
        : path.relative(ranIn, path.join(tree.folder, candidate))
    return line.includes(` to ${shown} `) || line.includes(` failed: ${shown} `)
  })
  return about ?? line
}
