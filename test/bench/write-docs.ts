import { readFile, writeFile } from 'node:fs/promises'
import { keepFirstUse, performanceDocs } from './first-use-section.ts'
import { asText } from './results-table.ts'
import type { BenchResult } from './result.ts'

export async function writeDocs(result: BenchResult): Promise<void> {
  await writeFile(performanceDocs, keepFirstUse(await readFile(performanceDocs, 'utf8'), page(result)))
}

const page = (result: BenchResult): string => `# Speed and size, beside the others

Written by \`npm run bench -- --write-docs\`, ${days(result)}: ${result.machine}.${result.quick ? ' A quick run: a tenth of the sizes that the table says.' : ''}

Machines differ and are shared, so a time of one says nothing about another. What counts is the ratio against Sluice:
everyone runs in turn, after a round to warm up, and the ratio is the median of the ratios of the rounds. Above 1, Sluice
took less. CPU is user and system time of the client with its children; peak is the memory that its largest process had
resident. A row counts for a tool only if it ends with exit 0 and the far end has counted every object and byte.

Everyone runs as it is installed, with its own defaults. rclone compares by size (by time it would ask for each object of
a bucket) and, at a sink, does not ask for what it has just uploaded. The two loops do nothing but upload: they are no tools, but show
what is possible. "sink" is an nginx that takes every object at once and keeps none.

${asText(result)}

To repeat it: \`npm run build\`, then \`npm run bench\`, or \`npm run bench -- B1 B5 --rounds 9 --peers aws,rclone\`. It runs
whichever of aws (each version on PATH), s5cmd and rclone is installed, and needs nginx, radosgw (Ceph), python3, and a Chromium for the window.
\`npm run bench -- --profile B5\` says where Sluice's own time goes.
What was done for it, what was tried, and where the time goes that is left: decisions [10](decisions/0010-a-data-plane-of-our-own.md),
[11](decisions/0011-what-is-seen-sets-the-pace.md) and [13](decisions/0013-ranges-pass-the-parser-by.md).
`

/** When the rows were measured: a day, or the first and the last of several. */
function days({ rows }: BenchResult): string {
  const dates = rows.map(({ date }) => date).sort()
  const [first = '', last = ''] = [dates[0], dates.at(-1)]
  return first === last ? `on ${first}` : `from ${first} to ${last}`
}
