import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

const page = path.resolve(import.meta.dirname, '../../docs/faults.md')

/** Puts a text in the place of what stands between the two marks of a part of docs/faults.md. */
export async function writePart(part: 'catalogue' | 'peers', text: string): Promise<void> {
  const before = await readFile(page, 'utf8')
  const [begin, end] = [`<!-- ${part}: begin -->`, `<!-- ${part}: end -->`]
  const from = before.indexOf(begin) + begin.length
  const to = before.indexOf(end)
  if (from < begin.length || to < from) throw new Error(`${page} has no marks ${begin} … ${end}`)
  await writeFile(page, `${before.slice(0, from)}\n\n${text.trim()}\n\n${before.slice(to)}`)
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
