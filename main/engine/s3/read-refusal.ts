import { readReplyDocument } from './reply-document.ts'
import { regionInHost, type ServiceError } from './service-error.ts'

/** What a refusal says, in its head and in its document, if it has one: a HEAD has none, and proxies write their own. */
export function readRefusal(
  status: number,
  headers: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
): ServiceError {
  const document = readReplyDocument(body)
  const fields = document?.root === 'Error' ? document.fields : {}
  const code = given(fields['Code'])
  const date = Date.parse(headers['date'] ?? '')
  return {
    code,
    message: code === null ? null : given(fields['Message']),
    status,
    requestId: given(headers['x-amz-request-id']) ?? given(fields['RequestId']),
    extendedRequestId: given(headers['x-amz-id-2']) ?? given(fields['HostId']),
    region:
      given(headers['x-amz-bucket-region']) ??
      given(fields['Region']) ??
      regionInHost(fields['Endpoint'] ?? ''),
    date: Number.isNaN(date) ? null : date,
  }
}

const given = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text)
