import type { ConnectionOptions } from './connection-options.ts'
import type { EndpointHabits } from './endpoint-habits.ts'
import { readServiceError } from './service-error.ts'
import { nodeErrorCode } from './wire-fault.ts'

type Style = Pick<ConnectionOptions, 'pathStyle' | 'anyStyle'>

/**
 * How a server says that it wants a bucket in the host name: Alibaba's OSS, Tencent's COS, Volcengine's TOS (their lists of
 * errors).
 */
const wantsHost: ReadonlySet<string> = new Set([
  'SecondLevelDomainForbidden',
  'PathStyleDomainForbidden',
  'InvalidPathAccess',
])

/** Options with the style that the server is known to want, where nobody has said which. */
export const withAddressing = <Options extends Style>(options: Options, habits: EndpointHabits): Options => {
  const habit = options.anyStyle === true ? habits.find('addressing') : null
  return habit === null ? options : { ...options, pathStyle: habit === 'path' }
}

/** A call that has failed, and where its address had the name of the bucket. */
export interface FailedThere {
  readonly raw: unknown
  readonly inPath: boolean
}

/**
 * Learns from what a call has failed with where the server wants the name of a bucket; only where nobody has said. It goes
 * by where that call had it: another may have learnt since that it belongs elsewhere.
 *
 * | the bucket was in | failed with                                  | it belongs in  |
 * |-------------------|----------------------------------------------|----------------|
 * | the path          | a refusal that says so                       | the host name  |
 * | the host name     | no such host                                 | the path       |
 * | either            | anything else                                | where it was   |
 *
 * @returns whether the same call may succeed now, made by a client that is built anew.
 */
export function learnAddressing(
  habits: EndpointHabits,
  { anyStyle }: Style,
  { raw, inPath }: FailedThere,
): boolean {
  if (anyStyle !== true) return false
  if (inPath ? !wantsHost.has(readServiceError(raw)?.code ?? '') : nodeErrorCode(raw) !== 'ENOTFOUND')
    return false
  habits.learn('addressing', inPath ? 'host' : 'path')
  return true
}
