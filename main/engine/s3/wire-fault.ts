/**
 * What can go wrong on the wire that Node has no error of its own for. `explain-error.ts` puts it into words.
 * - `stalled`: no byte moved for the stall time.
 * - `too-slow`: bytes moved, and fewer than there had to.
 * - `connect-timeout`: no connection within the connect time.
 * - `reply-too-long`: a reply to be held in memory went past its limit.
 * - `wrong-length`: a body ended before, or went on after, the length it had announced.
 * - `wrong-range`: the bytes that came are not the bytes that were asked for.
 */
export type WireFaultKind =
  'stalled' | 'too-slow' | 'connect-timeout' | 'reply-too-long' | 'wrong-length' | 'wrong-range'

export class WireFault extends Error {
  readonly kind: WireFaultKind

  constructor(kind: WireFaultKind, message: string) {
    super(message)
    this.name = 'WireFault'
    this.kind = kind
  }
}

/** Node's codes for a server that cannot prove who it is: trying again changes nothing. */
const certificateCodes: ReadonlySet<string> = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

export const isCertificateCode = (code: string): boolean => certificateCodes.has(code)

/** OpenSSL's codes for two ends that do not speak TLS alike, or where one speaks none. */
export const isTlsCode = (code: string): boolean => code === 'EPROTO' || code.startsWith('ERR_SSL_')

/** The `code` that Node's system, TLS and parser errors carry; null for an error without one. */
export function nodeErrorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}
