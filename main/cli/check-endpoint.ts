import { SluiceError } from '../../shared/errors.ts'

/**
 * Holds a connection to the server that a run had; where the run did not keep that, to nothing.
 * @param there of the run. @throws SluiceError `usage` where it leads to another.
 */
export function checkEndpoint(run: {
  readonly runId: string
  readonly did: 'read from' | 'wrote to'
  readonly there: string | undefined
  readonly here: string
}): void {
  const { runId, did, there, here } = run
  if (there === undefined || there === here) return
  throw new SluiceError({
    code: 'usage',
    message: `Run ${runId} ${did} ${there}, and this connection leads to ${here}.`,
    subject: here,
    advice: 'Name the same server and identity as that run: --endpoint-url, --region, --profile.',
  })
}
