/**
 * Runs every tool of this machine that syncs with S3, and Sluice, through the same faults, prints what each does, and
 * writes it into docs/faults.md. `npm run build` comes first; as root it runs all rows.
 *
 *     npm run faults:peers
 */
import { serverFor } from '../../parity/server.ts'
import { hasTool } from '../../servers/tools.ts'
import { table, writePart } from '../docs-page.ts'
import { Scene } from '../scene.ts'
import { startPractice } from '../servers.ts'
import { Bench } from './bench.ts'
import { downloadRows } from './downloads.ts'
import { listingRows } from './listings.ts'
import { installedPeers } from './tools.ts'

const onRadosgw = hasTool('radosgw')
const { server, stop } = onRadosgw ? await serverFor(undefined) : await startPractice()
const scene = await Scene.set(server)
const peers = installedPeers()
try {
  const listings = await tableOf('fault of the source', await listingRows(scene))
  const downloads = await tableOf('fault', await downloadRows(scene))
  const versions = peers.map(({ name, version }) => `${name} ${version}`).join(', ')
  const day = new Date().toISOString().slice(0, 10)
  const words = `${day}, on ${onRadosgw ? 'radosgw' : 'the practice server'}: ${versions}.`
  const text = [
    words,
    '### A sync that deletes, and a source that can’t be trusted\n\nBoth sides hold the same 1,505 files, or three where the source is local.',
    listings,
    '### A download that goes wrong\n\nFour objects of 1,000,000 bytes.',
    downloads,
  ].join('\n\n')
  process.stdout.write(`${text}\n`)
  await writePart('peers', text)
} finally {
  await scene.close()
  await stop()
}

type Rows = Awaited<ReturnType<typeof listingRows>>

async function tableOf(what: string, rows: Rows): Promise<string> {
  const cells: string[][] = []
  for (const [fault, tryOut] of rows) {
    const row = [fault]
    for (const peer of peers) {
      scene.proxy.setPlan([])
      row.push(await tryOut(new Bench(scene, peer)))
    }
    process.stderr.write(`${row.join(' | ')}\n`)
    cells.push(row)
  }
  return table([what, ...peers.map(({ name }) => name)], cells)
}
