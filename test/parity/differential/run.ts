/**
 * Runs random scenes through aws and Sluice side by side, and prints the first that differs, shrunk:
 *
 *     node test/parity/differential/run.ts [--endpoint http://127.0.0.1:8000] [--scenes 100] [--minutes 10]
 *         [--seed N [--path P]]
 */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { awsCli } from '../../servers/aws-cli.ts'
import { builtCli, wordsOf } from '../command-line.ts'
import { connect, serverFor } from '../server.ts'
import { search } from './search.ts'

const { values } = parseArgs({
  options: {
    aws: { type: 'string', default: `${awsCli()} s3 sync` },
    cli: { type: 'string', default: builtCli },
    endpoint: { type: 'string' },
    scenes: { type: 'string', default: '100' },
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string' },
    path: { type: 'string' },
  },
})
const seed = Number(values.seed ?? randomInt(2 ** 31))
process.stdout.write(`seed ${seed}\n`)

const { server, stop } = await serverFor(values.endpoint)
const s3 = connect(server)
const { counts, failure } = await search(
  { cli: wordsOf(values.aws), tool: 'aws', server, s3 },
  { cli: wordsOf(values.cli), tool: 'sluice', server, s3 },
  {
    seed,
    scenes: Number(values.scenes),
    limit: Number(values.minutes) * 60_000,
    found: (faults) => process.stdout.write(`differs: ${faults.join('; ')}\n`),
    ...(values.path !== undefined && { path: values.path }),
  },
)
s3.destroy()
await stop()

for (const [kind, count] of counts) process.stdout.write(`${count} ${kind}\n`)
if (failure !== null) {
  process.stdout.write(`\n${failure.scene}\n\n${failure.faults}\nagain with: ${failure.replay}\n`)
  process.exitCode = 1
}
