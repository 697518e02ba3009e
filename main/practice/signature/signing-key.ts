import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** What a signature is good for: `20130524/us-east-1/s3/aws4_request`. */
export interface CredentialScope {
  /** `yyyymmdd`, UTC. */
  readonly date: string
  readonly region: string
  readonly service: string
}

export const algorithm = 'AWS4-HMAC-SHA256'

export function scopeText(scope: CredentialScope): string {
  return `${scope.date}/${scope.region}/${scope.service}/aws4_request`
}

/** The key derived for one day, region and service (AmazonS3/latest/API/sig-v4-header-based-auth.html). */
export function signingKey(secretAccessKey: string, scope: CredentialScope): Buffer {
  const date = hmac(`AWS4${secretAccessKey}`, scope.date)
  return hmac(hmac(hmac(date, scope.region), scope.service), 'aws4_request')
}

/** The signing keys of one secret. The last one is kept: requests mostly come with the same day, region and service. */
export class SigningKeys {
  readonly #secretAccessKey: string
  #last: { readonly scope: string; readonly key: Buffer } | null = null

  constructor(secretAccessKey: string) {
    this.#secretAccessKey = secretAccessKey
  }

  for(scope: CredentialScope): Buffer {
    const text = scopeText(scope)
    if (this.#last?.scope !== text)
      this.#last = { scope: text, key: signingKey(this.#secretAccessKey, scope) }
    return this.#last.key
  }
}

/** @param time `yyyymmddThhmmssZ` */
export function stringToSign(time: string, scope: CredentialScope, canonicalRequest: string): string {
  const hash = createHash('sha256').update(canonicalRequest, 'latin1').digest('hex')
  return [algorithm, time, scopeText(scope), hash].join('\n')
}

/** A signature in lower-case hex. */
export function sign(key: Uint8Array, text: string): string {
  return hmac(key, text).toString('hex')
}

/** Compares signatures in constant time. */
export function sameSignature(left: string, right: string): boolean {
  const a = Buffer.from(left)
  const b = Buffer.from(right)
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Milliseconds since 1970 of `yyyymmddThhmmssZ`; null for anything else. */
export function parseSigningTime(time: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time)
  if (match === null) return null
  const [, year, month, day, hour, minute, second] = match
  const parsed = Date.parse(
    `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}Z`,
  )
  return Number.isNaN(parsed) ? null : parsed
}

/** `yyyymmddThhmmssZ` of milliseconds since 1970. */
export function formatSigningTime(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '')
}

function hmac(key: string | Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
