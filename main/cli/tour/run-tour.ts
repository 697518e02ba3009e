import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExitCode } from '../../../shared/errors.ts'
import type { Side } from '../../engine/index.ts'
import { commandLog, type CommandCall } from '../command.ts'
import { absolutePath } from '../local-path.ts'
import { startPractice } from '../start-practice.ts'
import { watchStopSignals } from '../stop-signals.ts'
import { changeSite, makeSite } from '../../practice/sample-site.ts'
import { TourGuide } from './tour-guide.ts'
import { tourSync, type TourSetting } from './tour-sync.ts'

/** Its own: what else is in a practice server stays as it is. */
const bucket = 'tour'

/**
 * The guided sync: a sample site goes to a bucket of the practice server, is changed, and goes again. Every plan is
 * shown before it is applied. What was made stays; the last lines say where, and what to try next.
 */
export async function runTour(call: CommandCall): Promise<ExitCode> {
  const { host, parts, options, reporter } = call
  const signals = watchStopSignals(host, (line) => {
    reporter.say(line)
  })
  try {
    const home =
      options.directory === null
        ? await mkdtemp(join(host.scratch, 'sluice-tour-'))
        : absolutePath(options.directory, host)
    const engine = await parts.engine()
    const world = engine.createWorld({ log: commandLog(call, null) })
    const server = await startPractice(await parts.practice(), {
      directory: join(home, 'server'),
      port: options.port,
      buckets: [bucket],
    })
    try {
      const env = { AWS_ACCESS_KEY_ID: server.accessKeyId, AWS_SECRET_ACCESS_KEY: server.secretAccessKey }
      const { endpoint, region } = server
      const { clock } = world
      const habits = engine.habitsAsAmazons(clock)
      const store = await engine.openS3({ endpointUrl: endpoint, region, env, clock, habits })
      try {
        const source: Side = { kind: 'local', root: join(home, 'site') }
        const destination: Side = { kind: 's3', store, bucket, prefix: '' }
        await walk(call, { engine, world, signals, source, destination, home, endpoint })
        return 0
      } finally {
        store.close()
      }
    } finally {
      await server.close()
    }
  } catch (error) {
    if (signals.finish.aborted) return 130
    throw error
  } finally {
    signals.end()
  }
}

async function walk(call: CommandCall, setting: TourSetting): Promise<void> {
  const { source, world, signals } = setting
  const guide = new TourGuide(call, setting)
  guide.welcome(await makeSite(source.root, call.host.now()))

  guide.heading('1', 'The plan', 'sluice sync site s3://tour --delete --dryrun')
  guide.plan(await tourSync(call, setting, true), 8)

  guide.heading('2', 'Applied', 'the same without --dryrun')
  guide.result((await tourSync(call, setting, false)).report)

  guide.heading('3', 'The site changes', 'as sites do')
  // A server may keep whole seconds. The time of a change must lie after the first upload and not after the second.
  await world.clock.sleep(1010 - (call.host.now() % 1000), signals.finish)
  guide.changes(await changeSite(source.root, call.host.now()))

  guide.heading('4', 'The second plan', 'every row says why')
  guide.plan(await tourSync(call, setting, true), 10)

  guide.heading('5', 'Applied', 'in the words of aws s3 sync')
  const second = await tourSync(call, setting, false)
  guide.rows(second.rows)
  guide.result(second.report)
  guide.idle((await tourSync(call, setting, false)).report)

  guide.farewell()
}
