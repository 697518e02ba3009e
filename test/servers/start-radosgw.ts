import type { TestProject } from 'vitest/node'
import { startCeph } from './ceph.ts'
import type { RadosGateway } from './ceph.ts'
import { hasTool } from './tools.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The radosgw of this run, why it did not start, or null where the machine has none. */
    radosgw?: RadosGateway | { readonly failure: string } | null
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
  try {
    const { gateway, stop } = await startCeph()
    project.vitest.provide('radosgw', gateway)
    return stop
  } catch (error) {
    // Each test that needs it fails with this; the others are none the worse.
    project.vitest.provide('radosgw', { failure: error instanceof Error ? error.message : String(error) })
    return undefined
  }
}
