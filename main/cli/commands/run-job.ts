import type { ExitCode } from '../../../shared/errors.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import type { RunReport } from '../../../shared/job.ts'
import type { OnlyKeys, PastSide, Side, World } from '../../engine/index.ts'
import type { RunFiles } from '../../host/host.ts'
import { asideOf } from '../aside-of.ts'
import { askExpired } from '../ask-expired.ts'
import { commandLog, type CommandCall } from '../command.ts'
import { ignoreOf } from '../ignore-of.ts'
import type { RunKeys } from '../customer-keys.ts'
import { absolutePath } from '../local-path.ts'
import { describeSides, type OpenSides, type Opening } from '../open-sides.ts'
import type { Engine } from '../wiring.ts'
import { watchStopSignals } from '../stop-signals.ts'

/**
 * Runs one sync from opening its sides to its report, and says it as it goes.
 * @param planOut path of the file that gets the plan of a dry run; null for none.
 * @param only the keys that are planned, by the ignore file in `asked`; null for all.
 */
export async function runJob(
  call: CommandCall,
  asked: SyncRules,
  open: (opening: Opening, files: RunFiles) => Promise<OpenSides<Side | PastSide>>,
  planOut: string | null = null,
  only: OnlyKeys | null = null,
): Promise<ExitCode> {
  const { host, parts, reporter, options } = call
  const aside = asideOf(options, host)
  const signals = watchStopSignals(host, (line) => {
    reporter.say(line)
  })
  for (const flag of options.ignored) reporter.say(`note: ${flag} has no meaning here.`)
  try {
    const files = await host.openRun()
    try {
      const engine = await parts.engine()
      if (planOut !== null) engine.checkPlanPath(absolutePath(planOut, host))
      const world = engine.createWorld({
        log: commandLog(call, files.log),
        senderEntry: host.senderEntry,
        trash: host.folders.trash,
      })
      const sides = await open(
        {
          options,
          host,
          world,
          engine,
          dryRun: asked.dryRun,
        },
        files,
      )
      try {
        const { source, destination } = sides
        const rules = {
          ...asked,
          ignore:
            only !== null
              ? asked.ignore
              : source.kind === 'past'
                ? null
                : await ignoreOf(call, engine, world, source),
        }
        if (planOut !== null) engine.checkRules(rules)
        const found = await engine.findTransferSettings({ ...options.connection, env: host.env })
        const transfer = { ...found, ...options.transfer }
        // What an undo puts back is shown where it is put.
        const shown = source.kind === 'past' ? destination : source
        const [typedSource, typedDestination] = [shown, destination].map(engine.rootOf)
        if (rules.delete && !rules.dryRun) {
          engine.keepOthersOut((name) => files.takeAlone(name), source, destination, rules)
        }
        const putAside = sides.aside ?? aside
        const addresses = { source: shown, destination, cwd: host.cwd, platform: host.platform }
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
            ...(only === null ? {} : { only }),
            allowChangedMount: options.allowChangedMount,
            ...(putAside === null ? {} : { aside: putAside }),
            facts: { from: 'command line', ...facts, ...sides.facts },
          },
          {
            finish: signals.finish,
            stop: signals.stop,
            ...askExpired(call),
            onEvent: (event) => reporter.take(event, addresses, rules.dryRun),
          },
        )
        world.log.write({ what: 'end', report })
        if (planOut !== null && source.kind !== 'past')
          keepPlan(call, planOut, { engine, world, sides: { ...sides, source }, rules, report, files })
        if (planOut !== null && aside !== null)
          reporter.say('A plan does not say where what is lost is kept: say it again with sluice apply.')
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

/** Writes the plan of a dry run, if there is one. @throws SluiceError `usage` */
function keepPlan(
  { host, reporter }: CommandCall,
  planOut: string,
  run: {
    readonly engine: Engine
    readonly world: World
    readonly sides: OpenSides
    readonly rules: SyncRules
    readonly report: RunReport
    readonly files: RunFiles
  },
): void {
  const { engine, world, sides, rules, report, files } = run
  if (report.endedBy !== null || !report.summary.complete) {
    reporter.say('No plan was written: this one did not come to its end.')
    return
  }
  if (report.summary.withheld?.code === 'mount-changed') {
    reporter.say('No plan was written: a folder is on another disk than in the last run.')
    return
  }
  const path = absolutePath(planOut, host)
  const made = { now: host.now(), on: host.machine, from: 'command line', rules } as const
  const about = {
    ...engine.aboutPlanOf({ ...made, ...describeSides(engine, sides) }),
    summary: report.summary,
  }
  const record = { storePath: files.storePath, clock: world.clock }
  const digest = engine.writePlanOfRun(path, about, record, (text) => host.seal(text))
  reporter.planKept({ file: path, digest, rows: report.summary })
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
