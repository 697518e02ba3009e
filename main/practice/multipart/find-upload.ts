import type { Call } from '../call.ts'
import type { ChecksumAlgorithm } from '../checksums/checksum.ts'
import { S3Error } from '../s3-error.ts'
import type { Upload } from '../store/uploads.ts'

/** The upload that a request names. */
export function findUpload({ request, store }: Call): Upload {
  const id = request.query.get('uploadId') ?? ''
  const upload = store.uploads.find(store.bucket(request.bucket).name, request.key, id)
  if (upload === null) throw new S3Error('NoSuchUpload', { details: { UploadId: id } })
  return upload
}

/** The checksum that is kept of each part: the one the upload asked for, or the one S3 has by default. */
export function partAlgorithm(upload: Upload): ChecksumAlgorithm {
  return upload.checksum?.algorithm ?? 'CRC64NVME'
}
