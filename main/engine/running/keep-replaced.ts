import type { Outcome, PlanRow } from '../../../shared/plan-row.ts'
import { Replacing } from '../aside/replacing.ts'
import type { S3Side } from '../side.ts'
import type { Expected, TransferTools } from '../transfer/transfer.ts'
import type { RunContext } from './run-context.ts'

/**
 * Puts the object that is about to be replaced aside, where the run does so. One that was not seen is none: the write is
 * held to that.
 * @returns what the row keeps of it. @throws SluiceError where it can't be; then it is not to be replaced.
 */
export async function keepObject(
  { aside }: Pick<RunContext, 'aside'>,
  side: S3Side,
  key: string,
  expected: Expected,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<Pick<Outcome, 'aside'>> {
  if (aside?.kind !== 'prefix' || expected.kind !== 'as-seen') return {}
  return { aside: await aside.keep(side, key, expected.seen, tools, signal) }
}

/** What puts the file aside that is about to be replaced; null where it is lost. */
export function replacing(
  { aside, world }: Pick<RunContext, 'aside' | 'world'>,
  { key, seq }: Pick<PlanRow, 'key' | 'seq'>,
  path: string,
): Replacing | null {
  if (aside === null || aside.kind === 'prefix') return null
  return new Replacing(world.fs, aside, { key, seq, path })
}
