import type { Operation, Target } from './operations.ts'
import { operations } from './operations.ts'
import type { S3Request } from './s3-request.ts'
import { S3Error } from './s3-error.ts'

const methods = new Set(operations.map(({ method }) => method))

/**
 * The operation a request asks for: of its method and target, the one with the most of its query parameters as
 * selector. A parameter that the operation does not take is refused, so that `PUT /bucket/key?retention` never becomes
 * the PUT of an object. Parameters that begin with `x-` are for logs, and ignored as S3 does.
 */
export function chooseOperation(request: S3Request): Operation {
  const { method, query } = request
  const target: Target = request.bucket === '' ? 'service' : request.key === '' ? 'bucket' : 'object'
  const copies = request.headers.has('x-amz-copy-source')
  const [chosen] = operations
    .filter((candidate) => candidate.method === method && candidate.target === target)
    .filter((candidate) => candidate.selector.every((name) => query.has(name)))
    .sort((a, b) => b.selector.length - a.selector.length || matching(b, copies) - matching(a, copies))
  if (chosen === undefined) {
    if (methods.has(method)) throw notImplemented([...query.keys()].join('&'))
    throw new S3Error('MethodNotAllowed', { details: { Method: method, ResourceType: target.toUpperCase() } })
  }
  const taken = new Set([...chosen.selector, ...chosen.parameters])
  const unknown = [...query.keys()].find((name) => !taken.has(name) && !name.toLowerCase().startsWith('x-'))
  if (unknown !== undefined) throw notImplemented(unknown)
  return chosen
}

function matching(operation: Operation, copies: boolean): number {
  return (operation.copies === true) === copies ? 1 : 0
}

function notImplemented(parameter: string): S3Error {
  const message = `This server does not implement ${parameter === '' ? 'this request' : `?${parameter}`}`
  return new S3Error('NotImplemented', { message })
}
