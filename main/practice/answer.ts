import type { IncomingMessage } from 'node:http'
import type { Call } from './call.ts'
import { chooseOperation } from './choose-operation.ts'
import { openPayload } from './payload/payload.ts'
import type { Reply } from './reply.ts'
import { S3Error } from './s3-error.ts'
import { readRequestHead } from './s3-request.ts'
import type { Signer } from './signature/authorize.ts'
import { authorize } from './signature/authorize.ts'
import type { Store } from './store/store.ts'
import { refuseUnsupported } from './unsupported-headers.ts'
import type { Xml } from './xml/write-xml.ts'
import { element, plainDocument } from './xml/write-xml.ts'

/** What answers requests: the store, who may ask, and the clock. */
export interface Service {
  readonly store: Store
  readonly signer: Signer
  readonly region: string
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** `x-amz-request-id` and `x-amz-id-2`. */
export interface RequestIds {
  readonly requestId: string
  readonly hostId: string
}

/**
 * Answers one request: who asks is settled before anything else, then what is asked for; the body is read last.
 * A refusal is a reply too.
 */
export async function answer(
  service: Service,
  incoming: IncomingMessage,
  body: AsyncIterable<Uint8Array>,
  ids: RequestIds,
): Promise<Reply> {
  try {
    const request = readRequestHead(incoming)
    const { store, region, now } = service
    const authorization = authorize(request, service.signer, region, now())
    const operation = chooseOperation(request)
    refuseUnsupported(request)
    const time = (): number => Math.floor(now() / 1000) * 1000
    const call: Call = { request, payload: openPayload(request, authorization, body), store, region, time }
    return await operation.run(call)
  } catch (error) {
    if (incoming.destroyed && !incoming.complete) throw error
    return errorReply(error, incoming.url?.split('?', 1)[0] ?? '', ids)
  }
}

/** The error document; what is no refusal is an `InternalError` that says its cause. */
function errorReply(error: unknown, resource: string, { requestId, hostId }: RequestIds): Reply {
  const refusal =
    error instanceof S3Error
      ? error
      : new S3Error('InternalError', {
          details: { Cause: error instanceof Error ? error.message : String(error) },
        })
  const { status, headers } = refusal
  if (status === 304) return { status, headers }
  const details: Xml[] = Object.entries(refusal.details).map(([name, value]) => element(name, value))
  const document = plainDocument('Error', [
    element('Code', refusal.code),
    element('Message', refusal.message),
    ...details,
    element('Resource', resource),
    element('RequestId', requestId),
    element('HostId', hostId),
  ])
  return { status, headers, body: document }
}
