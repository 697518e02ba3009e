import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'

/** What an operation answers. */
export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** A document, or the bytes of an object with their `Content-Length` among the headers. */
  readonly body?: string | AsyncIterableIterator<Uint8Array>
}

/** 200 with a document. */
export function documentReply(body: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status: 200, headers, body }
}

/** Writes a reply; a HEAD gets the headers only. */
export async function sendReply(response: ServerResponse, reply: Reply, headOnly: boolean): Promise<void> {
  const { body } = reply
  try {
    for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value)
    response.statusCode = reply.status
    if (typeof body === 'string') {
      response.setHeader('Content-Type', 'application/xml')
      response.setHeader('Content-Length', Buffer.byteLength(body))
    } else if (body === undefined && reply.status === 200 && !response.hasHeader('Content-Length')) {
      response.setHeader('Content-Length', 0)
    }
    if (headOnly || body === undefined) response.end()
    else if (typeof body === 'string') response.end(body)
    else await pipeline(body, response)
  } finally {
    if (typeof body === 'object') await body.return?.()
  }
}
