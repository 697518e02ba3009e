/**
 * Runs random scenes through aws and Sluice side by side, and prints every one that differs, shrunk, with its command:
 *
 *     npm run test:parity -- --seeds 1000 [--from 1] [--jobs 2] [--endpoint http://127.0.0.1:8000]
 *     npm run test:parity -- --seed 17
 */
import { parseArgs } from 'node:util'
import { awsCli } from '../../servers/aws-cli.ts'
import { builtCli, wordsOf } from '../command-line.ts'
import { connect, serverFor } from '../server.ts'
import { runSeeds } from './seeds.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    'shrink-minutes': { type: 'string', default: '5' },
    aws: { type: 'string', default: `${awsCli()} s3 sync` },
    cli: { type: 'string', default: builtCli },
    endpoint: { type: 'string' },
  },
})
const first = Number(values.seed ?? values.from)
const seeds = Array.from(
  { length: values.seed === undefined ? Number(values.seeds) : 1 },
  (_, i) => first + i,
)

const { server, stop } = await serverFor(values.endpoint)
const s3 = connect(server)
const counts = new Map<string, number>()
let failed = 0
let done = 0
await runSeeds(
  {
    aws: { cli: wordsOf(values.aws), tool: 'aws', server, s3 },
    sluice: { cli: wordsOf(values.cli), tool: 'sluice', server, s3 },
  },
  seeds,
  { jobs: Number(values.jobs), shrinkFor: Number(values['shrink-minutes']) * 60_000 },
  ({ seed, allowance, failure }) => {
    const kind = allowance ?? 'compared in full'
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    if (++done % 50 === 0) process.stdout.write(`${done} of ${seeds.length} seeds\n`)
    if (failure === null) return
    failed++
    process.stdout.write(
      `\nseed ${seed} differs:\n${failure.command}\n${failure.scene}\n${failure.faults}\n\n`,
    )
  },
)
s3.destroy()
await stop()

for (const [kind, count] of [...counts].sort(([, a], [, b]) => b - a))
  process.stdout.write(`${count} ${kind}\n`)
process.stdout.write(`${seeds.length} seeds from ${first}, ${failed} with unexplained differences\n`)
process.exitCode = failed === 0 ? 0 : 1
