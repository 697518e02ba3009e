import type { ExitCode } from '../../../shared/errors.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import { askExpired } from '../ask-expired.ts'
import { commandLog, type CommandCall } from '../command.ts'
import { ignoreOf } from '../ignore-of.ts'
import type { RunKeys } from '../customer-keys.ts'
import type { OpenSides, Opening } from '../open-sides.ts'
import type { Engine } from '../wiring.ts'
import { watchStopSignals } from '../stop-signals.ts'

/** Runs one sync from opening its sides to its report, and says it as it goes. */
export async function runJob(
  call: CommandCall,
  asked: SyncRules,
  open: (opening: Opening) => Promise<OpenSides>,
): Promise<ExitCode> {
  const { host, parts, reporter, options } = call
  const signals = watchStopSignals(host, (line) => {
    reporter.say(line)
  })
  for (const flag of options.ignored) reporter.say(`note: ${flag} has no meaning here.`)
  try {
    const files = await host.openRun()
    try {
      const engine = await parts.engine()
      const world = engine.createWorld({ log: commandLog(call, files.log) })
      const sides = await open({
        options,
        host,
        world,
        engine,
        dryRun: asked.dryRun,
      })
      try {
        const { source, destination } = sides
        const rules = { ...asked, ignore: await ignoreOf(call, engine, world, source) }
        const found = await engine.findTransferSettings({ ...options.connection, env: host.env })
        const transfer = { ...found, ...options.transfer }
        const [typedSource, typedDestination] = [source, destination].map(engine.rootOf)
        if (rules.delete && !rules.dryRun) {
          engine.keepOthersOut((name) => files.takeAlone(name), source, destination, rules)
        }
        const addresses = { source, destination, cwd: host.cwd, platform: host.platform }
        const facts = { source: typedSource, destination: typedDestination, ...keyFacts(engine, sides.keys) }
        world.log.write({ what: 'begin', ...facts, rules })
        const report = await engine.sync(
          world,
          {
            source,
            destination,
            rules,
            transfer,
            runId: files.runId,
            storePath: files.storePath,
            digestsPath: files.digestsPath,
            stateOfRun: files.stateOfRun,
            pastRuns: () => host.pastRuns(),
            facts: { from: 'command line', ...facts },
          },
          {
            finish: signals.finish,
            stop: signals.stop,
            ...askExpired(call),
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
    // Until all is said, another signal is no reason to die of it.
    await Promise.all([host.stdout.flush(), host.stderr.flush()])
    signals.end()
  }
}

/** What may be kept of a person's own keys: which they were, for whoever looks for the right one (PRP-6). */
function keyFacts(
  engine: Engine,
  { object, copySource }: RunKeys,
): { customerKeys?: Record<string, string> } {
  const customerKeys = {
    ...(object === undefined ? {} : { objectMd5: engine.keyMd5(object) }),
    ...(copySource === undefined ? {} : { copySourceMd5: engine.keyMd5(copySource) }),
  }
  return Object.keys(customerKeys).length === 0 ? {} : { customerKeys }
}
