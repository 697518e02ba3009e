import { services as words } from '../words/connections/services.ts'

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
  { id: 'amazon', endpoint: '', region: '', ...words.amazon },
  { id: 'r2', endpoint: 'https://ACCOUNT.r2.cloudflarestorage.com', region: 'auto', ...words.r2 },
  { id: 'b2', endpoint: 'https://s3.REGION.backblazeb2.com', region: '', ...words.b2 },
  { id: 'wasabi', endpoint: 'https://s3.REGION.wasabisys.com', region: '', ...words.wasabi },
  { id: 'minio', endpoint: 'http://127.0.0.1:9000', region: '', ...words.minio },
  { id: 'ceph', endpoint: 'http://HOST:7480', region: '', ...words.ceph },
  { id: 'other', endpoint: 'https://', region: '', ...words.other },
]

/** A word in an endpoint that is still to be replaced; null for none. */
export const leftToReplace = (endpoint: string): string | null =>
  /\b(ACCOUNT|REGION|HOST)\b/.exec(endpoint)?.[0] ?? null
