import { expect, test } from 'vitest'
import { bucketSetting } from '../../../../main/engine/s3/bucket-settings.ts'
import { connect, errorDocument, fail, failure, serve, unstopped } from './scripted-server.ts'

async function answered(body: string, name: Parameters<typeof bucketSetting>[2]) {
  const server = await serve((_, reply) => reply.end(body))
  const { connection } = connect({ endpoint: server.endpoint })
  return bucketSetting(connection, 'b', name, unstopped)
}

test('the steps of a lifecycle are read with whom they are for, and when', async () => {
  const steps = await answered(
    `<LifecycleConfiguration><Rule><ID>a</ID><Status>Enabled</Status><Filter><Prefix>logs/</Prefix></Filter>
     <Expiration><Days>30</Days></Expiration><Transition><Days>7</Days><StorageClass>GLACIER</StorageClass></Transition></Rule>
     <Rule><Status>Disabled</Status><Filter><And><Prefix>x/</Prefix><Tag><Key>k</Key><Value>v</Value></Tag></And></Filter>
     <NoncurrentVersionExpiration><NoncurrentDays>3</NoncurrentDays><NewerNoncurrentVersions>2</NewerNoncurrentVersions></NoncurrentVersionExpiration>
     <AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>`,
    'lifecycle',
  )
  expect(steps).toMatchObject([
    { does: 'move', days: 7, storageClass: 'GLACIER', prefix: 'logs/', on: true },
    { does: 'remove', days: 30, prefix: 'logs/' },
    { does: 'remove-noncurrent', days: 3, keeps: 2, prefix: 'x/', tags: { k: 'v' }, on: false },
    { does: 'remove-parts', days: 7 },
  ])
})

test.each([
  ['lifecycle', 'NoSuchLifecycleConfiguration'],
  ['publicAccess', 'NoSuchPublicAccessBlockConfiguration'],
  ['encryption', 'ServerSideEncryptionConfigurationNotFoundError'],
  ['objectLock', 'ObjectLockConfigurationNotFoundError'],
  ['ownership', 'OwnershipControlsNotFoundError'],
  ['tags', 'NoSuchTagSet'],
] as const)('without any %s there is none', async (name, code) => {
  const server = await serve((_, reply) => {
    fail(reply, 404, errorDocument(code))
  })
  const { connection } = connect({ endpoint: server.endpoint })
  expect(await bucketSetting(connection, 'b', name, unstopped)).toBeNull()
})

test('what is refused is an error with the permission that it takes', async () => {
  const server = await serve((_, reply) => {
    fail(reply, 403, errorDocument('AccessDenied'))
  })
  const { connection } = connect({ endpoint: server.endpoint })
  const error = await failure(bucketSetting(connection, 'b', 'lifecycle', unstopped))
  expect(error).toMatchObject({ code: 'access-denied' })
  expect(JSON.stringify(error)).toContain('GetLifecycleConfiguration')
})

test('a server that takes the call for another one does not tell', async () => {
  await expect(answered('<ListBucketResult/>', 'encryption')).rejects.toMatchObject({
    code: 'request-refused',
  })
})
