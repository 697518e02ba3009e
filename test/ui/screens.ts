import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Names that have to be shown as they are, or made safe: in many scripts, with control characters, and very long. */
const names = [
  '日本語 ファイル.txt',
  'مرحبا بالعالم.html',
  'עברית.txt',
  'नमस्ते.txt',
  'emoji 😀 👩‍👩‍👧.md',
  'line\nbreak.txt',
  'escape\u001b[31m red.txt',
  'right to left \u202Egnp.exe',
  '<img src=x onerror=alert(1)>.html',
  `${'long '.repeat(40)}.txt`,
]

/** A folder of strange names. */
export async function plantNames(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const name of names) await writeFile(path.join(folder, name), name)
}
