import type { S3Request } from '../s3-request.ts'
import { S3Error } from '../s3-error.ts'
import { canonicalRequest } from './canonical-request.ts'
import type { Claim } from './claim.ts'
import { readClaim } from './claim.ts'
import type { CredentialScope, SigningKeys } from './signing-key.ts'
import { parseSigningTime, sameSignature, sign, stringToSign } from './signing-key.ts'

/** The one identity that may ask. */
export interface Signer {
  readonly accessKeyId: string
  readonly keys: SigningKeys
}

/** A request whose signature holds. What the payload must still prove hangs on these. */
export interface Authorization {
  readonly key: Uint8Array
  readonly scope: CredentialScope
  /** `yyyymmddThhmmssZ` */
  readonly time: string
  /** The request's signature, with which the chain of chunk signatures begins. */
  readonly signature: string
  /** `x-amz-content-sha256` */
  readonly payloadHash: string
}

/** How far the clocks of client and server may be apart, in milliseconds. */
const allowedSkew = 15 * 60 * 1000

/**
 * Checks a request's signature, version 4.
 * @param now milliseconds since 1970
 * @throws S3Error with the code S3 has for what is wrong
 */
export function authorize(request: S3Request, signer: Signer, region: string, now: number): Authorization {
  const claim = readClaim(request)
  if (request.headers.has('x-amz-security-token')) throw new S3Error('InvalidToken')
  if (claim.accessKeyId !== signer.accessKeyId) {
    throw new S3Error('InvalidAccessKeyId', { details: { AWSAccessKeyId: claim.accessKeyId } })
  }
  checkScope(claim, region)
  checkTime(claim, now)
  checkSignedHeaders(request, claim)
  const payloadHash = readPayloadHash(request, claim)

  const canonical = canonicalRequest(request, claim.signedHeaders, payloadHash)
  const toSign = stringToSign(claim.time, claim.scope, canonical)
  const key = signer.keys.for(claim.scope)
  if (!sameSignature(claim.signature, sign(key, toSign))) {
    throw new S3Error('SignatureDoesNotMatch', {
      details: {
        AWSAccessKeyId: claim.accessKeyId,
        StringToSign: toSign,
        SignatureProvided: claim.signature,
        CanonicalRequest: canonical,
      },
    })
  }
  return { key, scope: claim.scope, time: claim.time, signature: claim.signature, payloadHash }
}

function checkScope({ scope, expires }: Claim, region: string): void {
  const wrong =
    scope.region !== region
      ? `the region '${scope.region}' is wrong; expecting '${region}'`
      : scope.service !== 's3'
        ? `incorrect service "${scope.service}". This endpoint belongs to "s3".`
        : null
  if (wrong === null) return
  const details = { Region: region }
  if (expires === null) {
    const message = `The authorization header is malformed; ${wrong}`
    throw new S3Error('AuthorizationHeaderMalformed', { message, details })
  }
  const message = `Error parsing the X-Amz-Credential parameter; ${wrong}`
  throw new S3Error('AuthorizationQueryParametersError', { message, details })
}

function checkTime(claim: Claim, now: number): void {
  const time = parseSigningTime(claim.time) ?? 0
  const serverTime = new Date(now).toISOString()
  if (claim.expires !== null) {
    if (time > now + allowedSkew) throw new S3Error('AccessDenied', { message: 'Request is not yet valid' })
    const expiry = time + claim.expires * 1000
    if (now <= expiry) return
    throw new S3Error('AccessDenied', {
      message: 'Request has expired',
      details: {
        'X-Amz-Expires': String(claim.expires),
        Expires: new Date(expiry).toISOString(),
        ServerTime: serverTime,
      },
    })
  }
  if (Math.abs(now - time) <= allowedSkew) return
  throw new S3Error('RequestTimeTooSkewed', {
    details: {
      RequestTime: claim.time,
      ServerTime: serverTime,
      MaxAllowedSkewMilliseconds: String(allowedSkew),
    },
  })
}

/** `host` and all `x-amz-…` headers have to be signed; those a presigned URL carries as parameters are. */
function checkSignedHeaders(request: S3Request, claim: Claim): void {
  const signed = new Set(claim.signedHeaders)
  const carried = new Set([...request.query.keys()].map((name) => name.toLowerCase()))
  const unsigned = [...request.headers.keys()].filter(
    (name) =>
      (name === 'host' || name.startsWith('x-amz-')) &&
      !signed.has(name) &&
      !(claim.expires !== null && carried.has(name)),
  )
  if (unsigned.length === 0) return
  throw new S3Error('AccessDenied', {
    message: 'There were headers present in the request which were not signed',
    details: { HeadersNotSigned: unsigned.join(', ') },
  })
}

function readPayloadHash(request: S3Request, claim: Claim): string {
  const hash = request.headers.get('x-amz-content-sha256')
  if (hash !== undefined) return hash
  if (claim.expires !== null) return 'UNSIGNED-PAYLOAD'
  const message = 'Missing required header for this request: x-amz-content-sha256'
  throw new S3Error('InvalidRequest', { message })
}
