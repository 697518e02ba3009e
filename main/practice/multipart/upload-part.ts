import type { Call } from '../call.ts'
import { checksumHeader } from '../checksums/checksum.ts'
import { quoted } from '../objects/etag.ts'
import { readPartNumber } from '../objects/get-object.ts'
import { encryptionHeaders } from '../objects/properties.ts'
import { readDeclaredDigests } from '../payload/declared-digests.ts'
import { receiveContent } from '../receive-body.ts'
import type { Reply } from '../reply.ts'
import { S3Error } from '../s3-error.ts'
import type { Upload } from '../store/uploads.ts'
import { findUpload, partAlgorithm } from './find-upload.ts'

/** UploadPart: in place of a part with the same number. */
export async function uploadPart(call: Call): Promise<Reply> {
  const { request, store } = call
  const upload = findUpload(call)
  const number = readPartNumber(request.query.get('partNumber') ?? '')
  checkAlgorithm(call, upload)
  const algorithm = partAlgorithm(upload)
  const part = await receiveContent(call, algorithm, (piece) => {
    const part = { ...piece, number, modified: call.time() }
    return { result: part, removed: store.uploads.putPart(findUpload(call), part) }
  })
  return {
    status: 200,
    headers: {
      ETag: quoted(part.etag),
      ...(upload.checksum === null ? declaredChecksum(call) : { [checksumHeader(algorithm)]: part.checksum }),
      ...encryptionHeaders(upload.properties),
    },
  }
}

/** The checksum that came with the part, now that it has been checked; of an upload that asked for none, it is not kept. */
function declaredChecksum({ request, payload }: Call): Record<string, string> {
  const declared = readDeclaredDigests(request).checksum
  if (declared === null) return {}
  const header = checksumHeader(declared.algorithm)
  return { [header]: declared.value ?? payload.trailers.get(header) ?? '' }
}

/** A part may leave its checksum out, but not give one of another algorithm than its upload's. */
function checkAlgorithm({ request }: Call, upload: Upload): void {
  const declared = readDeclaredDigests(request).checksum
  if (declared === null || upload.checksum === null || declared.algorithm === upload.checksum.algorithm)
    return
  const expected = upload.checksum.algorithm.toLowerCase()
  const actual = declared.algorithm.toLowerCase()
  throw new S3Error('InvalidRequest', {
    message: `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${actual}`,
  })
}
