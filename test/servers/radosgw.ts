import { inject } from 'vitest'
import type { RadosGateway } from './ceph.ts'

/**
 * The radosgw of this run, for tests that say `needs('radosgw')`; it throws where there is none. All workers share it,
 * so a test makes buckets of its own, with random names.
 */
export function radosgw(): RadosGateway {
  const gateway = inject('radosgw')
  if (gateway == null) throw new Error("There is no radosgw here: the test must say needs('radosgw').")
  if ('failure' in gateway) throw new Error(gateway.failure)
  return gateway
}
