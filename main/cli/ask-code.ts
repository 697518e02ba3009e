import { SluiceError } from '../../shared/errors.ts'
import type { OpenS3Options } from '../engine/index.ts'
import type { Host } from '../host/host.ts'

/** Both sides of a copy may ask: one after the other. */
let asking: Promise<unknown> = Promise.resolve()

/**
 * Asks for the code of a second factor on the terminal, where stdin and stderr are one; what is typed is seen, and is good
 * once. Elsewhere nobody is asked, and the connection says what there is to do.
 */
export function codeFromTerminal(
  host: Pick<Host, 'stdin' | 'stderr' | 'onStopSignal'>,
): Pick<OpenS3Options, 'askCode'> {
  const { stdin, stderr } = host
  if (!stdin.isTerminal || !stderr.isTerminal) return {}
  return {
    askCode: (serial) => {
      const code = asking.then(() => ask(host, serial))
      asking = code.catch(() => undefined)
      return code
    },
  }
}

async function ask(host: Pick<Host, 'stdin' | 'stderr' | 'onStopSignal'>, serial: string): Promise<string> {
  const stop = new AbortController()
  const end = host.onStopSignal(() => {
    stop.abort(new Error('Cancelled.'))
  })
  try {
    await host.stderr.write(`\nCode of the second factor ${serial}: `)
    const line = await host.stdin.readLine(stop.signal)
    const code = line?.trim() ?? ''
    if (code !== '') return code
    throw new SluiceError({
      code: 'no-credentials',
      message: 'No code of the second factor was given.',
      subject: serial,
      advice: 'Run it again, and type the code that the device shows.',
    })
  } finally {
    end()
  }
}
