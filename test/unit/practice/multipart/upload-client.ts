import { createHash } from 'node:crypto'
import { startChecksum } from '../../../../main/practice/checksums/checksum.ts'
import type { PracticeServer } from '../../../../main/practice/index.ts'
import type { Answer } from '../practice-client.ts'
import { send, texts } from '../practice-client.ts'

export const MiB5 = 5 * 1024 * 1024
export const first = Buffer.alloc(MiB5, 'first')
export const second = Buffer.alloc(MiB5, 'second')
export const last = Buffer.from('last')
export const whole = Buffer.concat([first, second, last])

export function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex')
}

export function crc(algorithm: 'CRC32' | 'CRC64NVME', bytes: Uint8Array): string {
  const running = startChecksum(algorithm)
  running.update(bytes)
  return running.digest().toString('base64')
}

export async function create(
  server: PracticeServer,
  headers: Record<string, string> = {},
  key = 'key',
): Promise<string> {
  const created = await send(server, 'POST', `/bucket/${key}?uploads`, { headers })
  return texts(created.text, 'UploadId')[0] ?? ''
}

export async function putPart(
  server: PracticeServer,
  id: string,
  number: number,
  body: Uint8Array,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return send(server, 'PUT', `/bucket/key?partNumber=${String(number)}&uploadId=${id}`, { body, headers })
}

export type Named = readonly [number: number, etag: string, more?: string]

export async function complete(
  server: PracticeServer,
  id: string,
  parts: readonly Named[],
  headers: Record<string, string> = {},
): Promise<Answer> {
  const elements = parts.map(
    ([number, etag, more = '']) =>
      `<Part><PartNumber>${String(number)}</PartNumber><ETag>"${etag}"</ETag>${more}</Part>`,
  )
  const body = `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${elements.join('')}</CompleteMultipartUpload>`
  return send(server, 'POST', `/bucket/key?uploadId=${id}`, { body, headers })
}

export const named: readonly Named[] = [
  [1, md5(first)],
  [2, md5(second)],
  [3, md5(last)],
]

export async function upload(server: PracticeServer, headers: Record<string, string> = {}): Promise<string> {
  const id = await create(server, headers)
  for (const [index, bytes] of [first, second, last].entries()) await putPart(server, id, index + 1, bytes)
  return id
}
