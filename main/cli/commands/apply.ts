import type { AsidePlace } from '../../../shared/aside.ts'
import { SluiceError, type ErrorData, type ExitCode } from '../../../shared/errors.ts'
import { formatCounted } from '../../../shared/formats.ts'
import type { EarlierApply, PlanFile, World } from '../../engine/index.ts'
import type { RunFiles } from '../../host/host.ts'
import { asideOf } from '../aside-of.ts'
import { askExpired } from '../ask-expired.ts'
import { commandLog, type Command, type CommandCall } from '../command.ts'
import { absolutePath } from '../local-path.ts'
import { openSides, type OpenSides } from '../open-sides.ts'
import { timeText } from '../output/seen-text.ts'
import { checkSides, placesOf, type PlanPlaces } from '../plan-places.ts'
import { watchStopSignals } from '../stop-signals.ts'
import type { Engine } from '../wiring.ts'
import { aboutPlan } from '../output/plan-text.ts'

/** `sluice apply FILE [SOURCE DESTINATION]`: exactly the rows of a plan file, each held to what was seen. */
export const apply: Command = async (call) => {
  const { host, parts, reporter, operands } = call
  const aside = asideOf(call.options, host)
  const signals = watchStopSignals(host, (line) => {
    reporter.say(line)
  })
  try {
    const engine = await parts.engine()
    const file = engine.openPlanFile(absolutePath(operands[0] ?? '', host))
    try {
      const places = placesOf(file, operands.slice(1), host)
      const files = await host.openRun()
      const applying = new Applying(call, engine, { file, places, files, aside })
      try {
        return await applying.run(signals)
      } finally {
        await applying.close()
        if (files.log.failure)
          reporter.say(`warning: The log ${files.logPath} is not complete: ${files.log.failure.message}`)
      }
    } finally {
      file.close()
    }
  } finally {
    await Promise.all([host.stdout.flush(), host.stderr.flush()])
    signals.end()
  }
}

type Signals = Pick<ReturnType<typeof watchStopSignals>, 'finish' | 'stop'>

class Applying {
  readonly #call: CommandCall
  readonly #engine: Engine
  readonly #file: PlanFile
  readonly #places: PlanPlaces
  readonly #files: RunFiles
  readonly #aside: AsidePlace | null
  readonly #world: World
  /** A run that does nothing leaves no record. */
  #hasRun = false

  constructor(
    call: CommandCall,
    engine: Engine,
    plan: {
      readonly file: PlanFile
      readonly places: PlanPlaces
      readonly files: RunFiles
      readonly aside: AsidePlace | null
    },
  ) {
    this.#call = call
    this.#engine = engine
    this.#file = plan.file
    this.#places = plan.places
    this.#files = plan.files
    this.#aside = plan.aside
    this.#world = engine.createWorld({
      log: commandLog(call, plan.files.log),
      senderEntry: call.host.senderEntry,
      trash: call.host.folders.trash,
    })
  }

  async run(signals: Signals): Promise<ExitCode> {
    const { options, host } = this.#call
    const opening = { options, host, world: this.#world, engine: this.#engine, dryRun: true }
    const sides = await openSides(this.#places, opening)
    try {
      checkSides(this.#engine, this.#file, sides, { named: this.#places.named, options })
      // Nobody applies it in between.
      this.#engine.keepOthersOut(
        (name) => this.#files.takeAlone(name),
        sides.source,
        sides.destination,
        this.#file.header.rules,
      )
      const earlier = await this.#earlier()
      try {
        return await this.#runPlan(sides, earlier, signals)
      } finally {
        earlier?.past.close()
      }
    } finally {
      sides.close()
    }
  }

  async close(): Promise<void> {
    if (this.#hasRun) this.#files.close()
    else await this.#files.discard()
  }

  /** @throws SluiceError `usage` for a plan of which nothing is left to do. */
  async #earlier(): Promise<EarlierApply | null> {
    const { digest, path } = this.#file
    const records = (await this.#call.host.pastRuns()).filter(({ runId }) => runId !== this.#files.runId)
    const earlier = this.#engine.findEarlierApply(records, digest, this.#world.clock)
    if (earlier?.isWhole !== true) return earlier
    earlier.past.close()
    throw new SluiceError({
      code: 'usage',
      message: `This plan was applied already, on ${timeText(earlier.started)}.`,
      subject: path,
      advice: `Nothing was done. See what came of it with: sluice show ${earlier.runId}. For what has changed since, make a new plan.`,
    })
  }

  async #runPlan(sides: OpenSides, earlier: EarlierApply | null, signals: Signals): Promise<ExitCode> {
    const { host, reporter, options } = this.#call
    const { header, digest } = this.#file
    const { source, destination } = sides
    const { show } = options
    if (!show.onlyErrors) {
      reporter.say(...aboutPlan(this.#file))
      if (earlier !== null) {
        const done = earlier.past.review.totals.states().done.count
        reporter.say(
          `It was begun on ${timeText(earlier.started)}: ${formatCounted(done, 'row')} of it are done.`,
        )
      }
    }
    const found = await this.#engine.findTransferSettings({ ...options.connection, env: host.env })
    const addresses = { source, destination, cwd: host.cwd, platform: host.platform }
    const [typedSource, typedDestination] = [source, destination].map(this.#engine.rootOf)
    const facts = { source: typedSource, destination: typedDestination, planFile: { digest } }
    this.#world.log.write({ what: 'begin', ...facts, rules: header.rules })
    const sync = new this.#engine.ReviewedSync(
      this.#world,
      {
        source,
        destination,
        rules: header.rules,
        transfer: { ...found, ...options.transfer },
        runId: this.#files.runId,
        storePath: this.#files.storePath,
        stateOfRun: this.#files.stateOfRun,
        pastRuns: () => host.pastRuns(),
        allowChangedMount: options.allowChangedMount,
        ...(this.#aside === null ? {} : { aside: this.#aside }),
        given: { file: this.#file, before: earlier?.past.review ?? null, elsewhere: this.#places.elsewhere },
        facts: { from: 'command line', ...facts },
      },
      { onEvent: (event) => reporter.take(event, addresses, false), ...askExpired(this.#call) },
    )
    try {
      const how = await sync.plan(signals.finish)
      if (how === 'cancelled') return reporter.refuse(cancelled)
      if (how === 'broken') return reporter.refuse(sync.summary.withheld ?? cancelled)
      this.#hasRun = true
      const report = await sync.run(signals)
      this.#world.log.write({ what: 'end', report })
      await reporter.close(report)
      if (report.refused > 0)
        reporter.say(
          `What was refused is planned again, as it is now, with: sluice plan --again ${this.#files.runId} -o FILE`,
        )
      return report.exit
    } finally {
      sync.close()
    }
  }
}

const cancelled: ErrorData = {
  code: 'interrupted',
  message: 'The plan was not begun.',
  advice: 'Nothing was done. The same command begins it.',
}
