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

/**
 * Learns from what a call has failed with where the server wants the name of a bucket; only where nobody has said.
 *
 * | the bucket was in | failed with                                  | it belongs in  |
 * |-------------------|----------------------------------------------|----------------|
 * | the path          | a refusal that says so                       | the host name  |
 * | the host name     | no such host                                 | the path       |
 * | either            | anything else                                | where it was   |
 *
 * @returns whether the same call may succeed now.
 */
export function learnAddressing(
  habits: EndpointHabits,
  { anyStyle }: Style,
  { raw }: { readonly raw: unknown },
): boolean {
  if (anyStyle !== true) return false
  const inHost = habits.find('addressing') === 'host'
  if (inHost ? nodeErrorCode(raw) !== 'ENOTFOUND' : !wantsHost.has(readServiceError(raw)?.code ?? ''))
    return false
  habits.learn('addressing', inHost ? 'path' : 'host')
  return true
}
