import { SluiceError, type ErrorData } from '../../../shared/errors.ts'
import { retryClass } from '../s3/retry-class.ts'
import type { World } from '../world.ts'

/**
 * Runs an attempt until it succeeds, fails for good, or has been tried often enough. Each attempt must build its body
 * and its request anew. `what` names the work in the log.
 */
export type Retry = <T>(
  what: string,
  attempt: (signal: AbortSignal, number: number) => Promise<T>,
  signal: AbortSignal,
  onWait?: (wait: RetryWait) => void,
) => Promise<T>

/** An attempt has failed, and another one comes. */
export interface RetryWait {
  /** Milliseconds until it comes. */
  readonly wait: number
  readonly error: ErrorData
}

export interface RetryPolicy {
  /** Attempts in all. */
  readonly attempts: number
  /** Attempts in all where the server asks for patience (503 SlowDown, 429): it will answer in the end. */
  readonly throttledAttempts: number
  /** Milliseconds: the most the first wait can be; doubled each time. */
  readonly firstWait: number
  /** Milliseconds: the most any wait can be. */
  readonly longestWait: number
}

export interface RetryOptions {
  readonly policy?: RetryPolicy
  /** Told each time a server, or this machine, asks for patience. */
  readonly onThrottle?: () => void
}

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 5,
  throttledAttempts: 12,
  firstWait: 200,
  longestWait: 5_000,
}

/** A server that asks to be left alone gets longer waits. */
const throttleFactor = 4

/**
 * Exponential backoff with full jitter: a wait is uniform between nothing and its ceiling, so that many clients do not
 * come back together (AWS Architecture Blog, "Exponential Backoff And Jitter").
 */
export function createRetry(
  world: Pick<World, 'clock' | 'random' | 'log'>,
  { policy = defaultRetryPolicy, onThrottle }: RetryOptions = {},
): Retry {
  return async (what, attempt, signal, onWait) => {
    for (let number = 1; ; number++) {
      signal.throwIfAborted()
      try {
        return await attempt(signal, number)
      } catch (error) {
        signal.throwIfAborted()
        const kind = error instanceof SluiceError ? retryClass(error) : 'no'
        const most = kind === 'throttle' ? policy.throttledAttempts : policy.attempts
        if (kind === 'throttle') onThrottle?.()
        if (kind === 'no' || number >= most) throw error
        const factor = kind === 'throttle' ? throttleFactor : 1
        const ceiling = Math.min(policy.longestWait, policy.firstWait * factor * 2 ** (number - 1))
        const wait = world.random() * ceiling
        const told = (error as SluiceError).toData()
        onWait?.({ wait, error: told })
        world.log.write({
          what: 'retry',
          of: what,
          attempt: number,
          wait,
          error: told,
        })
        await world.clock.sleep(wait, signal)
      }
    }
  }
}
