/** Uploads a folder as anyone would with the AWS SDK: `node sdk-loop.ts FOLDER s3://BUCKET/PREFIX ENDPOINT`. */
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { loopArguments, putAll } from './in-turn.ts'

const { folder, bucket, prefix, endpoint } = loopArguments()
const client = new S3Client({ endpoint, forcePathStyle: true, cacheMiddleware: true })
await putAll(folder, async (name, body) => {
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: prefix + name, Body: body }))
})
client.destroy()
