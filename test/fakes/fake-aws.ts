import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** Keys as a service of Amazon's gives them out, and by which their holder is known again. */
interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** One request, with the identity and the region that its signature names. */
export interface AskedOfAws {
  /** `STS AssumeRole`, `SSO GetRoleCredentials`, `S3 ListObjectsV2`, and the like. */
  readonly what: string
  readonly accessKeyId: string | null
  readonly sessionToken: string | null
  readonly region: string | null
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** PEM. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

export interface FakeAws {
  /** `http://localhost:PORT`, or `https:` with a certificate, of every service at once. */
  readonly endpoint: string
  readonly asked: readonly AskedOfAws[]
  /** What S3 was asked for, each identity once, as `ACCESSKEYID token region`. */
  identities(): string[]
  /** From now on a service answers so, where it is asked for that, until it is allowed. */
  refuse(what: string, status: number, body: string): void
  allow(what: string): void
  /**
   * The keys of this id are over from the first such call on, for all of S3.
   * @param then called once, before that call is answered
   */
  expire(accessKeyId: string, from: string, then?: () => unknown): void
  /** Where buckets are; those that are not named are in us-east-1. */
  readonly regions: Map<string, string>
  close(): Promise<void>
}

/** The one object of every bucket, below every prefix but those that begin with `empty`. */
export const fakeObject = { key: 'f', bytes: Buffer.from('what stands in the bucket') } as const

const expiredToken =
  '<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>'

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, '')

/**
 * Starts what there is of Amazon beside the S3 that radosgw can stand for: STS, the SSO portal and its token service, the
 * sign-in of `aws login`, the metadata of containers and instances, and an S3 whose buckets are in regions. It checks no
 * signature; it tells who signed.
 *
 * @param tls for the name `localhost`.
 */
export async function startFakeAws(tls: Certificate | null = null): Promise<FakeAws> {
  const asked: AskedOfAws[] = []
  const refusals = new Map<string, { status: number; body: string }>()
  const expiring = new Map<string, { from: string; then: () => unknown }>()
  const expired = new Set<string>()
  const regions = new Map<string, string>()
  const written = new Set<string>()

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const one = read(request, await text(request))
    asked.push(one)
    const refusal = refusals.get(one.what)
    if (refusal !== undefined) {
      response.writeHead(refusal.status, { 'content-type': typeOf(refusal.body) }).end(refusal.body)
      return
    }
    const id = one.accessKeyId ?? ''
    const end = expiring.get(id)
    if (end?.from === one.what) {
      expiring.delete(id)
      expired.add(id)
      await end.then()
    }
    if (expired.has(id) && one.what.startsWith('S3 ')) {
      response.writeHead(400, { 'content-type': 'application/xml' }).end(expiredToken)
      return
    }
    answer(one, response, { regions, written })
  }

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch(() => response.destroy())
  }
  const server = tls === null ? createServer(listener) : createTlsServer(tls, listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `${tls === null ? 'http' : 'https'}://localhost:${String((server.address() as AddressInfo).port)}`,
    asked,
    regions,
    identities: () => [
      ...new Set(
        asked
          .filter(({ what }) => what.startsWith('S3 '))
          .map(
            ({ accessKeyId, sessionToken, region }) =>
              `${String(accessKeyId)} ${String(sessionToken)} ${String(region)}`,
          ),
      ),
    ],
    refuse(what, status, body) {
      refusals.set(what, { status, body })
    },
    allow(what) {
      refusals.delete(what)
    },
    expire(accessKeyId, from, then = () => undefined) {
      expiring.set(accessKeyId, { from, then })
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function read(request: IncomingMessage, body: string): AskedOfAws {
  const url = request.url ?? '/'
  const signed = /Credential=([^/]+)\/\d{8}\/([^/]+)\//.exec(request.headers.authorization ?? '')
  return {
    what: operationOf(request.method ?? 'GET', url, body),
    accessKeyId: signed?.[1] ?? null,
    sessionToken: one(request.headers['x-amz-security-token']),
    region: signed?.[2] ?? null,
    url,
    headers: request.headers,
    body,
  }
}

function operationOf(method: string, url: string, body: string): string {
  const action = method === 'POST' ? /(?:^|&)Action=(\w+)/.exec(body)?.[1] : undefined
  if (action !== undefined) return `STS ${action}`
  const path = url.replace(/\?.*/, '')
  switch (`${method} ${path}`) {
    case 'GET /federation/credentials':
      return 'SSO GetRoleCredentials'
    case 'POST /client/register':
      return 'OIDC RegisterClient'
    case 'POST /device_authorization':
      return 'OIDC StartDeviceAuthorization'
    case 'POST /token':
      return 'OIDC CreateToken'
    case 'POST /v1/token':
      return 'Signin CreateOAuth2Token'
    case 'GET /container':
      return 'container'
    case 'PUT /latest/api/token':
      return 'IMDS token'
    case 'GET /latest/meta-data/iam/security-credentials/':
      return 'IMDS role'
    case 'GET /latest/meta-data/iam/security-credentials/instance-role':
      return 'IMDS credentials'
    default:
      if (method === 'HEAD') return 'S3 Head'
      if (method === 'GET' && path === '/') return 'S3 ListBuckets'
      return url.includes('list-type=2') ? 'S3 ListObjectsV2' : `S3 ${method}Object`
  }
}

function answer(asked: AskedOfAws, response: ServerResponse, buckets: Buckets): void {
  const { what, url, body, headers } = asked
  const query = new URL(url, 'http://aws').searchParams
  const json = (value: unknown): void => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  }
  switch (what) {
    case 'STS AssumeRole':
    case 'STS AssumeRoleWithWebIdentity': {
      const role = new URLSearchParams(body).get('RoleArn')?.replace(/.*\//, '') ?? ''
      response.writeHead(200, { 'content-type': 'text/xml' }).end(assumed(what.slice(4), keysOf(role)))
      return
    }
    case 'SSO GetRoleCredentials': {
      const keys = keysOf(`${one(headers['x-amz-sso_bearer_token']) ?? ''}-${query.get('role_name') ?? ''}`)
      json({ roleCredentials: { ...keys, expiration: Date.now() + 3_600_000 } })
      return
    }
    case 'OIDC RegisterClient':
      json({ clientId: 'client', clientSecret: 'CANARY-client', clientSecretExpiresAt: 4_000_000_000 })
      return
    case 'OIDC StartDeviceAuthorization':
      json({
        deviceCode: 'device',
        userCode: 'ABCD-EFGH',
        verificationUri: 'https://company.awsapps.com/start/#/device',
        verificationUriComplete: 'https://company.awsapps.com/start/#/device?user_code=ABCD-EFGH',
        expiresIn: 600,
        interval: 1,
      })
      return
    case 'OIDC CreateToken':
      json({ accessToken: 'renewed', expiresIn: 3600, refreshToken: 'next', tokenType: 'Bearer' })
      return
    case 'Signin CreateOAuth2Token':
      json({
        accessToken: keysOf('renewed-login'),
        tokenType: 'aws_sigv4',
        expiresIn: 900,
        refreshToken: 'next',
      })
      return
    case 'container':
      json(metadata(`container-${headers.authorization ?? 'open'}`))
      return
    case 'IMDS token':
      response.end('imds')
      return
    case 'IMDS role':
      response.end('instance-role')
      return
    case 'IMDS credentials':
      json({
        Code: 'Success',
        ...metadata(`instance-${one(headers['x-aws-ec2-metadata-token']) ?? 'v1'}`),
      })
      return
    default:
      answerS3(asked, response, buckets)
  }
}

interface Buckets {
  readonly regions: ReadonlyMap<string, string>
  /** Paths of objects that came after the start. */
  readonly written: Set<string>
}

/** Buckets by path, and access points by host. One that is asked for as if it were elsewhere says where it is. */
function answerS3({ what, url, region }: AskedOfAws, response: ServerResponse, buckets: Buckets): void {
  const { hostname, pathname, searchParams } = new URL(url, 'http://aws')
  const bucket = /^(.*)-\d{12}\./.exec(hostname)?.[1] ?? pathname.split('/')[1] ?? ''
  const home = buckets.regions.get(bucket) ?? 'us-east-1'
  if (region !== home) {
    const document = `<Error><Code>AuthorizationHeaderMalformed</Code><Message>The region is wrong</Message><Region>${home}</Region></Error>`
    response.writeHead(400, { 'content-type': 'application/xml', 'x-amz-bucket-region': home })
    response.end(what === 'S3 Head' ? '' : document)
    return
  }
  if (what === 'S3 ListBuckets') {
    response.writeHead(200, { 'content-type': 'application/xml' })
    response.end('<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>')
    return
  }
  const { key, bytes } = fakeObject
  const etag = `"${createHash('md5').update(bytes).digest('hex')}"`
  const at = '2026-01-02T03:04:05.000Z'
  if (what === 'S3 ListObjectsV2') {
    const prefix = searchParams.get('prefix') ?? ''
    const entry = prefix.startsWith('empty')
      ? ''
      : `<Contents><Key>${prefix}${key}</Key><LastModified>${at}</LastModified><ETag>${etag}</ETag><Size>${String(bytes.length)}</Size><StorageClass>STANDARD</StorageClass></Contents>`
    response.writeHead(200, { 'content-type': 'application/xml', 'x-amz-bucket-region': home })
    response.end(
      `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucket}</Name><Prefix>${prefix}</Prefix><KeyCount>${entry === '' ? '0' : '1'}</KeyCount><MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>${entry}</ListBucketResult>`,
    )
    return
  }
  if (what === 'S3 PUTObject') {
    buckets.written.add(pathname)
    response.writeHead(200, { etag, 'content-type': 'application/xml' })
    response.end(
      `<CopyObjectResult><ETag>${etag}</ETag><LastModified>${at}</LastModified></CopyObjectResult>`,
    )
    return
  }
  if (pathname.includes('/empty/') && !buckets.written.has(pathname)) {
    response.writeHead(404).end()
    return
  }
  response.writeHead(200, {
    etag,
    'last-modified': new Date(at).toUTCString(),
    'content-length': bytes.length,
  })
  response.end(what === 'S3 Head' ? undefined : bytes)
}

const keysOf = (name: string): Keys => ({
  accessKeyId: `KEY-${name}`,
  secretAccessKey: 'CANARY-secret',
  sessionToken: `token-${name}`,
})

function metadata(name: string): Record<string, string | undefined> {
  const { accessKeyId, secretAccessKey, sessionToken } = keysOf(name)
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: inAnHour(),
  }
}

const assumed = (action: string, keys: Keys): string =>
  `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result><Credentials><AccessKeyId>${keys.accessKeyId}</AccessKeyId><SecretAccessKey>${keys.secretAccessKey}</SecretAccessKey><SessionToken>${keys.sessionToken ?? ''}</SessionToken><Expiration>${inAnHour()}</Expiration></Credentials></${action}Result></${action}Response>`

const typeOf = (body: string): string => (body.startsWith('<') ? 'text/xml' : 'application/json')

const one = (header: string | string[] | undefined): string | null =>
  (Array.isArray(header) ? header[0] : header) ?? null
