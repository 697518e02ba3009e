/**
 * What takes too long for `npm test`, for as long as there is time. All of it, or the parts that are named; after
 * `npm run build`, for all but the first:
 *
 *     npm run test:long
 *     npm run test:long -- simulated --worlds 1000000
 *     npm run test:long -- plans real-plans --plans 100 --rows 1000
 *     npm run test:long -- real --seed 7          one world, played again
 *     npm run test:long -- load soak --objects 100000 --minutes 30
 *
 * Another seed gives other worlds; the same one gives the same. A world that breaks a promise is shrunk, printed, and kept
 * in test/model/kept-worlds.json. Exit 1 where something was wrong.
 */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { startCeph } from '../servers/ceph.ts'
import { hasTool, howToGet } from '../servers/tools.ts'
import { parts, type Asked } from './parts.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    worlds: { type: 'string', default: '100000' },
    plans: { type: 'string', default: '20' },
    rows: { type: 'string', default: '10000' },
    seeds: { type: 'string' },
    traces: { type: 'string', default: '100' },
    objects: { type: 'string', default: '100000' },
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string' },
  },
})
const unknown = positionals.filter((name) => !(name in parts))
if (unknown.length > 0) {
  process.stderr.write(
    `There is no part called ${unknown.join()}. The parts: ${Object.keys(parts).join(', ')}.\n`,
  )
  process.exitCode = 2
} else {
  const asked: Asked = {
    seed: Number(values.seed ?? randomInt(2 ** 31)),
    worlds: Number(values.worlds),
    plans: Number(values.plans),
    rows: Number(values.rows),
    seeds: Number(values.seeds ?? (values.seed === undefined ? 200 : 1)),
    traces: Number(values.traces),
    objects: Number(values.objects),
    minutes: Number(values.minutes),
    say: (line) => process.stdout.write(`${line}\n`),
  }
  asked.say(`seed ${asked.seed}`)
  process.exitCode = (await runParts(asked)) ? 0 : 1
}

/** @returns whether all was well */
async function runParts(asked: Asked): Promise<boolean> {
  const chosen = Object.entries(parts).filter(
    ([name]) => positionals.length === 0 || positionals.includes(name),
  )
  const onServer = chosen.some(([, part]) => part.needsServer)
  const ceph = onServer && hasTool('radosgw') ? await startCeph() : null
  let good = true
  try {
    for (const [name, part] of chosen) {
      if (part.needsServer && ceph === null) {
        asked.say(`${name}: skipped, there is no radosgw: ${howToGet('radosgw')}`)
        continue
      }
      const began = performance.now()
      asked.say(`${name}:`)
      const wrong = part.needsServer
        ? ceph === null
          ? []
          : await part.run(asked, ceph.gateway)
        : await part.run(asked)
      for (const what of wrong) asked.say(what)
      const took = ((performance.now() - began) / 60_000).toFixed(1)
      asked.say(`${name}: ${wrong.length === 0 ? 'good' : `${wrong.length} wrong`}, ${took} min`)
      good &&= wrong.length === 0
    }
  } finally {
    await ceph?.stop()
  }
  return good
}
