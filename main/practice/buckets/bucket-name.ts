import { S3Error } from '../s3-error.ts'

/** Refuses names S3 refuses (AmazonS3/latest/userguide/bucketnamingrules.html). */
export function checkBucketName(name: string): void {
  const valid =
    /^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/.test(name) &&
    !/\.\.|\.-|-\.|^xn--|^sthree-|^amzn-s3-demo-|-s3alias$|--ol-s3$|\.mrap$|--x-s3$|--table-s3$/.test(name) &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name)
  if (!valid) throw new S3Error('InvalidBucketName', { details: { BucketName: name } })
}
