import type { Call } from '../call.ts'
import type { Reply } from '../reply.ts'
import { findUpload } from './find-upload.ts'

/** AbortMultipartUpload */
export async function abortMultipartUpload(call: Call): Promise<Reply> {
  await call.store.change(() => ({ result: undefined, removed: call.store.uploads.abort(findUpload(call)) }))
  return { status: 204 }
}
