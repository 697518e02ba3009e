import { SluiceError, type ExitCode } from '../../../shared/errors.ts'
import { formatLocation } from '../../../shared/location.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import type { Side } from '../../engine/index.ts'
import type { RunFiles } from '../../host/host.ts'
import { commandLog, type CommandCall } from '../command.ts'
import type { OpenSides, Opening } from '../open-sides.ts'
import { watchStopSignals } from '../stop-signals.ts'
import { defaultWorkers } from '../wiring.ts'

/** Runs one sync from opening its sides to its report, and says it as it goes. */
export async function runJob(
  call: CommandCall,
  rules: SyncRules,
  open: (opening: Opening) => Promise<OpenSides>,
): Promise<ExitCode> {
  const { host, parts, reporter, options } = call
  const signals = watchStopSignals(host, (line) => {
    reporter.say(line)
  })
  try {
    const files = await host.openRun()
    try {
      const engine = await parts.engine()
      const world = engine.createWorld({ log: commandLog(call, files.log) })
      const sides = await open({
        connection: options.connection,
        host,
        world,
        engine,
        dryRun: rules.dryRun,
      })
      try {
        const { source, destination } = sides
        if (rules.delete && !rules.dryRun) keepOthersOut(files, source, destination, rules)
        const addresses = { source, destination, cwd: host.cwd, platform: host.platform }
        world.log.write({ what: 'begin', source: rootOf(source), destination: rootOf(destination), rules })
        const report = await engine.sync(
          world,
          {
            source,
            destination,
            rules,
            workers: defaultWorkers,
            runId: files.runId,
            storePath: files.storePath,
            stateOfRun: files.stateOfRun,
            facts: { from: 'command line', source: rootOf(source), destination: rootOf(destination) },
          },
          {
            finish: signals.finish,
            stop: signals.stop,
            onEvent: (event) => reporter.take(event, addresses, rules.dryRun),
          },
        )
        world.log.write({ what: 'end', report })
        await reporter.close(report)
        return report.exit
      } finally {
        sides.close()
      }
    } finally {
      files.close()
      if (files.log.failure)
        reporter.say(`warning: The log ${files.logPath} is not complete: ${files.log.failure.message}`)
    }
  } finally {
    signals.end()
  }
}

const rootOf = (side: Side): string => (side.kind === 's3' ? formatLocation(side) : side.root)

/**
 * Runs that delete, of the same pair and filters, exclude each other (D-22): one would delete what the other is about
 * to write.
 * @throws SluiceError `locked`
 */
function keepOthersOut(files: RunFiles, source: Side, destination: Side, { filters }: SyncRules): void {
  const pair = [rootOf(source), rootOf(destination)]
  const endpoints = [source, destination].map((side) =>
    side.kind === 's3' ? side.store.endpoint.label : null,
  )
  if (files.takeAlone(JSON.stringify([pair, endpoints, filters]))) return
  throw new SluiceError({
    code: 'locked',
    message: `Another run with --delete is under way from ${pair.join(' to ')}.`,
    subject: pair.join(' to '),
    advice: 'Nothing was done. Wait until it has ended, then run this one again.',
  })
}
