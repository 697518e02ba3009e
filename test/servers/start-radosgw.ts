import type { TestProject } from 'vitest/node'
import { startCeph } from './ceph.ts'
import type { RadosGateway } from './ceph.ts'
import { hasTool } from './tools.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The radosgw of this run, or null where the machine has none. */
    radosgw: RadosGateway | null
  }
}

/**
 * Vitest's global set-up of the suites that use radosgw. The first of them starts it, for all of them; it is left out
 * where it isn't installed, and a suite without a test to run does not get here.
 */
export default async function startRadosgw(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (project.getProvidedContext().radosgw !== undefined) return undefined
  if (!hasTool('radosgw')) {
    project.vitest.provide('radosgw', null)
    return undefined
  }
  const { gateway, stop } = await startCeph()
  project.vitest.provide('radosgw', gateway)
  return stop
}
