import type { ErrorData } from '../../../shared/errors.ts'

/** An error in one line: in the words of aws when the server said something (FMT-5), else in ours. */
export function errorLine(error: ErrorData): string {
  const { message, s3 } = error
  if (s3?.s3Code === undefined) return withSubject(message, error)
  return `An error occurred (${s3.s3Code}) when calling the ${s3.operation} operation: ${s3.s3Message ?? 'Unknown'}`
}

/** What the line leaves open, indented below it: what it means, what to do. */
export function errorMeaning(error: ErrorData): string[] {
  const { message, advice, s3 } = error
  // The server's own words stand in the line already.
  const own = s3?.s3Message === undefined ? message : message.replace(`: ${s3.s3Message}`, '.')
  return [
    ...(s3?.s3Code === undefined ? [] : [withSubject(own, error)]),
    ...(advice === undefined ? [] : [advice]),
  ].map(indent)
}

const withSubject = (message: string, { subject }: ErrorData): string =>
  subject === undefined || message.includes(subject) ? message : `${message} (${subject})`

/** The ids under which the server's operators find the request. */
export function requestIds({ s3 }: ErrorData): string[] {
  const ids = [
    ...(s3?.requestId === undefined ? [] : [`request id ${s3.requestId}`]),
    ...(s3?.extendedRequestId === undefined ? [] : [`extended request id ${s3.extendedRequestId}`]),
  ]
  return ids.length === 0 ? [] : [indent(ids.join(', '))]
}

const indent = (line: string): string => `  ${line}`

/** An error that ended everything, in full. */
export function fatalLines(error: ErrorData): string[] {
  const kind = error.code === 'usage' || error.code === 'overlapping-roots' ? 'usage error' : 'fatal error'
  return [`${kind}: ${errorLine(error)}`, ...errorMeaning(error), ...requestIds(error)]
}
