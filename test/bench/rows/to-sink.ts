import { rm } from 'node:fs/promises'
import path from 'node:path'
import { startLatencyProxy } from '../../fakes/latency-proxy.ts'
import type { LatencyProxy } from '../../fakes/latency-proxy.ts'
import { far, nothingToClear, tools, toolsAndLoops } from '../row.ts'
import type { Row } from '../row.ts'
import { startNginxSink } from '../servers/nginx-sink.ts'
import { writeFiles } from '../trees.ts'
import { whyVoid } from '../void-rule.ts'
import type { Counted } from '../void-rule.ts'

interface Upload extends Pick<Row, 'id' | 'title' | 'objects' | 'kinds'> {
  readonly write: (folder: string, quick: boolean) => Counted
  /** Milliseconds each way; 0 for none in between. */
  readonly latency: number
}

const smallFiles = (count: number) => (folder: string, quick: boolean) =>
  writeFiles(folder, quick ? count / 10 : count, 4096)

const upload = ({ write, latency, ...row }: Upload): Row => ({
  ...row,
  async open(stage) {
    const folder = path.join(stage.folder, row.id)
    const wanted = write(folder, stage.quick)
    const sink = await startNginxSink(stage.folder)
    let proxy: LatencyProxy | null = null
    if (latency > 0) proxy = await startLatencyProxy({ target: sink.endpoint, latency })
    const endpoint = proxy?.endpoint ?? sink.endpoint
    return {
      async attempt(contestant) {
        const to = { bucket: 'sink', prefix: '' }
        const line = contestant.sync({ from: { folder }, to, endpoint, keepsNothing: true })
        return {
          command: { line, env: await stage.env(contestant, endpoint), cwd: stage.folder },
          verdict: async ({ exit }) => whyVoid(exit, wanted, await sink.counted(wanted.objects)),
          clear: nothingToClear,
        }
      },
      async close() {
        await proxy?.close()
        await sink.close()
        await rm(folder, { recursive: true })
      },
    }
  },
})

export const uploadsToSink: readonly Row[] = [
  {
    id: 'B1-2k',
    title: 'upload 2,000 files of 4 KiB to an nginx sink',
    objects: 2000,
    kinds: toolsAndLoops,
    write: smallFiles(2000),
    latency: 0,
  },
  {
    id: 'B1-10k',
    title: 'upload 10,000 files of 4 KiB to an nginx sink',
    objects: 10_000,
    kinds: toolsAndLoops,
    write: smallFiles(10_000),
    latency: 0,
  },
  {
    id: 'B1-100k',
    title: 'upload 100,000 files of 4 KiB to an nginx sink',
    objects: 100_000,
    kinds: ['sluice'] as const,
    write: smallFiles(100_000),
    latency: 0,
  },
].map(upload)

export const smallFarAway: Row = upload({
  id: 'B7-2k',
  title: `upload 2,000 files of 4 KiB to the sink, ${far} ms away each way`,
  objects: 2000,
  kinds: tools,
  write: smallFiles(2000),
  latency: far,
})
