import { join } from 'node:path'
import { escapeName } from '../../../shared/formats.ts'
import type { Command } from '../command.ts'
import { absolutePath } from '../local-path.ts'
import { styleFor } from '../output/style.ts'
import { startPractice } from '../start-practice.ts'
import { watchStopSignals } from '../stop-signals.ts'
import { runTour } from '../tour/run-tour.ts'

/** The bucket that is there from the start. */
export const practiceBucket = 'practice'

/** `sluice practice`: runs the practice server until Ctrl-C, which is its ordinary end. */
export const practice: Command = async (call) => {
  const { host, parts, options, reporter } = call
  if (options.tour) return runTour(call)
  const directory =
    options.directory === null ? join(host.folders.state, 'practice') : absolutePath(options.directory, host)
  const server = await startPractice(await parts.practice(), {
    directory,
    port: options.port,
    buckets: [practiceBucket],
  })
  const signals = watchStopSignals(host, () => {
    reporter.say('The practice server ends; its buckets stay where they are.')
  })
  try {
    const { bold, dim } = styleFor(host.stdout, host.env)
    const environment = {
      AWS_ACCESS_KEY_ID: server.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
      AWS_REGION: server.region,
      AWS_ENDPOINT_URL: server.endpoint,
    }
    const lines = [
      '',
      `  ${bold('The practice server is running')}, for this machine only.`,
      '',
      `    endpoint    ${server.endpoint}`,
      `    access key  ${server.accessKeyId}`,
      `    secret key  ${server.secretAccessKey}`,
      `    region      ${server.region}`,
      `    bucket      s3://${practiceBucket}, kept in ${escapeName(directory)}`,
      '',
      '  In another terminal:',
      '',
      ...Object.entries(environment).map(([name, value]) => `    ${setVariable(name, value, host.platform)}`),
      `    ${host.program} sync . s3://${practiceBucket}/ --dryrun`,
      '',
      dim('  Ctrl-C ends it.'),
      '',
    ]
    await host.stdout.write(`${lines.join('\n')}\n`)
    await aborted(signals.finish)
    return 0
  } finally {
    signals.end()
    await server.close()
  }
}

/** How a shell of the platform is told a variable. The values have no quotes in them. */
const setVariable = (name: string, value: string, platform: NodeJS.Platform): string =>
  platform === 'win32' ? `$env:${name}='${value}'` : `export ${name}='${value}'`

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      resolve()
    }
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
}
