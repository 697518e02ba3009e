import { parseLocation } from '../../../shared/location.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { commandLog, type Command } from '../command.ts'
import { watchStopSignals } from '../stop-signals.ts'
import { cleanFolder } from './clean-folder.ts'
import { cleanUploads } from './clean-uploads.ts'

/**
 * `sluice cleanup [s3://BUCKET[/PREFIX] | FOLDER]`: what killed runs have left. Without an address, the uploads that our
 * own records name, at the server the connection leads to.
 */
export const cleanup: Command = async (call) => {
  const { host, parts, options, reporter } = call
  const place = call.operands[0] === undefined ? null : parseLocation(call.operands[0])
  if (options.others && place?.kind !== 's3') throw othersWhere
  const signals = watchStopSignals(host, (line) => {
    reporter.say(line)
  })
  const files = await host.openRun()
  try {
    const engine = await parts.engine()
    const world = engine.createWorld({ log: commandLog(call, files.log) })
    const cleaning = { call, engine, world, stateOfRun: files.stateOfRun, signal: signals.finish }
    return await (place?.kind === 'local' ? cleanFolder(cleaning, place.path) : cleanUploads(cleaning, place))
  } catch (error) {
    if (signals.finish.aborted) return 130
    throw error
  } finally {
    files.close()
    signals.end()
  }
}

const othersWhere = new SluiceError({
  code: 'usage',
  message: '--others needs a bucket.',
  subject: '--others',
  advice: 'Name it: sluice cleanup s3://BUCKET[/PREFIX] --others --dryrun',
})
