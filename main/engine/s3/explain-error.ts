import { SluiceError } from '../../../shared/errors.ts'
import { addressOf, type CallName } from './call-name.ts'
import { explainReply, sentence, told, type Told } from './explain-reply.ts'
import type { Identity } from './object-store.ts'
import { detailsOf, readServiceError, type ServiceError } from './service-error.ts'
import { isCertificateCode, isTlsCode, nodeErrorCode, WireFault } from './wire-fault.ts'

/**
 * Puts an error of one S3 call into the engine's words: what happened, to what, and the way out. An error that is in
 * them already comes back as it is.
 *
 * Whether the call was cancelled is for the caller to ask of its signal, before this.
 *
 * @param endpoint for people: the server's address.
 * @param identity whose credentials it was made with.
 */
export function explainError(
  error: unknown,
  call: CallName,
  endpoint: string,
  identity?: Identity,
): SluiceError {
  if (error instanceof SluiceError) return error
  const reply = readServiceError(error)
  const told =
    reply !== null
      ? explainReply(reply, call, identity)
      : error instanceof WireFault
        ? explainWireFault(error, call, endpoint)
        : explainNodeError(error, endpoint)
  return new SluiceError({ subject: addressOf(call), ...told, s3: detailsOf(call, reply) }, { cause: error })
}

/** What a per-key error of a DeleteObjects reply means: it has a code and a message, and is a reply of status 200. */
export function explainKeyError(s3Code: string, s3Message: string, call: CallName): SluiceError {
  const reply: ServiceError = {
    code: s3Code,
    message: s3Message === '' ? null : s3Message,
    status: 200,
    requestId: null,
    extendedRequestId: null,
    region: null,
    date: null,
  }
  return new SluiceError({
    subject: addressOf(call),
    ...explainReply(reply, call),
    s3: detailsOf(call, reply),
  })
}

function explainWireFault(fault: WireFault, call: CallName, endpoint: string): Told {
  const address = addressOf(call)
  switch (fault.kind) {
    case 'stalled':
      return told(
        'stalled',
        `${call.operation} on ${address} came to a standstill. ${fault.message}`,
        'The connection was lost, or something between here and the server holds bytes back.',
      )
    case 'too-slow':
      return told(
        'stalled',
        `${call.operation} on ${address} was too slow. ${fault.message}`,
        'Look for what holds bytes back between here and the server, or ask for a lower rate (--min-rate).',
      )
    case 'connect-timeout':
      return {
        ...told('unreachable', `${endpoint} does not answer. ${fault.message}`, checkAddress),
        subject: endpoint,
      }
    case 'reply-too-long':
      return told(
        'server-failed',
        `The reply to ${call.operation} on ${address} is too long to be one. ${fault.message}`,
        notS3,
      )
    case 'wrong-length':
      return told(
        'unreachable',
        `${address} did not come whole. ${fault.message}`,
        'The connection broke. Run it again; what has arrived is kept apart until it is whole.',
      )
    case 'wrong-range':
      return told(
        'server-failed',
        `${address} did not come as asked. ${fault.message}`,
        'A proxy or cache between here and the server may ignore ranges.',
      )
  }
}

const checkAddress = 'Check the address, the network, and whether a VPN, firewall or proxy is in between.'
const notS3 = 'What answers there may not be S3. Check the address and the port.'

/** Node's codes for a server that can't be reached, in words. */
const unreachable: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'has a host name nobody knows'],
  ['EAI_AGAIN', 'could not be looked up: the name server does not answer'],
  ['ECONNREFUSED', 'refused the connection: nothing listens there'],
  ['ECONNRESET', 'broke the connection'],
  ['EPIPE', 'broke the connection'],
  ['ETIMEDOUT', 'does not answer'],
  ['EHOSTUNREACH', 'is out of reach: no way leads there'],
  ['ENETUNREACH', 'is out of reach: no way leads there'],
  ['EHOSTDOWN', 'is out of reach: no way leads there'],
  ['ENETDOWN', 'is out of reach: the network is down'],
  ['EMFILE', 'has no connection to spare: this process has too many files open'],
  ['ENFILE', 'has no connection to spare: this machine has too many files open'],
])

function explainNodeError(error: unknown, endpoint: string): Told {
  const code = nodeErrorCode(error) ?? ''
  const words = unreachable.get(code)
  if (words !== undefined)
    return { ...told('unreachable', `${endpoint} ${words}.`, checkAddress), subject: endpoint }
  if (isCertificateCode(code)) {
    const why = error instanceof Error ? error.message : code
    return {
      ...told(
        'unreachable',
        `${endpoint} can't prove who it is: ${sentence(why)}`,
        'If that is your own server, give its CA certificate (AWS_CA_BUNDLE). Otherwise someone may be listening in.',
      ),
      subject: endpoint,
    }
  }
  if (isTlsCode(code)) {
    return {
      ...told(
        'unreachable',
        `${endpoint} does not speak TLS as this does (${code}).`,
        'Check whether the address should begin with http:// or https://.',
      ),
      subject: endpoint,
    }
  }
  if (code === 'ERR_PROXY_TUNNEL') {
    return {
      ...told(
        'unreachable',
        `${endpoint} can't be reached through the proxy: ${sentence(error instanceof Error ? error.message : code)}`,
        'Check HTTPS_PROXY and NO_PROXY, and what the proxy lets through.',
      ),
      subject: endpoint,
    }
  }
  if (code.startsWith('HPE_')) {
    return {
      ...told('server-failed', `${endpoint} does not answer in HTTP (${code}).`, notS3),
      subject: endpoint,
    }
  }
  const why = error instanceof Error ? error.message : String(error)
  if (error instanceof Error && error.name === 'EndpointError') {
    return told(
      'usage',
      `There is no address for that: ${sentence(why)}`,
      'Check the ARN or the name of the bucket, and region, endpoint and the s3 block of the profile.',
    )
  }
  return told('internal', sentence(why), 'That is a fault of this program. Please report it.')
}
