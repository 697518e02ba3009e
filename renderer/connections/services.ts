/** A service that speaks S3, and how it is reached. Words in capitals are for the person to replace. */
export interface Service {
  readonly id: string
  readonly label: string
  /** Empty for Amazon's own, which needs none. */
  readonly endpoint: string
  /** What it calls its one region, or a usual one; empty where it is found or does not matter. */
  readonly region: string
  /** Where the words in capitals stand, or what the keys are called there. */
  readonly note: string
}

/** Endpoints as the services' own pages give them (November 2026). */
export const services: readonly Service[] = [
  { id: 'amazon', label: 'Amazon S3', endpoint: '', region: '', note: '' },
  {
    id: 'r2',
    label: 'Cloudflare R2',
    endpoint: 'https://ACCOUNT.r2.cloudflarestorage.com',
    region: 'auto',
    note: 'ACCOUNT is the account id of the R2 overview page, where keys are made too.',
  },
  {
    id: 'b2',
    label: 'Backblaze B2',
    endpoint: 'https://s3.REGION.backblazeb2.com',
    region: '',
    note: 'The bucket’s page has its endpoint. The access key is the keyID, the secret key the applicationKey.',
  },
  {
    id: 'wasabi',
    label: 'Wasabi',
    endpoint: 'https://s3.REGION.wasabisys.com',
    region: '',
    note: 'REGION is that of the bucket, as us-east-1 or eu-central-1.',
  },
  { id: 'minio', label: 'MinIO', endpoint: 'http://127.0.0.1:9000', region: '', note: '' },
  {
    id: 'ceph',
    label: 'Ceph',
    endpoint: 'http://HOST:7480',
    region: '',
    note: 'HOST is a machine that runs the object gateway (radosgw).',
  },
  { id: 'other', label: 'Another', endpoint: 'https://', region: '', note: '' },
]

/** A word in an endpoint that is still to be replaced; null for none. */
export const leftToReplace = (endpoint: string): string | null =>
  /\b(ACCOUNT|REGION|HOST)\b/.exec(endpoint)?.[0] ?? null
