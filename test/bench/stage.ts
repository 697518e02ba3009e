import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startCeph } from '../servers/ceph.ts'
import type { Stage } from './row.ts'

/** The bench gives back at once what a contestant has deleted, or memory would fill up with copies of the large file. */
const collectAtOnce = `
rgw gc obj min wait = 1
rgw gc processor period = 2
rgw gc processor max time = 2
`

export async function setStage(
  quick: boolean,
  say: (line: string) => void,
): Promise<{ stage: Stage; strike: () => Promise<void> }> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'sluice-bench-')))
  let ceph: ReturnType<typeof startCeph> | null = null
  const stage: Stage = {
    folder,
    quick,
    say,
    async radosgw() {
      if (ceph === null) say('starting radosgw')
      ceph ??= startCeph(collectAtOnce)
      return (await ceph).gateway
    },
    async env(contestant, endpoint) {
      const home = path.join(folder, `home-of-${contestant.name.replaceAll(/\W+/g, '-')}`)
      await mkdir(home, { recursive: true })
      return {
        HOME: home,
        PATH: process.env['PATH'] ?? '',
        // Of radosgw's first user; the other servers look at no key.
        AWS_ACCESS_KEY_ID: 'testaccesskey',
        AWS_SECRET_ACCESS_KEY: 'testsecretkey',
        AWS_REGION: 'us-east-1',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_EC2_METADATA_DISABLED: 'true',
        ...contestant.env(endpoint),
      }
    },
  }
  return {
    stage,
    async strike() {
      // One that has not started has left nothing, and its row has failed with it.
      const running = await ceph?.catch(() => null)
      await running?.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
