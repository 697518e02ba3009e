import path from 'node:path'

/** The page that has the figures of speed. */
export const performanceDocs = path.resolve(import.meta.dirname, '../../docs/performance.md')

const heading = '\n## First use\n'

/** The page with another sentence in its section on the first use, which is its last. */
export function withFirstUse(page: string, sentence: string): string {
  const [before = ''] = page.split(heading)
  return `${before.trimEnd()}\n${heading}\nWritten by \`npm run film -- --first-use --write-docs\`, for somebody who knows the way and does not stop to read.\n\n${sentence}\n`
}

/** A page that was made anew, with the section of the one before it. */
export function keepFirstUse(before: string, made: string): string {
  const [, section] = before.split(heading)
  return section === undefined ? made : `${made.trimEnd()}\n${heading}${section}`
}
