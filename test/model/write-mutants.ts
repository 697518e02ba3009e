/** Plays every planted bug, and writes how soon each was found into docs/planted-bugs.md: `npm run mutants`. */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { mutants } from './mutants.ts'
import { playMutant } from './play-mutant.ts'

const file = path.resolve(import.meta.dirname, '../../docs/planted-bugs.md')
const rows: string[] = []
for (const { name, patches } of mutants) {
  const { caughtAfter, by } = await playMutant(name, 2000)
  const promise = /: (.*?): /.exec(by ?? '')?.[1] ?? by ?? ''
  const where = [...new Set(patches.map((patch) => patch.file))].join(', ')
  rows.push(`| ${name} | ${where} | ${caughtAfter ?? 'not found'} | ${promise.replaceAll('|', '\\|')} |`)
  process.stdout.write(`${rows.at(-1)}\n`)
}
await writeFile(
  file,
  `# Planted bugs, and how soon the simulated worlds find them

Written by \`npm run mutants\`; \`npm test\` fails where one is not found within 2,000 worlds. Each bug is a text put in the
place of another when the engine is loaded (\`test/model/mutants.ts\`): nothing of it is in the product.

| planted bug | in main/engine/ | found after worlds | by the promise |
|---|---|---|---|
${rows.join('\n')}
`,
)
