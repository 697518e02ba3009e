/** Services by what they call themselves, and where the words in capitals stand that are in their endpoints. */
export const services = {
  amazon: { label: 'Amazon S3', note: '' },
  r2: {
    label: 'Cloudflare R2',
    note: 'ACCOUNT is the account id of the R2 overview page, where keys are made too.',
  },
  b2: {
    label: 'Backblaze B2',
    note: 'The bucket’s page has its endpoint. The access key is the keyID, the secret key the applicationKey.',
  },
  wasabi: { label: 'Wasabi', note: 'REGION is that of the bucket, as us-east-1 or eu-central-1.' },
  minio: { label: 'MinIO', note: '' },
  ceph: { label: 'Ceph', note: 'HOST is a machine that runs the object gateway (radosgw).' },
  other: { label: 'Another', note: '' },
}
