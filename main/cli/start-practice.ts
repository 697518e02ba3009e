import { SluiceError } from '../../shared/errors.ts'
import type { Practice } from './wiring.ts'

type Server = Awaited<ReturnType<Practice['startPracticeServer']>>

/**
 * Starts the practice server, with its errors as ours:
 *
 * | it says                        | code          |
 * |--------------------------------|---------------|
 * | EADDRINUSE, EACCES for a port  | locked        |
 * | anything else                  | disk-failed   |
 *
 * @param port 0 for any free one
 */
export async function startPractice(
  { startPracticeServer }: Practice,
  options: { readonly directory: string; readonly port: number; readonly buckets: readonly string[] },
): Promise<Server> {
  try {
    return await startPracticeServer(options)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (error instanceof Error && 'syscall' in error && error.syscall === 'listen') {
      throw new SluiceError(
        {
          code: 'locked',
          message: `The practice server can't have port ${options.port}: ${reason}`,
          advice: 'Name another with --port, or leave it out for any that is free.',
        },
        { cause: error },
      )
    }
    throw new SluiceError(
      {
        code: 'disk-failed',
        message: `The practice server can't use its folder: ${reason}`,
        subject: options.directory,
        advice: 'End the other server that uses it, or name another folder with --directory.',
      },
      { cause: error },
    )
  }
}
