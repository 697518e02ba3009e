import { startCeph } from '../servers/ceph.ts'
import { hasTool } from '../servers/tools.ts'

/** Playwright's global set-up: one radosgw for all specs, where it is installed. Workers read of it in the environment. */
export default async function startServers(): Promise<(() => Promise<void>) | undefined> {
  if (!hasTool('radosgw')) return undefined
  const { gateway, stop } = await startCeph()
  process.env['SLUICE_TEST_RADOSGW'] = JSON.stringify(gateway)
  return stop
}
