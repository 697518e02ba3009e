import type { Link, ObjectFacts } from '../../shared/bridge/properties.ts'
import type { PropertiesOf } from '../../renderer/state/properties.svelte.ts'
import { placeAt } from './fake-places.ts'

/** An object of `s3://www/site/`. */
export const objectOf = (name: string): PropertiesOf => ({
  kind: 'object',
  place: placeAt('practice', 's3://www/site/'),
  name,
})

export const objectFacts = (changes: Partial<ObjectFacts> = {}): ObjectFacts => ({
  address: 's3://www/site/a',
  etag: 'e',
  headers: { contentType: 'text/plain' },
  metadata: { owner: 'ada' },
  storageClass: 'STANDARD',
  facts: [{ name: 'Size', texts: ['4 bytes'], error: null }],
  error: null,
  tags: { team: 'web' },
  tagsError: null,
  ...changes,
})

export const link: Link = { until: 0, endsBy: 'asked' }
