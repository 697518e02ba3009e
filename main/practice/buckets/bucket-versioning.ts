import type { Call } from '../call.ts'
import { receiveDocument } from '../receive-body.ts'
import type { Reply } from '../reply.ts'
import { documentReply } from '../reply.ts'
import { S3Error } from '../s3-error.ts'
import { childText, readXmlRoot } from '../xml/read-xml.ts'
import { element, s3Document } from '../xml/write-xml.ts'

/** GetBucketVersioning: no status at all for a bucket that never kept versions. */
export function getBucketVersioning({ request, store }: Call): Reply {
  const { versioning } = store.bucket(request.bucket)
  const status = {
    never: [],
    enabled: [element('Status', 'Enabled')],
    suspended: [element('Status', 'Suspended')],
  }
  return documentReply(s3Document('VersioningConfiguration', status[versioning]))
}

/** PutBucketVersioning */
export async function putBucketVersioning(call: Call): Promise<Reply> {
  const { request, store } = call
  store.bucket(request.bucket)
  const root = readXmlRoot(await receiveDocument(call), 'VersioningConfiguration')
  const status = childText(root, 'Status')
  if (status === null) throw new S3Error('IllegalVersioningConfigurationException')
  if (status !== 'Enabled' && status !== 'Suspended') throw new S3Error('MalformedXML')
  if (childText(root, 'MfaDelete') === 'Enabled') {
    throw new S3Error('NotImplemented', { message: 'MFA delete is not implemented' })
  }
  await store.change(() => {
    store.buckets.setVersioning(
      store.bucket(request.bucket).name,
      status === 'Enabled' ? 'enabled' : 'suspended',
    )
    return { result: undefined, removed: [] }
  })
  return { status: 200 }
}
