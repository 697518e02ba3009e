import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'
import type { Credentials } from './connection-options.ts'
import { byCodeUnit, encodeQuery, type WireTarget } from './data-request.ts'

/** What a signature is made over. */
export interface Unsigned extends WireTarget {
  readonly method: string
  /** Names in lower case, `host` among them. */
  readonly headers: Readonly<Record<string, string>>
  /** SHA-256 of the body in hex, or `UNSIGNED-PAYLOAD`. */
  readonly payload: string
}

/** Where a signature holds. */
export interface SigningScope {
  readonly region: string
  readonly service: string
}

/** Proxies may change these on the way (as the SDK has it). */
const unsignable: ReadonlySet<string> = new Set([
  'cache-control',
  'connection',
  'expect',
  'from',
  'keep-alive',
  'max-forwards',
  'pragma',
  'referer',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
])

/**
 * Signs requests by AWS Signature Version 4 in headers (AWS, "Create a signed AWS API request"). The key of a day,
 * region and service is derived once; so is the time, once a second.
 */
export class RequestSigner {
  #keyOf = ''
  #key: KeyObject | null = null
  #second = Number.NaN
  #stamp = ''

  /**
   * @param now milliseconds since 1970, by the server's clock
   * @returns the headers that are to be sent: those given, and the signature's
   */
  sign(
    request: Unsigned,
    { accessKeyId, secretAccessKey, sessionToken }: Credentials,
    { region, service }: SigningScope,
    now: number,
  ): Record<string, string> {
    const stamp = this.#stampOf(now)
    const headers: Record<string, string> = {
      ...request.headers,
      'x-amz-content-sha256': request.payload,
      'x-amz-date': stamp,
      ...(sessionToken === undefined || sessionToken === '' ? {} : { 'x-amz-security-token': sessionToken }),
    }
    const day = stamp.slice(0, 8)
    const scope = `${day}/${region}/${service}/aws4_request`
    let names = ''
    let lines = ''
    for (const name of Object.keys(headers).sort(byCodeUnit)) {
      if (unsignable.has(name)) continue
      names += names === '' ? name : `;${name}`
      lines += `${name}:${canonical(headers[name] ?? '')}\n`
    }
    const { method, path, query, payload } = request
    const digest = hash('sha256', `${method}\n${path}\n${query}\n${lines}\n${names}\n${payload}`)
    const key = this.#signingKey(secretAccessKey, day, region, service)
    const signature = createHmac('sha256', key)
      .update(`AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${digest}`)
      .digest('hex')
    headers['authorization'] =
      `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`
    return headers
  }

  /**
   * Signs a request without a body in its query, for the address to stand for it (AWS, "Authenticating requests: using
   * query parameters"). Only the host is signed of its headers.
   * @returns the query, the signature included
   */
  presign(
    request: {
      readonly method: string
      readonly path: string
      readonly host: string
      readonly query?: Readonly<Record<string, string>>
    },
    { accessKeyId, secretAccessKey, sessionToken }: Credentials,
    { region, service, expiresIn }: SigningScope & { readonly expiresIn: number },
    now: number,
  ): string {
    const stamp = this.#stampOf(now)
    const day = stamp.slice(0, 8)
    const scope = `${day}/${region}/${service}/aws4_request`
    const query = encodeQuery({
      ...request.query,
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': `${accessKeyId}/${scope}`,
      'X-Amz-Date': stamp,
      'X-Amz-Expires': String(expiresIn),
      ...(sessionToken === undefined || sessionToken === '' ? {} : { 'X-Amz-Security-Token': sessionToken }),
      'X-Amz-SignedHeaders': 'host',
    })
    const { method, path, host } = request
    const digest = hash('sha256', `${method}\n${path}\n${query}\nhost:${host}\n\nhost\nUNSIGNED-PAYLOAD`)
    const signature = createHmac('sha256', this.#signingKey(secretAccessKey, day, region, service))
      .update(`AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${digest}`)
      .digest('hex')
    return `${query}&X-Amz-Signature=${signature}`
  }

  #signingKey(secret: string, day: string, region: string, service: string): KeyObject {
    const of = `${day}/${region}/${service}/${secret}`
    if (this.#key !== null && this.#keyOf === of) return this.#key
    const steps = [day, region, service, 'aws4_request']
    const key = steps.reduce<Buffer>(
      (previous, step) => createHmac('sha256', previous).update(step).digest(),
      Buffer.from(`AWS4${secret}`),
    )
    this.#keyOf = of
    // As a key object it need not be taken in anew for each signature, which would be most of its cost.
    return (this.#key = createSecretKey(key))
  }

  /** `20130524T000000Z` */
  #stampOf(now: number): string {
    const second = Math.floor(now / 1000)
    if (second !== this.#second) {
      this.#second = second
      this.#stamp = new Date(second * 1000).toISOString().replace(/[-:]|\.\d{3}/g, '')
    }
    return this.#stamp
  }
}

const blanks = /^ | $| {2}|[\t\r\n]/

/** Without blanks around it, and with one in the place of several. */
const canonical = (value: string): string =>
  blanks.test(value) ? value.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '') : value
