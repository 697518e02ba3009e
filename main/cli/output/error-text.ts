import type { ErrorData } from '../../../shared/errors.ts'

/** An error in one line: in the words of aws when the server said something (FMT-5), else in ours. */
export function errorLine({ message, subject, s3 }: ErrorData): string {
  if (s3?.s3Code !== undefined) {
    return `An error occurred (${s3.s3Code}) when calling the ${s3.operation} operation: ${s3.s3Message ?? 'Unknown'}`
  }
  return subject === undefined || message.includes(subject) ? message : `${message} (${subject})`
}

/** What the line leaves open, indented below it: what it means, what to do. */
export function errorMeaning(error: ErrorData): string[] {
  const { subject, message, advice } = error
  const meaning = subject === undefined || message.includes(subject) ? message : `${message} (${subject})`
  return [
    ...(error.s3?.s3Code === undefined ? [] : [meaning]),
    ...(advice === undefined ? [] : [advice]),
  ].map(indent)
}

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
